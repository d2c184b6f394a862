package org.indexport.format.elasticdump.write;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.indexport.DumpSink;
import org.indexport.WriteOptions;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.format.elasticdump.files.DumpFileName;
import org.indexport.format.elasticdump.files.DumpFileName.Packing;
import org.indexport.format.elasticdump.files.FileType;
import org.jspecify.annotations.Nullable;

/**
 * The options of the format for writing.
 *
 * @param packing how files are packed
 * @param types the types of files that each index gets
 * @param manifest what becomes of our own manifest
 */
record WriteChoices(Packing packing, Set<FileType> types, Beside manifest) {
  /** What becomes of our own manifest. */
  enum Beside {
    /** It is written beside the folder. */
    WRITTEN,
    /** It is not written. */
    LEFT_OUT
  }

  static WriteChoices of(DumpSink sink, WriteOptions options) {
    return new WriteChoices(
        packing(sink, options.option(FormatElasticdump.COMPRESS)),
        types(sink, options.option(FormatElasticdump.TYPES)),
        manifest(sink, options.option(FormatElasticdump.MANIFEST)));
  }

  private static Packing packing(DumpSink sink, @Nullable String compress) {
    Path path = sink.path();
    boolean file = sink.packing() == DumpSink.Packing.FILE;
    boolean named = file && path != null && DumpFileName.isPacked(path.toString());
    if (compress == null) {
      return named ? Packing.GZIP : Packing.PLAIN;
    }
    return switch (compress) {
      case "true" -> Packing.GZIP;
      case "false" -> {
        if (named) {
          throw new IllegalArgumentException(
              "option compress is false, but %s ends in .gz".formatted(sink.name()));
        }
        yield Packing.PLAIN;
      }
      default -> throw unexpected(FormatElasticdump.COMPRESS, "true or false", compress);
    };
  }

  private static Set<FileType> types(DumpSink sink, @Nullable String types) {
    if (types == null) {
      return EnumSet.copyOf(FileType.ofFolders());
    }
    if (sink.packing() == DumpSink.Packing.FILE) {
      throw new IllegalArgumentException("option types is for folders; a file holds documents");
    }
    Set<FileType> chosen = EnumSet.noneOf(FileType.class);
    for (String id : types.split(",", -1)) {
      FileType type = FileType.ofFolder(id.strip());
      if (type == null) {
        String known =
            FileType.ofFolders().stream().map(FileType::id).collect(Collectors.joining(", "));
        throw unexpected(FormatElasticdump.TYPES, "some of " + known, types);
      }
      chosen.add(type);
    }
    return chosen;
  }

  private static Beside manifest(DumpSink sink, @Nullable String manifest) {
    if (sink.packing() == DumpSink.Packing.FILE) {
      return Beside.LEFT_OUT;
    }
    if (manifest == null || manifest.equals("beside")) {
      return Beside.WRITTEN;
    }
    if (!manifest.equals("none")) {
      throw unexpected(FormatElasticdump.MANIFEST, "beside or none", manifest);
    }
    return Beside.LEFT_OUT;
  }

  private static IllegalArgumentException unexpected(String option, String words, String found) {
    return new IllegalArgumentException(
        "option %s: expected %s, found '%s'".formatted(option, words, found));
  }
}
