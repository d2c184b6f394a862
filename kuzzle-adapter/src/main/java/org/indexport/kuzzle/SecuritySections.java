package org.indexport.kuzzle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.Section;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.http.Call;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Roles, profiles and users of a server, with the names that users log in with and their API keys.
 * Each is one JSON object of all objects of its kind by their ids, page by page. Thread-safe.
 */
final class SecuritySections {
  static final String ROLES = "roles";
  static final String PROFILES = "profiles";
  static final String USERS = "users";
  static final String USERS_MAPPING = "users-mapping";
  static final String CREDENTIALS = "credentials";
  static final String API_KEYS = "api-keys";
  static final String VALIDATION = "validation";

  private static final String EVERYTHING = "{\"sort\":[{\"_seq_no\":\"asc\"}]}";
  private static final int PAGE = 500;

  /** A search cannot begin behind this one. */
  private static final long MOST_BY_POSITION = 10_000;

  private final KuzzleTransport transport;
  private final Set<String> notices = new LinkedHashSet<>();

  SecuritySections(KuzzleTransport transport) {
    this.transport = transport;
  }

  /** What the user may not see, in words. */
  synchronized List<String> notices() {
    return List.copyOf(notices);
  }

  /**
   * The sections that there are for this user.
   *
   * @throws IOException if the server does not answer
   */
  List<Section> read() throws IOException {
    List<Section> all = new ArrayList<>();
    List<String> kinds = List.of(ROLES, PROFILES, USERS);
    List<Call> calls = new ArrayList<>(List.of(Call.get("/users/_mapping")));
    kinds.forEach(kind -> calls.add(search(kind, 0, 1)));
    List<KuzzleAnswer> answers = Crew.withEach(calls, transport::send);
    KuzzleAnswer mapping = answers.get(0);
    if (isSeen(USERS_MAPPING, mapping)) {
      byte[] json = mapping.result().toString().getBytes(UTF_8);
      all.add(Section.of(USERS_MAPPING, null, MediaType.JSON, Sensitivity.OPEN, json));
    }
    for (int i = 0; i < kinds.size(); i++) {
      String kind = kinds.get(i);
      KuzzleAnswer first = answers.get(i + 1);
      if (isSeen(kind, first)) {
        // Users are what files of them are, which may hold passwords.
        boolean ofUsers = kind.equals(USERS);
        all.add(new ObjectsSection(kind, ofUsers ? Sensitivity.SENSITIVE : Sensitivity.OPEN));
        if (ofUsers) {
          addFacts(all, first);
        }
      }
    }
    return all;
  }

  /** What is asked of each user, if it is told of the first one. */
  private void addFacts(List<Section> all, KuzzleAnswer users) throws IOException {
    Set<String> first = new LinkedHashSet<>();
    try {
      for (JsonObject hit : users.result().objects("hits")) {
        first.add(String.valueOf(hit.string("_id")));
      }
    } catch (MalformedJsonException e) {
      throw users.malformed(e);
    }
    UserFacts facts = new UserFacts(transport, first);
    if (isTold(CREDENTIALS, facts::credentials)) {
      all.add(new ObjectsSection(CREDENTIALS, Sensitivity.SENSITIVE));
    }
    if (isTold(API_KEYS, facts::apiKeys)) {
      all.add(new ObjectsSection(API_KEYS, Sensitivity.OPEN));
    }
  }

  /** Asks for something of users. */
  private interface Asking {
    Map<String, String> ask() throws IOException;
  }

  private boolean isTold(String section, Asking asking) throws IOException {
    try {
      asking.ask();
      return true;
    } catch (KuzzleException e) {
      if (e.error().kind() != KuzzleError.Kind.FORBIDDEN) {
        throw e;
      }
      note("%s: left out, as the user may not %s".formatted(section, e.error().action()));
      return false;
    }
  }

  /** Whether the user may see something; what he may not see is noted. */
  private boolean isSeen(String section, KuzzleAnswer answer) throws DumpException {
    if (answer.isOk()) {
      return true;
    }
    KuzzleError error = answer.error();
    if (error.kind() != KuzzleError.Kind.FORBIDDEN) {
      throw answer.failure("reading the " + section);
    }
    note("%s: left out, as the user may not %s".formatted(section, error.action()));
    return false;
  }

  private synchronized void note(String notice) {
    notices.add(notice);
  }

  private static Call search(String kind, long from, int size) {
    return Call.post("/" + kind + "/_search", EVERYTHING)
        .with("size", String.valueOf(size))
        .with("from", String.valueOf(from));
  }

  /** All objects of a kind. */
  private final class ObjectsSection extends Section {
    ObjectsSection(String name, Sensitivity sensitivity) {
      super(name, null, MediaType.JSON, sensitivity);
    }

    @Override
    public InputStream content() {
      return new ObjectsStream(name());
    }

    @Override
    public @Nullable Attachment nextAttachment() {
      return null;
    }
  }

  /** One JSON object of all objects, which are asked for while it is read. One thread. */
  private final class ObjectsStream extends InputStream {
    private final String section;
    private final String kind;
    private InputStream piece = new ByteArrayInputStream(new byte[] {'{'});
    private @Nullable String scrollId;
    private long come;
    private long total = -1;
    private boolean written;
    private boolean ended;

    ObjectsStream(String section) {
      this.section = section;
      boolean ofUsers = section.equals(CREDENTIALS) || section.equals(API_KEYS);
      this.kind = ofUsers ? USERS : section;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      while (true) {
        int read = piece.read(bytes, offset, length);
        if (read >= 0 || ended) {
          return read;
        }
        piece = new ByteArrayInputStream(nextPiece().getBytes(UTF_8));
      }
    }

    private String nextPiece() throws IOException {
      if (total >= 0 && come >= total) {
        ended = true;
        return "}";
      }
      String doing = "reading the " + kind;
      KuzzleAnswer answer = page().orFail(doing);
      try {
        JsonObject result = answer.result();
        List<JsonObject> hits = result.objects("hits");
        Long all = result.number("total");
        scrollId = scrollId == null ? null : result.string("scrollId");
        if (total < 0) {
          total = all == null ? hits.size() : all;
          if (total > MOST_BY_POSITION && !kind.equals(ROLES) && hits.size() < total) {
            return beginScroll();
          }
        }
        if (hits.isEmpty() && come < total) {
          throw incomplete();
        }
        come += hits.size();
        return objects(hits);
      } catch (MalformedJsonException e) {
        throw answer.malformed(e);
      }
    }

    /** There are more than can be told by their position. */
    private String beginScroll() throws IOException {
      KuzzleAnswer answer =
          transport.send(search(kind, 0, PAGE).with("scroll", "1m")).orFail("reading the " + kind);
      try {
        JsonObject result = answer.result();
        List<JsonObject> hits = result.objects("hits");
        scrollId = result.string("scrollId");
        come = hits.size();
        return objects(hits);
      } catch (MalformedJsonException e) {
        throw answer.malformed(e);
      }
    }

    private KuzzleAnswer page() throws IOException {
      String scroll = scrollId;
      if (scroll != null) {
        // Asked twice, it would pass over a page.
        return transport.attempt(Call.get(Call.path(kind, "_scroll", scroll)).with("scroll", "1m"));
      }
      if (come >= MOST_BY_POSITION) {
        throw new DumpException(
            "%s: more than %d %s, which the API cannot tell; dump the server's Elasticsearch"
                .formatted(transport.name(), MOST_BY_POSITION, kind));
      }
      return transport.send(search(kind, come, PAGE));
    }

    private CorruptDumpException incomplete() {
      return new CorruptDumpException(
          transport.name() + ": the " + kind,
          total + " of them, which the server has counted",
          String.valueOf(come),
          "start again, when nobody changes them");
    }

    private String objects(List<JsonObject> hits) throws IOException {
      Map<String, String> members = new LinkedHashMap<>();
      for (JsonObject hit : hits) {
        String id = hit.string("_id");
        JsonObject source = hit.object("_source");
        if (id != null && source != null) {
          members.put(id, source.toString());
        }
      }
      Map<String, String> own =
          switch (section) {
            case USERS -> users(members);
            case PROFILES -> profiles(members);
            case CREDENTIALS -> new UserFacts(transport, members.keySet()).credentials();
            case API_KEYS -> new UserFacts(transport, members.keySet()).apiKeys();
            default -> members;
          };
      StringBuilder text = new StringBuilder();
      own.forEach(
          (id, json) -> {
            text.append(written ? "," : "").append(JsonText.quote(id)).append(':').append(json);
            written = true;
          });
      return text.toString();
    }
  }

  private static Map<String, String> users(Map<String, String> sources) {
    Map<String, String> users = new LinkedHashMap<>();
    sources.forEach(
        (id, json) ->
            users.put(
                id,
                new JsonObject.Builder()
                    .putRaw("content", json)
                    .putRaw("credentials", "{}")
                    .build()));
    return users;
  }

  /** What the server computes of a profile is not part of it. */
  private static Map<String, String> profiles(Map<String, String> sources)
      throws MalformedJsonException {
    Map<String, String> profiles = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : sources.entrySet()) {
      JsonObject profile = JsonObject.parse(entry.getValue().getBytes(UTF_8), 1_000);
      profiles.put(
          entry.getKey(),
          new JsonObject.Builder().putRaw(profile.rawExcept(Set.of("optimizedPolicies"))).build());
    }
    return profiles;
  }
}
