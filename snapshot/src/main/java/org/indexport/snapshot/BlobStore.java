package org.indexport.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;
import org.indexport.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The blobs of a repository, {@code blobs/ab/<digest>}: each is one zstd frame, named after the
 * SHA-256 of its content. Thread-safe.
 */
final class BlobStore {
  /** Of so many bytes a chunk is made, if the file has them. */
  static final int CHUNK_BYTES = 4 << 20;

  /** A chunk may have so many, whoever made it. */
  static final int MOST_CHUNK_BYTES = 8 << 20;

  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SHARD = Pattern.compile("[0-9a-f]{2}");
  private static final int SHARD_CHARS = 2;

  private final Path root;

  BlobStore(RepositoryFolder folder) {
    this.root = folder.resolve(RepositoryFolder.BLOBS);
  }

  Path root() {
    return root;
  }

  /** The folder of a blob. */
  Path shard(Sha256 blob) {
    return root.resolve(blob.toString().substring(0, SHARD_CHARS));
  }

  Path path(Sha256 blob) {
    return shard(blob).resolve(blob.toString());
  }

  /** Whether this is the name of a folder of blobs. */
  static boolean isShard(String name) {
    return SHARD.matcher(name).matches();
  }

  /** The blob that a file in a folder of blobs is, or null if it is something else. */
  static @Nullable Sha256 blob(String shard, String name) {
    return NAME.matcher(name).matches() && name.startsWith(shard) ? Sha256.parse(name) : null;
  }

  /** The length of a blob, or -1 if it is not there. */
  long length(Sha256 blob) throws IOException {
    BasicFileAttributes attributes = RepositoryFolder.attributes(path(blob));
    return attributes == null || !attributes.isRegularFile() ? -1 : attributes.size();
  }

  /** The most bytes that a blob of this content may have, whoever packed it. */
  static int mostPackedBytes(int length) {
    return length + (length >>> 7) + 1024;
  }
}
