package org.indexport.elastic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.http.Call;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a cluster has beside its indexes, without what it has by itself. What a server does
 * not know, or does not show to the user, is left out unless it is required.
 */
final class ClusterSections {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSections.class);

  private final Transport transport;
  private final Cluster cluster;
  private final Set<String> required;
  private final List<Section> sections = new ArrayList<>();

  private ClusterSections(Transport transport, Cluster cluster, Set<String> required) {
    this.transport = transport;
    this.cluster = cluster;
    this.required = required;
  }

  /** Makes a section's text of an answer, or null when there is nothing in it. */
  private interface Rewriting {
    @Nullable String of(JsonObject answer) throws MalformedJsonException;
  }

  /** Chooses elements. */
  private interface Choice {
    boolean takes(JsonObject element) throws MalformedJsonException;
  }

  /**
   * Asks for everything that belongs to the cluster, in the order in which it is to be restored.
   *
   * @param streams the data streams that are read
   * @param required the names of those that are not left out
   * @throws IOException if the server refuses, does not show what is required, or does not answer
   */
  static List<Section> read(
      Transport transport, Cluster cluster, Set<String> streams, Set<String> required)
      throws IOException {
    ClusterSections all = new ClusterSections(transport, cluster, required);
    all.add("pipelines", Sensitivity.SENSITIVE, "/_ingest/pipeline", ClusterSections::ownMembers);
    if (cluster.engine() == Cluster.Engine.OPENSEARCH) {
      all.add(
          "search-pipelines",
          Sensitivity.SENSITIVE,
          "/_search/pipeline",
          ClusterSections::ownMembers);
    }
    all.addScripts();
    all.add(
        "component-templates",
        Sensitivity.OPEN,
        "/_component_template",
        answer -> ownElements(answer, "component_templates", "component_template"));
    all.add(
        "index-templates",
        Sensitivity.OPEN,
        "/_index_template",
        answer -> ownElements(answer, "index_templates", "index_template"));
    all.add("templates", Sensitivity.OPEN, "/_template", ClusterSections::ownMembers);
    if (!streams.isEmpty()) {
      all.add(
          "data-streams",
          Sensitivity.OPEN,
          "/_data_stream",
          answer -> elements(answer, "data_streams", element -> streams.contains(name(element))));
    }
    all.addPolicies();
    return all.sections;
  }

  /** The aliases of an index as a section. */
  static Section aliases(IndexName index, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return Section.of("aliases", index, MediaType.JSON, Sensitivity.OPEN, bytes);
  }

  private void addScripts() throws IOException {
    Call call = Call.get("/_cluster/state/metadata").with("filter_path", "metadata.stored_scripts");
    Answer answer = asked(call, "scripts");
    if (answer != null) {
      add("scripts", Sensitivity.OPEN, answer, ClusterSections::scripts);
    }
  }

  private static @Nullable String scripts(JsonObject answer) throws MalformedJsonException {
    JsonObject metadata = answer.object("metadata");
    JsonObject scripts = metadata == null ? null : metadata.object("stored_scripts");
    if (scripts == null || scripts.names().isEmpty()) {
      return null;
    }
    List<String> all = new ArrayList<>();
    for (String name : scripts.names()) {
      all.add(
          new JsonObject.Builder()
              .put("_id", name)
              .put("found", Boolean.TRUE)
              .putRaw("script", scripts.raw(name))
              .build());
    }
    return new JsonObject.Builder().putRaw("stored_scripts", all).build();
  }

  private void addPolicies() throws IOException {
    if (cluster.engine() == Cluster.Engine.ELASTICSEARCH) {
      add("policies", Sensitivity.OPEN, "/_ilm/policy", ClusterSections::ownMembers);
      return;
    }
    Answer answer = asked(Call.get("/_plugins/_ism/policies").with("size", "10000"), "policies");
    if (answer != null) {
      add(
          "policies",
          Sensitivity.OPEN,
          answer,
          json -> json.objects("policies").isEmpty() ? null : json.toString());
    }
  }

  private void add(String name, Sensitivity sensitivity, String path, Rewriting rewriting)
      throws IOException {
    Answer answer = asked(Call.get(path), name);
    if (answer != null) {
      add(name, sensitivity, answer, rewriting);
    }
  }

  private void add(String name, Sensitivity sensitivity, Answer answer, Rewriting rewriting)
      throws IOException {
    try {
      String json = rewriting.of(answer.json());
      if (json != null) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        sections.add(Section.of(name, null, MediaType.JSON, sensitivity, bytes));
      }
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /** The answer, or null when the server has no such thing, or does not show it. */
  private @Nullable Answer asked(Call call, String what) throws IOException {
    Answer answer = transport.send(call);
    if (answer.isOk()) {
      return answer;
    }
    if (required.contains(what)) {
      throw answer.failure("reading " + what);
    }
    if (answer.status() == 401 || answer.status() == 403) {
      LOG.warn("{}: the user may not see {}; they are left out", transport.name(), what);
      return null;
    }
    // Where a module is not installed, servers answer this, or that the method is wrong.
    if (answer.isAbsent() || answer.status() == 410) {
      LOG.debug("{}: no {}: {}", transport.name(), what, answer.error());
      return null;
    }
    throw answer.failure("reading " + what);
  }

  private static String name(JsonObject element) throws MalformedJsonException {
    String name = element.string("name");
    return name == null ? "" : name;
  }

  /** The members of an object that the cluster does not have by itself. */
  private static @Nullable String ownMembers(JsonObject answer) throws MalformedJsonException {
    JsonObject.Builder own = new JsonObject.Builder();
    boolean some = false;
    for (String name : answer.names()) {
      JsonObject body = answer.object(name);
      if (body != null && !isBuiltIn(name, body)) {
        own.putRaw(name, answer.raw(name));
        some = true;
      }
    }
    return some ? own.build() : null;
  }

  private static @Nullable String ownElements(JsonObject answer, String array, String member)
      throws MalformedJsonException {
    return elements(
        answer,
        array,
        element -> {
          JsonObject body = element.object(member);
          return body != null && !isBuiltIn(name(element), body);
        });
  }

  private static @Nullable String elements(JsonObject answer, String array, Choice choice)
      throws MalformedJsonException {
    List<String> chosen = new ArrayList<>();
    for (JsonObject element : answer.objects(array)) {
      if (choice.takes(element)) {
        chosen.add(element.toString());
      }
    }
    return chosen.isEmpty() ? null : new JsonObject.Builder().putRaw(array, chosen).build();
  }

  private static boolean isBuiltIn(String name, JsonObject body) throws MalformedJsonException {
    if (name.startsWith(".") || "true".equals(body.raw("deprecated")) || isManaged(body)) {
      return true;
    }
    // Policies have theirs one level below.
    return body.kind("policy") == JsonKind.OBJECT && isManaged(body.object("policy"));
  }

  private static boolean isManaged(@Nullable JsonObject body) throws MalformedJsonException {
    if (body == null || body.kind("_meta") != JsonKind.OBJECT) {
      return false;
    }
    JsonObject meta = body.object("_meta");
    return meta != null && "true".equals(meta.raw("managed"));
  }
}
