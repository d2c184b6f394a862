package org.indexport.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section;
import org.jspecify.annotations.Nullable;

/**
 * What is transferred, and what it is called in the target. Immutable; {@link #ALL} takes
 * everything as it is.
 *
 * <p>Patterns are globs of {@code *} and {@code ?} over written names ({@code namespace/name}); one
 * without {@code /} matches the name in every namespace.
 */
public final class Selection {
  /** Everything, under its own name. */
  public static final Selection ALL = builder().build();

  private static final String DEFAULT_FLATTEN = "{namespace}__{name}";

  private final List<Glob> indexes;
  private final List<Glob> sections;
  private final boolean withoutSections;
  private final Map<String, String> renames;
  private final @Nullable String namespace;
  private final String flatten;
  private final Contents contents;
  private final Secrets secrets;
  private final long limit;
  private final @Nullable DocumentFilter filter;
  private final @Nullable DocumentTransform transform;

  private Selection(Builder builder) {
    indexes = List.copyOf(builder.indexes);
    sections = List.copyOf(builder.sections);
    withoutSections = builder.withoutSections;
    renames = Map.copyOf(builder.renames);
    namespace = builder.namespace;
    flatten = builder.flatten;
    contents = builder.contents;
    secrets = builder.secrets;
    limit = builder.limit;
    filter = builder.filter;
    transform = builder.transform;
  }

  /** Starts with everything selected. */
  public static Builder builder() {
    return new Builder();
  }

  /** What of each index is transferred. */
  public Contents contents() {
    return contents;
  }

  /** What becomes of secrets. */
  public Secrets secrets() {
    return secrets;
  }

  /** The most documents of each index, after the filter. */
  public long limit() {
    return limit;
  }

  @Nullable DocumentFilter filter() {
    return filter;
  }

  @Nullable DocumentTransform transform() {
    return transform;
  }

  /** Has the transform look at an index. */
  void checkTransform(IndexInfo index) throws IOException {
    if (transform != null) {
      transform.check(index);
    }
  }

  List<Glob> indexPatterns() {
    return indexes;
  }

  Map<String, String> renames() {
    return renames;
  }

  @Nullable String namespace() {
    return namespace;
  }

  String flatten() {
    return flatten;
  }

  /** Whether documents must be taken one after the other. */
  boolean needsOrder() {
    boolean ordered = transform != null && !transform.isStateless();
    return filter != null || ordered || limit != Long.MAX_VALUE;
  }

  /** Whether an index is selected. */
  public boolean includes(IndexName name) {
    return indexes.isEmpty() || indexes.stream().anyMatch(glob -> glob.matches(name));
  }

  /** Whether an internal index was asked for: by a pattern that fits internal ones only. */
  boolean namesInternal(IndexName name, DumpHeader header) {
    return indexes.stream().anyMatch(glob -> glob.matches(name) && !fitsOthers(glob, header));
  }

  private static boolean fitsOthers(Glob glob, DumpHeader header) {
    return header.indexes().stream()
        .anyMatch(index -> !index.isInternal() && glob.matches(index.name()));
  }

  /** Whether a section is selected, given that its index is. */
  public boolean includes(Section section) {
    return includesSection(section.name(), section.index());
  }

  /** Whether a section is selected, given that its index is. */
  boolean includesSection(String name, @Nullable IndexName index) {
    return !withoutSections
        && contents != Contents.DOCUMENTS_ONLY
        && (index == null || includes(index))
        && (sections.isEmpty() || names(name));
  }

  /** Whether a section was asked for by name. */
  boolean names(Section section) {
    return names(section.name());
  }

  private boolean names(String section) {
    return sections.stream().anyMatch(glob -> glob.matches(section));
  }

  /** What a resumed import must have in common with the one that was interrupted. */
  String describe() {
    return String.join(
        "|",
        indexes.toString(),
        sections.toString(),
        String.valueOf(withoutSections),
        new java.util.TreeMap<>(renames).toString(),
        String.valueOf(namespace),
        flatten,
        contents.name(),
        secrets.name(),
        String.valueOf(limit),
        String.valueOf(filter != null),
        transform == null ? "false" : transform.describe());
  }

  /** Collects what to select. Not thread-safe. */
  public static final class Builder {
    private final List<Glob> indexes = new ArrayList<>();
    private final List<Glob> sections = new ArrayList<>();
    private final Map<String, String> renames = new LinkedHashMap<>();
    private boolean withoutSections;
    private @Nullable String namespace;
    private String flatten = DEFAULT_FLATTEN;
    private Contents contents = Contents.EVERYTHING;
    private Secrets secrets = Secrets.WHERE_KEPT;
    private long limit = Long.MAX_VALUE;
    private @Nullable DocumentFilter filter;
    private @Nullable DocumentTransform transform;

    private Builder() {}

    /** Selects the indexes that match a pattern, and those of earlier calls; default is all. */
    public Builder index(String pattern) {
      indexes.add(new Glob(pattern));
      return this;
    }

    /** Selects the sections that match a pattern, and those of earlier calls; default is all. */
    public Builder section(String pattern) {
      sections.add(new Glob(pattern));
      return this;
    }

    /** Selects no section. */
    public Builder noSections() {
      withoutSections = true;
      return this;
    }

    /**
     * Gives an index another name in the target.
     *
     * @param from the written name in the input
     * @param to the written name in the target
     * @throws IllegalArgumentException if a name is renamed twice
     */
    public Builder rename(String from, String to) {
      if (renames.put(from, to) != null) {
        throw new IllegalArgumentException("index " + from + " is renamed twice");
      }
      IndexName.parse(to);
      return this;
    }

    /** Puts indexes without a namespace into this one, where the target needs one. */
    public Builder namespace(@Nullable String value) {
      namespace = value;
      return this;
    }

    /**
     * How names are joined for targets without namespaces; default {@code {namespace}__{name}}.
     *
     * @throws IllegalArgumentException if the pattern lacks {@code {name}}
     */
    public Builder flatten(String pattern) {
      if (!pattern.contains("{name}")) {
        throw new IllegalArgumentException(
            "flatten pattern '%s' has no {name}; an example is %s"
                .formatted(pattern, DEFAULT_FLATTEN));
      }
      flatten = pattern;
      return this;
    }

    /** Selects what of each index is transferred. */
    public Builder contents(Contents value) {
      contents = value;
      return this;
    }

    /** Says what becomes of secrets; default is {@link Secrets#WHERE_KEPT}. */
    public Builder secrets(Secrets value) {
      secrets = value;
      return this;
    }

    /**
     * Takes at most so many documents of each index, counted after the filter.
     *
     * @throws IllegalArgumentException if the limit is negative
     */
    public Builder limit(long documents) {
      if (documents < 0) {
        throw new IllegalArgumentException("negative limit " + documents);
      }
      limit = documents;
      return this;
    }

    /** Takes only documents that a filter accepts. */
    public Builder filter(DocumentFilter value) {
      filter = value;
      return this;
    }

    /** Changes documents on the way, after the filter; {@link FieldTransform} has rules for it. */
    public Builder transform(DocumentTransform value) {
      transform = value;
      return this;
    }

    /** Builds the selection. */
    public Selection build() {
      return new Selection(this);
    }
  }
}
