package org.indexport;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one index apart from its documents. Immutable; {@link #toBuilder()} varies one.
 *
 * @param name the name
 * @param primaryKey the member (a dotted path) that holds a document's id, or null
 * @param createdAt when the index was made, or null when unknown
 * @param updatedAt when it was last changed, or null when unknown
 * @param settings the engine's settings, or null when there are none
 * @param documentCount the number of documents that its source announced, or null when unknown
 * @param lines whether ids lie in the documents or beside them
 * @param extensions members that this version does not know: name to raw JSON, passed on untouched
 */
public record IndexInfo(
    IndexName name,
    @Nullable String primaryKey,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Settings settings,
    @Nullable Long documentCount,
    Lines lines,
    Map<String, String> extensions)
    implements DumpEntry {

  /**
   * The extension that is {@code true} for an index that its engine keeps for itself. Other engines
   * get it only when it is selected by a pattern that fits such indexes alone.
   */
  public static final String INTERNAL = "x-internal";

  /**
   * The extension that is {@code true} for an internal index that shows no more than that its
   * namespace is there: engines that do not get the index get the namespace.
   */
  public static final String MARKER = "x-marker";

  /**
   * The extension that is {@code true} for an index whose documents are secrets, such as hashes of
   * passwords. It goes where secrets go, and back into the engine that it comes from.
   */
  public static final String SENSITIVE = "x-sensitive";

  /**
   * The extension that is the type which the index's engine tells of its documents, a JSON string:
   * the mapping type of Elasticsearch 7 and OpenSearch 1 and of what was before them. It is for
   * files that tell it too. No engine takes it any more, so indexes do not differ in it.
   */
  public static final String MAPPING_TYPE = "x-mapping-type";

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the count is negative or the primary key is empty
   */
  public IndexInfo {
    if (documentCount != null && documentCount < 0) {
      throw new IllegalArgumentException("negative document count " + documentCount);
    }
    if (primaryKey != null && primaryKey.isEmpty()) {
      throw new IllegalArgumentException("empty primary key of index " + name);
    }
    extensions = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
  }

  /** An index of which only the name is known; its documents hold their ids. */
  public static IndexInfo of(String name) {
    return builder(IndexName.of(name)).build();
  }

  /** Starts an index without any optional part. */
  public static Builder builder(IndexName name) {
    return new Builder(name);
  }

  /** Whether its engine keeps it for itself; see {@link #INTERNAL}. */
  public boolean isInternal() {
    return "true".equals(extensions.get(INTERNAL));
  }

  /** Whether it shows no more than that its namespace is there; see {@link #MARKER}. */
  public boolean isMarker() {
    return "true".equals(extensions.get(MARKER));
  }

  /** Whether its documents are secrets; see {@link #SENSITIVE}. */
  public boolean isSensitive() {
    return "true".equals(extensions.get(SENSITIVE));
  }

  /** Whether something of it is secret: its documents, or members of its settings. */
  public boolean holdsSecrets() {
    return isSensitive() || (settings != null && !settings.secrets().isEmpty());
  }

  /** Starts from these values. */
  public Builder toBuilder() {
    return new Builder(name)
        .primaryKey(primaryKey)
        .createdAt(createdAt)
        .updatedAt(updatedAt)
        .settings(settings)
        .documentCount(documentCount)
        .lines(lines)
        .extensions(extensions);
  }

  /** Collects the optional parts of an {@link IndexInfo}. Not thread-safe. */
  public static final class Builder {
    private IndexName name;
    private @Nullable String primaryKey;
    private @Nullable Instant createdAt;
    private @Nullable Instant updatedAt;
    private @Nullable Settings settings;
    private @Nullable Long documentCount;
    private Lines lines = Lines.SOURCE;
    private Map<String, String> extensions = Map.of();

    private Builder(IndexName name) {
      this.name = name;
    }

    /** Sets the name. */
    public Builder name(IndexName value) {
      name = value;
      return this;
    }

    /** Sets the primary key. */
    public Builder primaryKey(@Nullable String value) {
      primaryKey = value;
      return this;
    }

    /** Sets the time of creation. */
    public Builder createdAt(@Nullable Instant value) {
      createdAt = value;
      return this;
    }

    /** Sets the time of the last change. */
    public Builder updatedAt(@Nullable Instant value) {
      updatedAt = value;
      return this;
    }

    /** Sets the settings. */
    public Builder settings(@Nullable Settings value) {
      settings = value;
      return this;
    }

    /** Sets the announced number of documents. */
    public Builder documentCount(@Nullable Long value) {
      documentCount = value;
      return this;
    }

    /** Sets where ids lie. */
    public Builder lines(Lines value) {
      lines = value;
      return this;
    }

    /** Sets the unknown members. */
    public Builder extensions(Map<String, String> value) {
      extensions = value;
      return this;
    }

    /** Builds the value. */
    public IndexInfo build() {
      return new IndexInfo(
          name, primaryKey, createdAt, updatedAt, settings, documentCount, lines, extensions);
    }
  }
}
