package org.indexport.format.elasticdump.read;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.format.elasticdump.files.FileType;
import org.indexport.spi.FormatOptions;
import org.jspecify.annotations.Nullable;

/**
 * The options of the format for reading.
 *
 * @param index the name for the index of a single file, or null
 * @param type the type that a single file must have, or null
 * @param primaryKey the member that holds the id of documents with nothing around them, or null
 * @param names where names of indexes come from
 * @param hitMetadata what becomes of members of hits that envelopes have no place for
 */
record ReadChoices(
    @Nullable IndexName index,
    @Nullable FileType type,
    @Nullable String primaryKey,
    Names names,
    HitMetadata hitMetadata) {
  /** Where the names of indexes come from. */
  enum Names {
    /** From files, unless what lies beside them says that several indexes are in one. */
    AUTO,
    /** From files, as the tool does it. */
    FILES,
    /** From what each document says of itself. */
    DOCUMENTS
  }

  /** What becomes of members of hits that envelopes have no place for. */
  enum HitMetadata {
    /** They are given as a section. */
    KEEP,
    /** They are left out. */
    DROP
  }

  static ReadChoices of(ReadOptions options) {
    String index = options.option(FormatElasticdump.INDEX);
    return new ReadChoices(
        index == null ? null : IndexName.of(index),
        type(options.option(FormatElasticdump.TYPE)),
        options.option(FormatElasticdump.PRIMARY_KEY),
        FormatOptions.choice(
            Names.class,
            FormatElasticdump.INDEX_NAMES,
            options.option(FormatElasticdump.INDEX_NAMES),
            Names.AUTO),
        FormatOptions.choice(
            HitMetadata.class,
            FormatElasticdump.HIT_METADATA_OPTION,
            options.option(FormatElasticdump.HIT_METADATA_OPTION),
            HitMetadata.KEEP));
  }

  private static @Nullable FileType type(@Nullable String id) {
    FileType type = id == null ? null : FileType.of(id);
    if (id != null && type == null) {
      throw new IllegalArgumentException(
          "option %s: expected one of %s, found %s"
              .formatted(
                  FormatElasticdump.TYPE,
                  Stream.of(FileType.values()).map(FileType::id).collect(Collectors.joining(", ")),
                  id));
    }
    return type;
  }
}
