package org.indexport.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.indexport.CorruptDumpException;
import org.indexport.EngineVersion;
import org.indexport.ReadLimits;
import org.indexport.UnknownFormatException;
import org.indexport.UnsupportedVersionException;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/**
 * The {@code metadata.json} of a snapshot file.
 *
 * @param engine what wrote the files
 * @param created when they were pinned
 */
record SnapshotHead(EngineVersion engine, Instant created) {
  private static final String KIND = "snapshot";
  private static final String DUMP = "dump";

  /** The text, without a line feed at its end. */
  String write() {
    String engineJson =
        new JsonObject.Builder()
            .put("name", engine.name())
            .put("version", engine.version())
            .build();
    return new JsonObject.Builder()
        .put("format", SnapshotJson.FORMAT)
        .put("version", SnapshotJson.VERSION)
        .put("kind", KIND)
        .put("generator", SnapshotJson.GENERATOR)
        .put("createdAt", created.toString())
        .putRaw("engine", engineJson)
        .build();
  }

  /**
   * Reads the text.
   *
   * @param where names the snapshot
   * @throws UnsupportedVersionException if it is of another version
   * @throws UnknownFormatException if it is no snapshot, and says what to do with a dump
   * @throws CorruptDumpException if it is not as described
   * @throws IOException as a limit is exceeded
   */
  static SnapshotHead parse(String where, byte[] text, ReadLimits limits) throws IOException {
    return SnapshotJson.read(
        where + ": metadata.json",
        () -> {
          JsonObject json = JsonObject.parse(text, limits.maxDepth());
          checkVersion(where, json);
          checkKind(where, json);
          return parse(json);
        });
  }

  /** The version comes first, since everything else may differ with it. */
  private static void checkVersion(String where, JsonObject json) throws IOException {
    if (!SnapshotJson.FORMAT.equals(json.string("format"))) {
      throw json.unexpected("format", "\"" + SnapshotJson.FORMAT + "\"");
    }
    Long version = json.number("version");
    if (version == null) {
      throw json.unexpected("version", "a number");
    }
    if (version != SnapshotJson.VERSION) {
      String readable = String.valueOf(SnapshotJson.VERSION);
      throw new UnsupportedVersionException(where, version.toString(), readable, readable);
    }
  }

  private static void checkKind(String where, JsonObject json) throws IOException {
    String kind = json.string("kind");
    if (!KIND.equals(kind)) {
      throw noSnapshot(where, kind == null || kind.equals(DUMP));
    }
  }

  private static UnknownFormatException noSnapshot(String where, boolean isDump) {
    return isDump
        ? new UnknownFormatException(
            where, "a snapshot", "a dump", "import it: a dump fits every engine and version")
        : new UnknownFormatException(
            where, "a snapshot", "something of another kind", "use the tool that made it");
  }

  private static SnapshotHead parse(JsonObject json) throws MalformedJsonException {
    JsonObject engine = json.object("engine");
    if (engine == null) {
      throw json.unexpected("engine", "an object");
    }
    String name = SnapshotJson.string(engine, "name");
    String version = SnapshotJson.string(engine, "version");
    String created = SnapshotJson.string(json, "createdAt");
    try {
      return new SnapshotHead(
          new EngineVersion(name, version), OffsetDateTime.parse(created).toInstant());
    } catch (DateTimeException e) {
      throw json.unexpected("createdAt", "a time such as 2026-01-02T03:04:05Z");
    } catch (IllegalArgumentException e) {
      throw json.unexpected("engine", "a name and a version that starts with a digit");
    }
  }

  /** The text as it is a member. */
  static byte[] asMember(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
