package org.indexport.format.elasticdump.write;

import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.indexport.DumpSink;
import org.indexport.WriteOptions;
import org.indexport.files.PackedOutput;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.format.elasticdump.files.DumpFileName;
import org.indexport.format.elasticdump.files.DumpFileName.Packing;
import org.indexport.format.elasticdump.files.FileType;
import org.indexport.io.ParallelGzipOutputStream;
import org.indexport.spi.FormatOptions;
import org.jspecify.annotations.Nullable;

/**
 * The options of the format for writing.
 *
 * @param packing how files are packed
 * @param level how much gzip tries
 * @param types the types of files that each index gets, or the one of a file
 * @param indexes how many indexes there may be
 * @param bodies what is written of documents
 * @param split after what parts of a file end, or null for one file
 * @param hitMetadata what becomes of members of hits that have no other place
 * @param manifest what becomes of our own manifest
 */
record WriteChoices(
    Packing packing,
    int level,
    Set<FileType> types,
    Indexes indexes,
    Bodies bodies,
    @Nullable PartSize split,
    HitMetadata hitMetadata,
    Beside manifest) {
  /** How many indexes there may be. */
  enum Indexes {
    /** Exactly one: nobody asked for more, and what is no document would be lost of each. */
    ONE,
    /** Any number. */
    ANY
  }

  /** What is written of documents. */
  enum Bodies {
    /** Hits around them. */
    HITS,
    /** Nothing around them. */
    SOURCES
  }

  /** What becomes of members of hits that have no other place. */
  enum HitMetadata {
    /** They are put back where they were. */
    KEEP,
    /** They are left out. */
    DROP
  }

  /** What becomes of our own manifest. */
  enum Beside {
    /** It is written beside the folder. */
    BESIDE,
    /** It is not written. */
    NONE
  }

  private static final String LEVEL = "[1-9]";

  static WriteChoices of(DumpSink sink, WriteOptions options) {
    Packing packing = packing(sink, options.option(FormatElasticdump.COMPRESS));
    Set<FileType> types = types(sink, options.option(FormatElasticdump.TYPES));
    Bodies bodies = bodies(options.option(FormatElasticdump.SOURCE_ONLY));
    PartSize split = PartSize.of(options);
    if (split != null && (isFolder(sink) || sink.path() == null)) {
      throw new IllegalArgumentException(
          "options %s and %s are for files, not for folders and streams"
              .formatted(FormatElasticdump.FILE_SIZE, FormatElasticdump.MAX_ROWS));
    }
    return new WriteChoices(
        packing,
        level(packing, options.option(FormatElasticdump.COMPRESSION_LEVEL)),
        types,
        indexes(sink, options),
        bodies,
        split,
        FormatOptions.choice(
            HitMetadata.class,
            FormatElasticdump.HIT_METADATA_OPTION,
            options.option(FormatElasticdump.HIT_METADATA_OPTION),
            HitMetadata.KEEP),
        manifest(sink, options));
  }

  private static boolean isFolder(DumpSink sink) {
    return sink.packing() == DumpSink.Packing.FOLDER;
  }

  /** Packs files as asked. */
  PackedOutput.Packer packer(int workers) {
    return packing == Packing.PLAIN
        ? PackedOutput.Packer.NONE
        : PackedOutput.Packer.gzip(level, workers);
  }

  private static Packing packing(DumpSink sink, @Nullable String compress) {
    Path path = sink.path();
    boolean named = !isFolder(sink) && path != null && DumpFileName.isPacked(path.toString());
    if (compress == null) {
      return named ? Packing.GZIP : Packing.PLAIN;
    }
    if (isTrue(FormatElasticdump.COMPRESS, compress)) {
      return Packing.GZIP;
    }
    if (named) {
      throw new IllegalArgumentException(
          "option compress is false, but %s ends in .gz".formatted(sink.name()));
    }
    return Packing.PLAIN;
  }

  private static int level(Packing packing, @Nullable String level) {
    if (level == null) {
      return ParallelGzipOutputStream.DEFAULT_LEVEL;
    }
    if (!level.matches(LEVEL)) {
      throw unexpected(FormatElasticdump.COMPRESSION_LEVEL, "1 to 9", level);
    }
    if (packing == Packing.PLAIN) {
      throw new IllegalArgumentException(
          "option %s is for gzip; add %s=true"
              .formatted(FormatElasticdump.COMPRESSION_LEVEL, FormatElasticdump.COMPRESS));
    }
    return Integer.parseInt(level);
  }

  private static Set<FileType> types(DumpSink sink, @Nullable String types) {
    boolean folder = isFolder(sink);
    if (types == null) {
      return folder ? EnumSet.copyOf(FileType.ofFolders()) : EnumSet.of(FileType.DATA);
    }
    Set<FileType> chosen = EnumSet.noneOf(FileType.class);
    for (String id : types.split(",", -1)) {
      FileType type = folder ? FileType.ofFolder(id.strip()) : FileType.of(id.strip());
      if (type == null || (!folder && !chosen.isEmpty())) {
        throw unexpected(
            FormatElasticdump.TYPES,
            folder
                ? "some of " + ids(FileType.ofFolders())
                : "for a file one of " + ids(List.of(FileType.values())),
            types);
      }
      chosen.add(type);
    }
    return chosen;
  }

  private static String ids(Collection<FileType> types) {
    return types.stream().map(FileType::id).collect(Collectors.joining(", "));
  }

  private static Indexes indexes(DumpSink sink, WriteOptions options) {
    boolean asked = options.option(FormatElasticdump.TYPES) != null;
    return isFolder(sink) || asked ? Indexes.ANY : Indexes.ONE;
  }

  private static Bodies bodies(@Nullable String sourceOnly) {
    return sourceOnly != null && isTrue(FormatElasticdump.SOURCE_ONLY, sourceOnly)
        ? Bodies.SOURCES
        : Bodies.HITS;
  }

  private static Beside manifest(DumpSink sink, WriteOptions options) {
    Beside chosen =
        FormatOptions.choice(
            Beside.class,
            FormatElasticdump.MANIFEST,
            options.option(FormatElasticdump.MANIFEST),
            Beside.BESIDE);
    return isFolder(sink) ? chosen : Beside.NONE;
  }

  private static boolean isTrue(String option, String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw unexpected(option, "true or false", value);
    };
  }

  static IllegalArgumentException unexpected(String option, String words, String found) {
    return new IllegalArgumentException(
        "option %s: expected %s, found '%s'".formatted(option, words, found));
  }
}
