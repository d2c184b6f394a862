package org.indexport.snapshot;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.Sha256;
import org.jspecify.annotations.Nullable;

/** A file that is being written and hashed, each piece while it is in the processor's cache. */
final class RestoredFile implements ChunkPipeline.Receiver {
  private static final int SLICE = 256 << 10;

  private final String where;
  private final PlannedFile plan;
  private final Path path;
  private final MessageDigest digest = Hashing.sha256();
  private @Nullable SeekableByteChannel channel;
  private long written;

  /**
   * Nothing is created yet.
   *
   * @param where names the snapshot in messages
   * @param path where to write; its folder is there
   */
  RestoredFile(String where, PlannedFile plan, Path path) {
    this.where = where + ": file " + SnapshotPaths.shown(plan.path());
    this.plan = plan;
    this.path = path;
  }

  @Override
  public void chunk(ChunkBuffer chunk) throws IOException {
    written += chunk.length();
    if (written > plan.length()) {
      throw wrong(plan.length() + " bytes", "more");
    }
    SeekableByteChannel out = open();
    for (int from = 0; from < chunk.length(); from += SLICE) {
      int length = Math.min(SLICE, chunk.length() - from);
      digest.update(chunk.bytes(), from, length);
      ByteBuffer slice = ByteBuffer.wrap(chunk.bytes(), from, length);
      while (slice.hasRemaining()) {
        out.write(slice);
      }
    }
  }

  private SeekableByteChannel open() throws IOException {
    SeekableByteChannel opened = channel;
    if (opened == null) {
      try {
        opened = Files.newByteChannel(path, CREATE_NEW, WRITE);
      } catch (FileSystemException e) {
        throw new DumpException(where + ": cannot be created: " + e, e);
      }
      channel = opened;
    }
    return opened;
  }

  @Override
  public void end() throws IOException {
    // Of an empty file this is the first call.
    open().close();
    if (written != plan.length()) {
      throw wrong(plan.length() + " bytes", written + " bytes");
    }
    Sha256 found = Sha256.of(digest.digest());
    if (!found.equals(plan.sha256())) {
      throw wrong("the SHA-256 " + plan.sha256(), found.toString());
    }
  }

  private CorruptDumpException wrong(String expected, String found) {
    return new CorruptDumpException(where, expected, found, "restore another snapshot");
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
