package org.indexport.lucene;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.util.Version;
import org.indexport.DumpException;
import org.indexport.EngineVersion;
import org.indexport.spi.EngineConnector;
import org.indexport.spi.EngineSource;
import org.indexport.spi.Indexer;
import org.indexport.spi.SnapshotSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens {@code lucene:DIR}: a folder of Lucene indexes, one sub-folder per escaped name and a
 * namespace one level above, or a folder that is one index itself. Options:
 *
 * <ul>
 *   <li>{@code id-field} – for reading indexes of other applications: the field that holds the ids
 *   <li>{@code ram-mb} – for writing: {@link LuceneIndexer.Builder#ramBufferMegabytes}
 *   <li>{@code threads} – for writing: {@link LuceneIndexer.Builder#threads}
 *   <li>{@code max-fields} – for writing: how many members that the schema does not describe get
 *       fields
 * </ul>
 */
public final class LuceneConnector implements EngineConnector {
  private static final String PREFIX = "lucene:";
  private static final String ID_FIELD = "id-field";
  private static final String RAM = "ram-mb";
  private static final String THREADS = "threads";
  private static final String MAX_FIELDS = "max-fields";

  /** Creates the connector. */
  public LuceneConnector() {}

  @Override
  public Set<String> schemes() {
    return Set.of("lucene");
  }

  @Override
  public String summary() {
    return "lucene:DIR – a folder of Lucene indexes, or one index";
  }

  @Override
  public Set<String> options() {
    return Set.of(ID_FIELD, RAM, THREADS, MAX_FIELDS);
  }

  /**
   * Opens the indexes for reading.
   *
   * @throws DumpException if the URI or an option is not as described, or there is no index
   * @throws IOException if reading fails
   */
  @Override
  public EngineSource openSource(String uri, Map<String, String> options) throws IOException {
    check(options);
    return LuceneEngineSource.open(folder(uri), options.get(ID_FIELD));
  }

  /**
   * Opens the folder for writing; it need not exist.
   *
   * @throws DumpException if the URI or an option is not as described
   */
  @Override
  public Indexer openIndexer(String uri, Map<String, String> options) throws DumpException {
    check(options);
    LuceneIndexer.Builder builder = LuceneIndexer.builder(folder(uri));
    Integer ram = number(options, RAM, 1, LuceneIndexer.MAX_RAM_MEGABYTES);
    if (ram != null) {
      builder.ramBufferMegabytes(ram);
    }
    Integer threads = number(options, THREADS, 1, 1_024);
    if (threads != null) {
      builder.threads(threads);
    }
    Integer maxFields = number(options, MAX_FIELDS, 0, Integer.MAX_VALUE);
    if (maxFields != null) {
      builder.mapper(new SourceMapper(maxFields));
    }
    return builder.build();
  }

  /**
   * Prepares to copy the files of the indexes, from outside of the process that writes them.
   *
   * @throws DumpException if the URI or an option is not as described
   */
  @Override
  public SnapshotSource openSnapshotSource(String uri, Map<String, String> options)
      throws DumpException {
    check(options);
    return LuceneSnapshotSource.of(folder(uri));
  }

  /** The Lucene on the path. */
  @Override
  public Optional<EngineVersion> engineVersion() {
    return Optional.of(LuceneSnapshotSource.engine(Version.LATEST));
  }

  private void check(Map<String, String> options) throws DumpException {
    for (String name : options.keySet()) {
      if (!options().contains(name)) {
        throw new DumpException(
            "unknown option %s of lucene:DIR; known are %s"
                .formatted(name, options().stream().sorted().toList()));
      }
    }
  }

  private static @Nullable Integer number(
      Map<String, String> options, String name, int min, int max) throws DumpException {
    String text = options.get(name);
    if (text == null) {
      return null;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new DumpException(
        "option %s: expected a number from %d to %d, found %s".formatted(name, min, max, text));
  }

  private static Path folder(String uri) throws DumpException {
    if (!uri.startsWith(PREFIX) || uri.length() == PREFIX.length()) {
      throw new DumpException("expected lucene:DIR, found " + uri);
    }
    try {
      return Path.of(uri.substring(PREFIX.length()));
    } catch (InvalidPathException e) {
      throw new DumpException(uri + ": not a path: " + e.getReason(), e);
    }
  }
}
