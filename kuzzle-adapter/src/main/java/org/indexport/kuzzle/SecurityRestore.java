package org.indexport.kuzzle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.ReadLimits;
import org.indexport.Section;
import org.indexport.http.Call;
import org.indexport.http.ConnectorOptions;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonPieces;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the roles, profiles and users of a dump to a server: what others need comes first, several
 * at a time, without waiting for each to be found by searches.
 */
final class SecurityRestore {
  static final String BUILT_IN = "built-in";
  static final String CREDENTIALS = "credentials";

  private static final String ANONYMOUS = "anonymous";
  private static final Set<String> BUILT_INS = Set.of("admin", "default", ANONYMOUS);
  private static final int MAX_DEPTH = 1_000;
  private static final int AT_A_TIME = 200;

  /** Whether the answer waits until searches find what was written, a second at most. */
  private static final String WAIT = "wait_for";

  private static final String AT_ONCE = "false";

  /** Whoever asks without a login. */
  private static final String NOBODY = "-1";

  /** The sections that are written, in this order. */
  private static final List<String> ORDER =
      List.of(
          SecuritySections.USERS_MAPPING,
          SecuritySections.ROLES,
          SecuritySections.PROFILES,
          SecuritySections.USERS);

  private final KuzzleTransport transport;
  private final boolean writesBuiltIns;
  private final boolean writesCredentials;
  private final Consumer<String> notices;

  /** Compressed, as there may be very many users. */
  private final Map<String, byte[]> kept = new HashMap<>();

  /** An object of a section. */
  private record Entry(String id, String json) {}

  /**
   * Prepares to write.
   *
   * @param notices gets what people should know of it
   */
  SecurityRestore(KuzzleTransport transport, ConnectorOptions options, Consumer<String> notices)
      throws DumpException {
    this.transport = transport;
    this.notices = notices;
    this.writesBuiltIns = options.choice(BUILT_IN, List.of("skip", "write")).equals("write");
    this.writesCredentials = options.choice(CREDENTIALS, List.of("skip", "write")).equals("write");
  }

  /** The content of a section as text. */
  static String text(Section section) throws IOException {
    try (InputStream content = section.content()) {
      return new String(content.readAllBytes(), UTF_8);
    }
  }

  /** Keeps a section of the instance; false if nothing can be done with it. */
  boolean keep(Section section) throws IOException {
    if (!ORDER.contains(section.name())) {
      return false;
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed);
        InputStream content = section.content()) {
      content.transferTo(gzip);
    }
    kept.put(section.name(), packed.toByteArray());
    return true;
  }

  /**
   * Writes what was kept.
   *
   * @throws DumpException if the server refuses any of it, or a section is not what it should be
   * @throws IOException if the server does not answer
   */
  void write() throws IOException {
    if (kept.isEmpty()) {
      return;
    }
    Self self = self();
    for (String section : ORDER) {
      byte[] packed = kept.remove(section);
      if (packed != null) {
        try (InputStream json = new GZIPInputStream(new ByteArrayInputStream(packed))) {
          write(section, json, self);
        } catch (MalformedJsonException e) {
          throw new CorruptDumpException(
              "section %s: byte %d: %s; leave the section out, or correct it"
                  .formatted(section, e.offset(), e.getMessage()),
              e);
        }
      }
    }
  }

  /**
   * The user in use.
   *
   * @param id his id, or null when he may not ask
   * @param profiles his profiles
   * @param roles the roles of these, as far as he may see them
   */
  private record Self(@Nullable String id, Set<String> profiles, Set<String> roles) {}

  private Self self() throws IOException {
    KuzzleAnswer me = transport.send(Call.get("/_me"));
    if (!me.isOk()) {
      return new Self(null, Set.of(), Set.of());
    }
    try {
      JsonObject user = me.result();
      JsonObject content = user.object("_source");
      Set<String> profiles =
          new HashSet<>(content == null ? List.of() : content.strings("profileIds"));
      Set<String> roles = new HashSet<>();
      for (String profile : profiles) {
        KuzzleAnswer answer = transport.send(Call.get(Call.path("profiles", profile)));
        JsonObject source = answer.isOk() ? answer.result().object("_source") : null;
        if (source != null) {
          for (JsonObject policy : source.objects("policies")) {
            roles.add(String.valueOf(policy.string("roleId")));
          }
        }
      }
      return new Self(user.string("_id"), profiles, roles);
    } catch (MalformedJsonException e) {
      throw me.malformed(e);
    }
  }

  private void write(String section, InputStream json, Self self) throws IOException {
    if (section.equals(SecuritySections.USERS_MAPPING)) {
      writeMapping(new String(json.readAllBytes(), UTF_8));
      return;
    }
    Entries entries = new Entries(section, self);
    JsonPieces pieces = new JsonPieces(json, MAX_DEPTH, ReadLimits.DEFAULT.maxDocumentBytes());
    pieces.members((id, object) -> entries.add(new Entry(id, object)));
    pieces.end();
    entries.end();
  }

  private void writeMapping(String text) throws IOException {
    JsonObject json = JsonObject.parse(text.getBytes(UTF_8), MAX_DEPTH);
    JsonObject inner = json.has("mapping") ? json.object("mapping") : json.object("properties");
    JsonObject fields = inner == null ? json : inner;
    if (!fields.names().isEmpty()) {
      String body = new JsonObject.Builder().putRaw("properties", fields.toString()).build();
      transport.send(Call.put("/users/_mapping", body)).orFail("writing the mapping of users");
    }
  }

  /** Writes the objects of one section, and sees to it that the last one waits for all. */
  private final class Entries {
    private final String section;
    private final Self self;
    private final List<Entry> some = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private @Nullable Entry last;
    private @Nullable Entry anonymous;

    Entries(String section, Self self) {
      this.section = section;
      this.self = self;
    }

    void add(Entry entry) throws IOException {
      boolean isOwn = owned().contains(entry.id);
      boolean isBuiltIn = !section.equals(SecuritySections.USERS) && BUILT_INS.contains(entry.id);
      // Who nobody is may be changed by somebody, and by nobody last of all.
      boolean isNobodys = isBuiltIn && NOBODY.equals(self.id) && entry.id.equals(ANONYMOUS);
      if ((isOwn && !(isNobodys && writesBuiltIns)) || (isBuiltIn && !writesBuiltIns)) {
        left.add(entry.id);
      } else if (isBuiltIn && entry.id.equals(ANONYMOUS)) {
        anonymous = entry;
      } else {
        some.add(entry);
        last = entry;
        if (some.size() == AT_A_TIME) {
          writeSome();
        }
      }
    }

    private Set<String> owned() {
      return switch (section) {
        case SecuritySections.ROLES -> self.roles;
        case SecuritySections.PROFILES -> self.profiles;
        default -> self.id == null ? Set.of() : Set.of(self.id);
      };
    }

    private void writeSome() throws IOException {
      Crew.withEach(
          some,
          entry -> {
            put(entry, AT_ONCE);
            return entry;
          });
      some.clear();
    }

    void end() throws IOException {
      writeSome();
      if (anonymous != null) {
        // It may take away the right to do anything more.
        put(anonymous, WAIT);
      } else if (last != null && !refresh()) {
        put(last, WAIT);
      }
      if (!left.isEmpty()) {
        notices.accept(
            "%s: left as they are, as the server or the user in use needs them: %s"
                .formatted(section, String.join(", ", left)));
      }
    }

    /** Has searches find all that was written; false if the server or the user's rights do not. */
    private boolean refresh() throws IOException {
      return transport.send(Call.post(Call.path("_security", section, "_refresh"), "")).isOk();
    }

    private void put(Entry entry, String refresh) throws IOException {
      String doing = "writing %s %s".formatted(singular(section), entry.id);
      switch (section) {
        case SecuritySections.ROLES ->
            transport
                .send(
                    Call.put(Call.path(section, entry.id), entry.json)
                        .with("force")
                        .with("refresh", refresh))
                .orFail(doing);
        case SecuritySections.PROFILES ->
            transport
                .send(
                    Call.put(Call.path(section, entry.id), stored(entry.json))
                        .with("refresh", refresh))
                .orFail(doing);
        default -> putUser(entry, refresh, doing);
      }
    }

    private void putUser(Entry entry, String refresh, String doing) throws IOException {
      JsonObject user = JsonObject.parse(entry.json.getBytes(UTF_8), MAX_DEPTH);
      JsonObject content = user.object("content");
      if (content == null) {
        throw user.unexpected("content", "the content of user " + entry.id);
      }
      JsonObject credentials = writesCredentials ? user.object("credentials") : null;
      String body =
          new JsonObject.Builder()
              .putRaw("content", content.toString())
              .putRaw("credentials", credentials == null ? "{}" : credentials.toString())
              .build();
      KuzzleAnswer made =
          transport.send(
              Call.post(Call.path(section, entry.id, "_create"), body).with("refresh", refresh));
      if (!made.isOk() && made.error().kind() == KuzzleError.Kind.EXISTS) {
        made =
            transport.send(
                Call.put(Call.path(section, entry.id, "_replace"), content.toString())
                    .with("refresh", refresh));
      }
      made.orFail(doing);
    }
  }

  private static String singular(String section) {
    return section.substring(0, section.length() - 1);
  }

  /** A profile without what the server computes of it. */
  private static String stored(String json) throws MalformedJsonException {
    JsonObject profile = JsonObject.parse(json.getBytes(UTF_8), MAX_DEPTH);
    return new JsonObject.Builder().putRaw(profile.rawExcept(Set.of("optimizedPolicies"))).build();
  }
}
