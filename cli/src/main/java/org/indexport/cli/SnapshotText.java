package org.indexport.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.indexport.EngineVersion;
import org.indexport.snapshot.RepositoryPoint;
import org.indexport.spi.SnapshotReport;

/** What is said of snapshots, for people and for programs. */
final class SnapshotText {
  private SnapshotText() {}

  /** A number of files. */
  static String files(long number) {
    return Text.count(number, "file", "files");
  }

  /** A number of points. */
  static String points(long number) {
    return Text.count(number, "point", "points");
  }

  /** The members of an engine and its version. */
  static void writeEngine(JsonOutput json, EngineVersion engine) throws IOException {
    json.put("name", engine.name()).put("version", engine.version());
  }

  /** The members of a report that all snapshots have. */
  static void write(JsonOutput json, SnapshotReport report) throws IOException {
    json.putObject("engine", report.engine(), SnapshotText::writeEngine)
        .put("createdAt", report.created())
        .put("files", report.files())
        .put("bytes", report.bytes())
        .put("newFiles", report.newFiles())
        .put("storedBytes", report.storedBytes())
        .putSeconds("seconds", report.took());
  }

  /** The members of a point. */
  static void write(JsonOutput json, RepositoryPoint point) throws IOException {
    json.put("id", point.id())
        .putObject("engine", point.engine(), SnapshotText::writeEngine)
        .put("createdAt", point.created())
        .put("files", point.files())
        .put("bytes", point.bytes())
        .put("newFiles", point.newFiles())
        .put("storedBytes", point.storedBytes());
  }

  /** Points with what is known of them, after an empty line; nothing where there are none. */
  static String table(List<RepositoryPoint> points) {
    Table table =
        new Table()
            .text("POINT")
            .text("CREATED")
            .text("ENGINE")
            .number("FILES")
            .number("SIZE")
            .number("NEW FILES")
            .number("STORED");
    for (RepositoryPoint point : points) {
      table.row(
          point.id(),
          point.created().toString(),
          point.engine().toString(),
          Text.number(point.files()),
          Text.size(point.bytes()),
          Text.number(point.newFiles()),
          Text.size(point.storedBytes()));
    }
    return table.isEmpty() ? "" : "\n" + table.render();
  }

  /** Whether there is something under a name, be it a link that leads nowhere. */
  static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
