package org.indexport.format.meilisearch.write;

import org.indexport.DumpHeader;
import org.jspecify.annotations.Nullable;

/**
 * The engine that a dump is written for. Where none is named, what a Meilisearch has written is
 * left as it is, also what is newer than this program.
 *
 * @param oldest the oldest engine that is to import the dump
 * @param isNamed whether it was asked for
 */
record TargetProfile(EngineVersion oldest, boolean isNamed) {
  /** The newest engine that this program knows. */
  static final EngineVersion NEWEST = EngineVersion.of("1.50");

  /** The engine that brought version 6 of dumps. */
  private static final EngineVersion FIRST = EngineVersion.of("0.30");

  private static final SinceTable FILES =
      SinceTable.builder()
          .since("0.30", SectionFiles.KEYS, SectionFiles.TASKS)
          .since("1.3", SectionFiles.FEATURES)
          .since("1.13", SectionFiles.BATCHES, SectionFiles.NETWORK)
          .since("1.16", SectionFiles.CHATS)
          .since("1.17", SectionFiles.WEBHOOKS)
          .since("1.41", SectionFiles.RULES)
          .build();

  /** From then on rules lie in an index of their own. */
  private static final EngineVersion RULES_INDEXED = EngineVersion.of("1.50");

  /**
   * Reads the option.
   *
   * @throws IllegalArgumentException if it is no version, or one that reads no such dumps
   */
  static TargetProfile of(@Nullable String option) {
    if (option == null) {
      return new TargetProfile(NEWEST, false);
    }
    EngineVersion version;
    try {
      version = EngineVersion.of(option);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("option target-version: " + e.getMessage(), e);
    }
    if (version.isBefore(FIRST)) {
      throw new IllegalArgumentException(
          "option target-version: Meilisearch %s does not import dumps of version 6; %s does"
              .formatted(version.shown(), FIRST.shown()));
    }
    return new TargetProfile(version, true);
  }

  /** What metadata.json tells of the engine. */
  String dbVersion(DumpHeader header) {
    String version = header.engineVersion();
    return isNamed || version == null || !SectionFiles.isMeilisearch(header)
        ? oldest.toString()
        : version;
  }

  /**
   * Why a file, or the files of a folder, are not for the engine.
   *
   * @param kind what {@link SectionFiles#kind} says
   * @return the reason, or null if they are for it
   */
  @Nullable String problem(String kind) {
    EngineVersion since = FILES.since(kind);
    if (!isNamed || since == null) {
      return null;
    }
    if (oldest.isBefore(since)) {
      return "Meilisearch %s does not know it; %s is the first"
          .formatted(oldest.shown(), since.shown());
    }
    if (kind.equals(SectionFiles.RULES) && !oldest.isBefore(RULES_INDEXED)) {
      return "Meilisearch %s does not read it; its rules are in an index".formatted(oldest.shown());
    }
    return null;
  }

  /** What is to be known of a file, or the files of a folder, that are written; null if nothing. */
  @Nullable String caution(String kind) {
    return isNamed || !kind.equals(SectionFiles.RULES)
        ? null
        : ("%s: written as they are, but Meilisearch from %s on does not read them: its rules are in"
                + " an index")
            .formatted(SectionFiles.RULES, RULES_INDEXED.shown());
  }

  /** Whether the hidden index of rules is for the engine. */
  boolean takesInternalIndexes() {
    return !isNamed || !oldest.isBefore(RULES_INDEXED);
  }
}
