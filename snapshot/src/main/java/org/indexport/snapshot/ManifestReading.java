package org.indexport.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.indexport.CorruptDumpException;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.format.v2.container.Placement;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonPieces;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.TextBudget;

/** Reads the manifest of a snapshot file, of which no more than one entry is held as text. */
final class ManifestReading {
  /** A share of the heap for the accounts of parts. */
  private static final long MOST_PARTS =
      Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 8 / FileParts.BYTES_EACH);

  private static final String FILES = "files";
  private static final String FOLDERS = "emptyFolders";
  private static final String MEMBERS = "members";
  private static final String PARTS = "parts";

  private final String where;
  private final ReadLimits limits;
  private final TextBudget budget = new TextBudget();
  private final List<ArchivedFile> files = new ArrayList<>();
  private final List<String> emptyFolders = new ArrayList<>();
  private final List<ListedMember> members = new ArrayList<>();
  private long parts;

  private ManifestReading(String where, ReadLimits limits) {
    this.where = where;
    this.limits = limits;
  }

  /**
   * Reads the text to its end.
   *
   * @param where names the snapshot
   * @param in the text; not closed here
   * @throws CorruptDumpException if it is not as described
   * @throws LimitExceededException if it asks for more than allowed, or than the heap holds
   * @throws IOException if reading fails
   */
  static SnapshotManifest read(String where, InputStream in, ReadLimits limits) throws IOException {
    ManifestReading reading = new ManifestReading(where + ": manifest.json", limits);
    return SnapshotJson.read(reading.where, () -> reading.read(in));
  }

  private SnapshotManifest read(InputStream in) throws IOException {
    JsonPieces pieces = new JsonPieces(in, limits.maxDepth(), limits.maxMetadataBytes());
    JsonObject json =
        pieces.object(
            Map.of(FILES, this::readFile, FOLDERS, this::readFolder, MEMBERS, this::readMember));
    pieces.end();
    for (String name : List.of(FILES, FOLDERS, MEMBERS)) {
      if (!json.has(name)) {
        throw json.unexpected(name, "an array");
      }
      // Its elements were read already; what is left tells whether it was an array.
      json.objects(name);
    }
    String metadata = json.raw("metadata");
    if (metadata == null) {
      throw json.unexpected("metadata", "an object");
    }
    return new SnapshotManifest(metadata, files, emptyFolders, members);
  }

  private void readFile(JsonPieces pieces) throws IOException {
    FileParts found = new FileParts();
    long[] length = {0};
    JsonObject json = pieces.object(Map.of(PARTS, part -> length[0] += readPart(part, found)));
    if (!json.has(PARTS)) {
      throw json.unexpected(PARTS, "an array");
    }
    json.objects(PARTS);
    String path = name(json, "path");
    long told = SnapshotJson.number(json, "length", 0, Long.MAX_VALUE);
    if (told != length[0]) {
      throw json.unexpected("length", "the sum of the parts, " + length[0]);
    }
    files.add(new ArchivedFile(path, told, SnapshotJson.sha256(json, "sha256"), found));
    checkCount();
  }

  private int readPart(JsonPieces pieces, FileParts target) throws IOException {
    JsonObject json = pieces.object(Map.of());
    int most = SnapshotManifest.MOST_PART_BYTES;
    int plainBytes = (int) SnapshotJson.number(json, "plainBytes", 1, most);
    target.add(plainBytes, placement(json), SnapshotJson.sha256(json, "sha256"));
    parts++;
    if (parts > MOST_PARTS) {
      throw new LimitExceededException(
          where,
          "at most " + MOST_PARTS + " parts, as this heap can hold",
          "more",
          "give the program more memory if the file is sound");
    }
    checkCount();
    return plainBytes;
  }

  private static Placement placement(JsonObject json) throws MalformedJsonException {
    return new Placement(
        SnapshotJson.number(json, "offset", 0, Long.MAX_VALUE),
        SnapshotJson.number(json, "packedBytes", 1, Integer.MAX_VALUE));
  }

  private void readFolder(JsonPieces pieces) throws IOException {
    emptyFolders.add(name(pieces.object(Map.of()), "path"));
    checkCount();
  }

  private void readMember(JsonPieces pieces) throws IOException {
    JsonObject json = pieces.object(Map.of());
    boolean isPayload = Boolean.TRUE.equals(json.truth("payload"));
    members.add(
        new ListedMember(
            isPayload ? ListedMember.Kind.PAYLOAD : ListedMember.Kind.SMALL,
            name(json, "name"),
            SnapshotJson.number(json, "plainBytes", 0, Integer.MAX_VALUE),
            placement(json),
            SnapshotJson.sha256(json, "sha256")));
    checkCount();
  }

  private String name(JsonObject json, String member) throws IOException {
    String name = SnapshotJson.string(json, member);
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > limits.maxNameBytes()) {
      throw new LimitExceededException(
          where,
          "a path of at most " + limits.maxNameBytes() + " bytes",
          bytes + " bytes",
          "raise the limit of names if the file is sound");
    }
    budget.keep(where, 2L * name.length());
    return name;
  }

  private void checkCount() throws LimitExceededException {
    if (parts + files.size() + emptyFolders.size() + members.size() > limits.maxEntries()) {
      throw new LimitExceededException(
          where,
          "at most " + limits.maxEntries() + " files and parts",
          "more",
          "raise the limit of entries if the file is sound");
    }
  }
}
