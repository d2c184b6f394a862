package org.indexport;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a dump is written. Immutable.
 *
 * @param partBytes the plain bytes after which a part is cut, at the next document's end
 * @param workers the number of threads that compress
 * @param generator the program to name in the dump
 * @param checkpoint the file that tells how to go on after an interruption, or null for none;
 *     formats without {@link org.indexport.spi.FormatTrait#RESUMABLE} refuse one
 * @param format options of the format by name, such as {@code id-field} of {@code jsonl}
 */
public record WriteOptions(
    int partBytes,
    int workers,
    String generator,
    @Nullable Path checkpoint,
    Map<String, String> format) {
  /** Parts of 4 MiB, as many workers as processors. */
  public static final WriteOptions DEFAULT =
      new WriteOptions(
          4 << 20, Runtime.getRuntime().availableProcessors(), "indexport", null, Map.of());

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a size or count is below 1
   */
  public WriteOptions {
    if (partBytes < 1 || workers < 1) {
      throw new IllegalArgumentException("part bytes and workers must be at least 1");
    }
    format = Map.copyOf(format);
  }

  /** The same options with another part size. */
  public WriteOptions withPartBytes(int bytes) {
    return new WriteOptions(bytes, workers, generator, checkpoint, format);
  }

  /** The same options with another number of workers. */
  public WriteOptions withWorkers(int count) {
    return new WriteOptions(partBytes, count, generator, checkpoint, format);
  }

  /** The same options with another program to name. */
  public WriteOptions withGenerator(String name) {
    return new WriteOptions(partBytes, workers, name, checkpoint, format);
  }

  /** The same options with a checkpoint file, or without. */
  public WriteOptions withCheckpoint(@Nullable Path file) {
    return new WriteOptions(partBytes, workers, generator, file, format);
  }

  /** The same options with one more option of the format. */
  public WriteOptions with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(format);
    more.put(name, value);
    return new WriteOptions(partBytes, workers, generator, checkpoint, more);
  }

  /** The format's option of this name, or null. */
  public @Nullable String option(String name) {
    return format.get(name);
  }
}
