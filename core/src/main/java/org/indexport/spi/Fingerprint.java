package org.indexport.spi;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.indexport.DumpSource;
import org.indexport.Hash128;
import org.jspecify.annotations.Nullable;

/** Tells one input from another: from each file's name, size, and first and last MiB. */
public final class Fingerprint {
  private static final int END_BYTES = 1 << 20;

  private Fingerprint() {}

  /**
   * The fingerprint of a file or folder, or null for what is neither.
   *
   * @throws IOException if reading fails
   */
  public static @Nullable String of(DumpSource source) throws IOException {
    Path path = source.path();
    if (path == null || !source.isRewindable()) {
      return null;
    }
    HashStream128 hash = Hashing.xxh3_128().hashStream();
    if (!source.isDirectory()) {
      add(path, hash);
    } else {
      for (Path file : files(path)) {
        hash.putString(path.relativize(file).toString());
        add(file, hash);
      }
    }
    var value = hash.get();
    return new Hash128(value.getMostSignificantBits(), value.getLeastSignificantBits()).toString();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void add(Path file, HashStream128 hash) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long size = channel.size();
      hash.putLong(size);
      add(channel, 0, hash);
      if (size > END_BYTES) {
        add(channel, Math.max(END_BYTES, size - END_BYTES), hash);
      }
    }
  }

  private static void add(SeekableByteChannel channel, long from, HashStream128 hash)
      throws IOException {
    channel.position(from);
    ByteBuffer buffer = ByteBuffer.allocate(END_BYTES);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // Until the buffer is full or the file ends.
    }
    hash.putBytes(buffer.array(), 0, buffer.position());
  }
}
