package org.indexport.cli;

import java.io.IOException;
import java.util.Map;
import org.indexport.snapshot.SnapshotOptions;
import org.indexport.spi.EngineConnector;
import org.indexport.spi.EngineConnectors;
import org.indexport.spi.SnapshotSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the files of an engine are read for a snapshot. */
final class TakeOptions {
  @Option(
      names = "--max-rate",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Read at most so many bytes of the engine's files in a second, as 20MiB.")
  @Nullable Long maxRate;

  @Mixin final WorkerOption threads = new WorkerOption();
  @Mixin final NamedOptions named = new NamedOptions();

  /** Opens what a snapshot is taken of. */
  SnapshotSource source(String text) throws IOException {
    EngineConnector connector = InputOptions.connector(text);
    if (connector == null) {
      throw new UsageException(
          "%s is no engine; engines start with one of %s"
              .formatted(text, String.join(":, ", EngineConnectors.load().schemes()) + ":"));
    }
    Map<String, String> own = named.forInput(connector.shown(text), connector.options(), Map.of());
    named.checkAllUsed();
    return connector.openSnapshotSource(text, own);
  }

  /** The options of the snapshot. */
  SnapshotOptions options() {
    SnapshotOptions.Builder options = SnapshotOptions.builder().workers(threads.workers());
    if (maxRate != null) {
      if (maxRate < 1) {
        throw new UsageException("--max-rate: expected 1 or more, found " + maxRate);
      }
      options.bytesPerSecond(maxRate);
    }
    return options.build();
  }
}
