package org.indexport.snapshot;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.EngineVersion;
import org.indexport.ReadLimits;
import org.indexport.Sha256;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/**
 * What the file of a point says; it is written once.
 *
 * @param id the point
 * @param created when the files were pinned
 * @param engine what wrote them
 * @param files all files
 * @param emptyFolders the folders without files
 */
record PointContent(
    String id,
    Instant created,
    EngineVersion engine,
    List<PointFile> files,
    List<String> emptyFolders) {
  private static final String KIND = "point";

  PointContent {
    files = List.copyOf(files);
    emptyFolders = List.copyOf(emptyFolders);
  }

  static Path path(RepositoryFolder folder, String id) {
    return folder.resolve(RepositoryFolder.POINTS).resolve(id + ".json");
  }

  byte[] toBytes(String repository) {
    return RepositoryJson.seal(
        RepositoryJson.start(KIND)
            .put("repository", repository)
            .put("id", id)
            .put("createdAt", created.toString())
            .putRaw("engine", RepositoryJson.text(engine))
            .put("emptyFolders", emptyFolders)
            .putRaw("files", files.stream().map(PointContent::text).toList()));
  }

  private static String text(PointFile file) {
    return new JsonObject.Builder()
        .put("path", file.path())
        .put("length", file.length())
        .put("identity", file.identity())
        .put("sha256", file.sha256().toString())
        .putRaw("chunks", file.chunks().stream().map(PointContent::text).toList())
        .build();
  }

  private static String text(BlobChunk chunk) {
    return new JsonObject.Builder()
        .put("blob", chunk.blob().toString())
        .put("length", (long) chunk.length())
        .put("packedBytes", chunk.packedBytes())
        .build();
  }

  /**
   * Reads the file of a point.
   *
   * @throws CorruptDumpException if it is missing, damaged, or another than the one that is listed
   * @throws DumpException if it is of a newer version, or larger than the limits
   */
  static PointContent read(RepositoryFolder folder, ListedPoint listed) throws IOException {
    Path path = path(folder, listed.id());
    byte[] bytes;
    try {
      bytes = folder.read(path);
    } catch (NoSuchFileException e) {
      throw RepositoryJson.corrupt(path.toString(), "the point that is listed", "no such file");
    }
    return parse(path.toString(), bytes, folder.id(), listed, folder.limits());
  }

  private static PointContent parse(
      String where, byte[] bytes, String repository, ListedPoint listed, ReadLimits limits)
      throws DumpException {
    return RepositoryJson.open(
        where,
        bytes,
        KIND,
        limits,
        (json, seal) -> {
          if (!repository.equals(json.string("repository"))) {
            throw json.unexpected("repository", "the id " + repository);
          }
          if (!seal.equals(listed.seal()) || !listed.id().equals(json.string("id"))) {
            throw json.unexpected("id", "the point " + listed.id() + " with " + listed.seal());
          }
          return new PointContent(
              listed.id(),
              RepositoryJson.time(json, "createdAt"),
              RepositoryJson.engine(json),
              files(json),
              json.strings("emptyFolders"));
        });
  }

  private static List<PointFile> files(JsonObject json) throws MalformedJsonException {
    if (!json.has("files")) {
      throw json.unexpected("files", "an array");
    }
    List<PointFile> files = new ArrayList<>();
    for (JsonObject file : json.objects("files")) {
      PointFile parsed =
          new PointFile(
              RepositoryJson.string(file, "path"),
              RepositoryJson.number(file, "length"),
              file.string("identity"),
              RepositoryJson.digest(file, "sha256"),
              chunks(file));
      long sum = parsed.chunks().stream().mapToLong(BlobChunk::length).sum();
      if (sum != parsed.length()) {
        throw file.unexpected("length", "the sum " + sum + " of the lengths of its chunks");
      }
      files.add(parsed);
    }
    return files;
  }

  private static List<BlobChunk> chunks(JsonObject file) throws MalformedJsonException {
    List<BlobChunk> chunks = new ArrayList<>();
    for (JsonObject chunk : file.objects("chunks")) {
      Sha256 blob = RepositoryJson.digest(chunk, "blob");
      long length = RepositoryJson.number(chunk, "length");
      if (length < 1 || length > BlobStore.MOST_CHUNK_BYTES) {
        throw chunk.unexpected("length", "1 to " + BlobStore.MOST_CHUNK_BYTES + " bytes");
      }
      chunks.add(new BlobChunk(blob, (int) length, RepositoryJson.number(chunk, "packedBytes")));
    }
    return chunks;
  }
}
