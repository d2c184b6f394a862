package org.indexport.elastic;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.http.Call;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * What a server is, and what follows from it.
 *
 * @param engine which of the two
 * @param version its version as it says it
 * @param major the version's first number
 * @param minor the version's second number
 * @param uuid the cluster's own identifier, or null
 * @param flavor how it is run
 */
record Cluster(
    Engine engine, String version, int major, int minor, @Nullable String uuid, Flavor flavor) {
  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,5})\\.(\\d{1,5}).*");

  /** In the names of hosts of Amazon OpenSearch Serverless. */
  private static final String COLLECTIONS = ".aoss.amazonaws.com";

  private static final long DEFAULT_MAX_CONTENT = 100 << 20;

  /** The products. */
  enum Engine {
    /** Elasticsearch. */
    ELASTICSEARCH("elasticsearch"),
    /** OpenSearch. */
    OPENSEARCH("opensearch");

    private final String id;

    Engine(String id) {
      this.id = id;
    }

    /** The name that dumps have. */
    String id() {
      return id;
    }
  }

  /** How a server is run. */
  enum Flavor {
    /** As usual. */
    ORDINARY,
    /** By somebody else, who has taken some of its routes away. */
    SERVERLESS
  }

  /**
   * Asks a server what it is. Fails at once if there is nobody.
   *
   * @throws DumpException if it is neither, or too old
   * @throws IOException if it does not answer
   */
  static Cluster detect(Transport transport) throws IOException {
    Answer answer = first(transport);
    if (answer.isOk()) {
      try {
        Cluster cluster = ofBanner(transport, banner(transport, answer));
        if (cluster != null) {
          return cluster.checked(transport);
        }
      } catch (MalformedJsonException e) {
        throw answer.malformed(e);
      }
      throw stranger(transport);
    }
    if (answer.status() == 401) {
      throw answer.failure("asking what it is");
    }
    // Who may read indexes may not always see the banner.
    String version = nodeVersion(transport);
    if (version == null) {
      if (answer.status() == 404 && transport.name().contains(COLLECTIONS)) {
        throw new DumpException(
            transport.name()
                + ": expected a domain, found a collection of OpenSearch Serverless, whose shards"
                + " cannot be read one by one and whose indexes cannot be held back while they are"
                + " loaded; use a domain");
      }
      throw answer.status() == 404 ? stranger(transport) : answer.failure("asking what it is");
    }
    return of(engineOf(version), version, null, Flavor.ORDINARY, transport).checked(transport);
  }

  private static JsonObject banner(Transport transport, Answer answer) throws DumpException {
    try {
      return answer.json();
    } catch (CorruptDumpException e) {
      throw stranger(transport);
    }
  }

  /** The banner's answer; nobody waits for a server that never was there. */
  private static Answer first(Transport transport) throws IOException {
    Call banner = Call.get("/");
    try {
      Answer answer = transport.attempt(banner);
      return !answer.isOk() && Transport.isWorthWaiting(answer.error())
          ? transport.send(banner)
          : answer;
    } catch (DumpException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new DumpException(
          "%s: the server does not answer: %s; see whether it runs, and whether the address is right"
              .formatted(transport.name(), Transport.words(e)),
          e);
    }
  }

  private static @Nullable Cluster ofBanner(Transport transport, JsonObject banner)
      throws IOException {
    JsonObject version = banner.object("version");
    String number = version == null ? null : version.string("number");
    if (version == null || number == null) {
      return null;
    }
    Engine engine =
        "opensearch".equals(version.string("distribution"))
            ? Engine.OPENSEARCH
            : Engine.ELASTICSEARCH;
    Flavor flavor =
        "serverless".equals(version.string("build_flavor")) ? Flavor.SERVERLESS : Flavor.ORDINARY;
    if (engine == Engine.OPENSEARCH && number.startsWith("7.")) {
      // compatibility.override_main_response_version, for clients that know Elasticsearch only.
      String own = nodeVersion(transport);
      number = own == null || own.startsWith("7.") ? "1.0.0" : own;
    }
    String uuid = banner.string("cluster_uuid");
    return of(engine, number, "_na_".equals(uuid) ? null : uuid, flavor, transport);
  }

  private static Cluster of(
      Engine engine, String version, @Nullable String uuid, Flavor flavor, Transport transport)
      throws DumpException {
    Matcher numbers = NUMBERS.matcher(version);
    if (!numbers.matches()) {
      throw stranger(transport);
    }
    return new Cluster(
        engine,
        version,
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)),
        uuid,
        flavor);
  }

  private static @Nullable String nodeVersion(Transport transport) throws IOException {
    Answer answer =
        transport.send(Call.get("/_nodes/_local").with("filter_path", "nodes.*.version"));
    if (!answer.isOk()) {
      return null;
    }
    try {
      JsonObject nodes = answer.json().object("nodes");
      if (nodes == null || nodes.names().isEmpty()) {
        return null;
      }
      JsonObject node = nodes.object(nodes.names().iterator().next());
      return node == null ? null : node.string("version");
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /** Versions of OpenSearch are below those of Elasticsearch that are still in use. */
  private static Engine engineOf(String version) {
    return version.matches("[1-6]\\..*") ? Engine.OPENSEARCH : Engine.ELASTICSEARCH;
  }

  private static DumpException stranger(Transport transport) {
    return new DumpException(
        transport.name()
            + ": expected Elasticsearch or OpenSearch, found a server that does not say that it is"
            + " one; see whether the address is right");
  }

  private Cluster checked(Transport transport) throws DumpException {
    if (engine == Engine.ELASTICSEARCH && major < 7) {
      throw new DumpException(
          "%s: expected Elasticsearch 7 or later, or OpenSearch, found Elasticsearch %s; dump it with elasticdump and read that"
              .formatted(transport.name(), version));
    }
    return this;
  }

  /** Whether it is this engine in this version or a later one. */
  boolean isAtLeast(Engine wanted, int wantedMajor, int wantedMinor) {
    return engine == wanted
        && (major > wantedMajor || (major == wantedMajor && minor >= wantedMinor));
  }

  /**
   * Whether indexes can be read as they were at one moment, in slices. Elasticsearch has moments
   * since 7.10, but does not slice them at first.
   */
  boolean hasPointInTime() {
    return flavor == Flavor.SERVERLESS
        || isAtLeast(Engine.ELASTICSEARCH, 7, 12)
        || isAtLeast(Engine.OPENSEARCH, 2, 4);
  }

  /** Whether documents can be had in the order of {@code _shard_doc}, the cheapest one. */
  boolean hasShardDocOrder() {
    return isAtLeast(Engine.ELASTICSEARCH, 7, 12) || isAtLeast(Engine.OPENSEARCH, 3, 6);
  }

  /** Whether documents have a mapping type, which the server tells of each. */
  boolean hasMappingTypes() {
    return engine == Engine.ELASTICSEARCH ? major < 8 : major < 2;
  }

  /** Whether vectors are left out of documents unless one asks for them. */
  boolean hidesVectors() {
    return isAtLeast(Engine.ELASTICSEARCH, 9, 2);
  }

  /** Whether names can be resolved to indexes, aliases and data streams in one request. */
  boolean resolvesNames() {
    return engine == Engine.OPENSEARCH || isAtLeast(Engine.ELASTICSEARCH, 7, 9);
  }

  /**
   * The length of the longest body that every node takes.
   *
   * @throws IOException if the server does not answer
   */
  static long maxContentLength(Transport transport) throws IOException {
    Answer answer =
        transport.send(
            Call.get("/_nodes/http")
                .with("filter_path", "nodes.*.http.max_content_length_in_bytes"));
    if (!answer.isOk()) {
      return DEFAULT_MAX_CONTENT;
    }
    try {
      long least = Long.MAX_VALUE;
      JsonObject nodes = answer.json().object("nodes");
      if (nodes != null) {
        for (String name : nodes.names()) {
          JsonObject node = nodes.object(name);
          JsonObject http = node == null ? null : node.object("http");
          Long length = http == null ? null : http.number("max_content_length_in_bytes");
          least = length == null || length <= 0 ? least : Math.min(least, length);
        }
      }
      return least == Long.MAX_VALUE ? DEFAULT_MAX_CONTENT : least;
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /** The engine and its version. */
  @Override
  public String toString() {
    return engine.id() + " " + version;
  }
}
