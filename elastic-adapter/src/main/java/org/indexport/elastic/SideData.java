package org.indexport.elastic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.ImportException;
import org.indexport.Section;
import org.indexport.elastic.Cluster.Engine;
import org.indexport.http.Call;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.MetadataText;
import org.jspecify.annotations.Nullable;

/**
 * Templates, pipelines and the like, kept until the documents are in: templates would act on the
 * indexes that an import makes. One thread.
 */
final class SideData {
  private static final String STREAMS = "data-streams";
  private static final int MAX_DEPTH = 1_000;

  private final Transport transport;
  private final Cluster cluster;
  private final Map<Kind, List<Thing>> things = new EnumMap<>(Kind.class);

  SideData(Transport transport, Cluster cluster) {
    this.transport = transport;
    this.cluster = cluster;
  }

  /** Something that has a name and a route of its own. */
  private record Thing(String path, String body, String words) {}

  /** The sections that servers have a place for, in the order in which one needs the other. */
  private enum Kind {
    PIPELINES("pipelines", "/_ingest/pipeline"),
    SEARCH_PIPELINES("search-pipelines", "/_search/pipeline"),
    SCRIPTS("scripts", "/_scripts"),
    COMPONENT_TEMPLATES("component-templates", "/_component_template"),
    INDEX_TEMPLATES("index-templates", "/_index_template"),
    TEMPLATES("templates", "/_template"),
    POLICIES("policies", "/_ilm/policy");

    private static final String STATES = "/_plugins/_ism/policies";

    private final String section;
    private final String route;

    Kind(String section, String route) {
      this.section = section;
      this.route = route;
    }

    static @Nullable Kind of(String section) {
      for (Kind kind : values()) {
        if (kind.section.equals(section)) {
          return kind;
        }
      }
      return null;
    }

    String route(Cluster cluster) {
      return this == POLICIES && cluster.engine() == Engine.OPENSEARCH ? STATES : route;
    }
  }

  /**
   * Keeps a section of the instance.
   *
   * @return false if this server has no place for it
   * @throws DumpException if its content is not what it should be
   * @throws IOException if it cannot be read, or the server does not answer
   */
  boolean keep(Section section) throws IOException {
    if (section.name().equals(STREAMS)) {
      // They were made as the indexes that they are in a dump.
      return transport.send(Call.get("/_data_stream")).isOk();
    }
    Kind kind = Kind.of(section.name());
    if (kind == null || section.mediaType() != Section.MediaType.JSON || !isKnown(kind)) {
      return false;
    }
    JsonObject content = json(section);
    try {
      List<Thing> own = things(kind, content);
      if (own == null) {
        return false;
      }
      things.computeIfAbsent(kind, key -> new ArrayList<>()).addAll(own);
      return true;
    } catch (MalformedJsonException e) {
      throw malformed(section, e);
    }
  }

  /**
   * The content of a section.
   *
   * @throws LimitExceededException if it is too long
   * @throws CorruptDumpException if it is not one object
   * @throws IOException if it cannot be read
   */
  static JsonObject json(Section section) throws IOException {
    try {
      return JsonObject.parse(MetadataText.read(section), MAX_DEPTH);
    } catch (MalformedJsonException e) {
      throw malformed(section, e);
    }
  }

  private static CorruptDumpException malformed(Section section, MalformedJsonException e) {
    return new CorruptDumpException(
        "section %s: byte %d: %s; leave the section out"
            .formatted(section, e.offset(), e.getMessage()),
        e);
  }

  /** Whether the server has the route; some are missing in some versions and distributions. */
  private boolean isKnown(Kind kind) throws IOException {
    if (kind == Kind.SCRIPTS) {
      return true;
    }
    Answer answer = transport.send(Call.get(kind.route(cluster)));
    // One that has no pipelines yet answers 404 with an empty object.
    boolean isEmpty =
        answer.status() == 404
            && new String(answer.body(), StandardCharsets.UTF_8).strip().equals("{}");
    if (!isEmpty && !answer.isAbsent()) {
      answer.orFail("looking for " + kind.section);
    }
    return isEmpty || answer.isOk();
  }

  private @Nullable List<Thing> things(Kind kind, JsonObject content)
      throws MalformedJsonException {
    return switch (kind) {
      case PIPELINES, SEARCH_PIPELINES, TEMPLATES -> byName(kind, content);
      case SCRIPTS -> listed(kind, content, "stored_scripts", "_id", "script");
      case COMPONENT_TEMPLATES ->
          listed(kind, content, "component_templates", "name", "component_template");
      case INDEX_TEMPLATES -> listed(kind, content, "index_templates", "name", "index_template");
      case POLICIES -> policies(content);
    };
  }

  private List<Thing> byName(Kind kind, JsonObject content) throws MalformedJsonException {
    List<Thing> list = new ArrayList<>();
    for (String name : content.names()) {
      JsonObject body = content.object(name);
      if (body != null) {
        add(kind, name, body, body.toString(), list);
      }
    }
    return list;
  }

  private List<Thing> listed(
      Kind kind, JsonObject content, String array, String nameOf, String bodyOf)
      throws MalformedJsonException {
    List<Thing> list = new ArrayList<>();
    for (JsonObject each : content.objects(array)) {
      String name = each.string(nameOf);
      JsonObject body = each.object(bodyOf);
      if (name == null || body == null) {
        throw each.unexpected(name == null ? nameOf : bodyOf, "one");
      }
      String json =
          kind == Kind.SCRIPTS
              ? new JsonObject.Builder().putRaw(bodyOf, body.toString()).build()
              : body.toString();
      add(kind, name, body, json, list);
    }
    return list;
  }

  /** Policies of the two engines have nothing in common: null for those of the other one. */
  private @Nullable List<Thing> policies(JsonObject content) throws MalformedJsonException {
    boolean areStates = content.names().contains("policies");
    if (areStates != (cluster.engine() == Engine.OPENSEARCH)) {
      return null;
    }
    List<Thing> list = new ArrayList<>();
    if (areStates) {
      for (JsonObject each : content.objects("policies")) {
        policy(each.string("_id"), each.object("policy"), list);
      }
    } else {
      for (String name : content.names()) {
        JsonObject each = content.object(name);
        policy(name, each == null ? null : each.object("policy"), list);
      }
    }
    return list;
  }

  private void policy(@Nullable String name, @Nullable JsonObject policy, List<Thing> list)
      throws MalformedJsonException {
    if (name != null && policy != null) {
      String bare =
          new JsonObject.Builder()
              .putRaw(
                  policy.rawExcept(
                      Set.of("policy_id", "last_updated_time", "schema_version", "user")))
              .build();
      String json = new JsonObject.Builder().putRaw("policy", bare).build();
      add(Kind.POLICIES, name, policy, json, list);
    }
  }

  /** Policies of OpenSearch are replaced only by who tells which state of them it knows. */
  private Answer replace(Thing thing, Answer refusal) throws IOException {
    Answer there = transport.send(Call.get(thing.path));
    if (!there.isOk()) {
      return refusal;
    }
    try {
      Long number = there.json().number("_seq_no");
      Long term = there.json().number("_primary_term");
      return number == null || term == null
          ? refusal
          : transport.send(
              Call.put(thing.path, thing.body)
                  .with("if_seq_no", String.valueOf(number))
                  .with("if_primary_term", String.valueOf(term)));
    } catch (MalformedJsonException e) {
      throw there.malformed(e);
    }
  }

  /** Adds a thing, unless the server has brought it itself. */
  private void add(Kind kind, String name, JsonObject members, String json, List<Thing> list)
      throws MalformedJsonException {
    JsonObject meta = members.kind("_meta") == JsonKind.OBJECT ? members.object("_meta") : null;
    boolean isManaged = meta != null && "true".equals(meta.raw("managed"));
    boolean isDeprecated = "true".equals(members.raw("deprecated"));
    if (!name.startsWith(".") && !isManaged && !isDeprecated) {
      String path = kind.route(cluster) + Call.path(name);
      list.add(new Thing(path, json, kind.section + " " + name));
    }
  }

  /**
   * Gives the server all that was kept; one of a name that it has takes that one's place.
   *
   * @throws ImportException if it refuses some, after the others were given
   * @throws IOException if it does not answer
   */
  void apply() throws IOException {
    List<String> refused = new ArrayList<>();
    for (List<Thing> list : things.values()) {
      for (Thing thing : list) {
        Answer answer = transport.send(Call.put(thing.path, thing.body));
        if (answer.status() == 409) {
          answer = replace(thing, answer);
        }
        if (!answer.isOk()) {
          refused.add(thing.words + " (" + answer.error() + ")");
        }
      }
    }
    things.clear();
    if (!refused.isEmpty()) {
      throw new ImportException(
          transport.name(),
          "the server to take all of its new side data; the documents are in",
          "refused were " + String.join(", ", refused),
          "correct these by hand, or leave their sections out");
    }
  }
}
