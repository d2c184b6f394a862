package org.indexport.format.meilisearch.write;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Keeps bytes until their number is known: packed, in memory as long as they are few, and else in
 * one hidden file that only its owner can open and that is deleted at the end. One thread at a
 * time.
 */
final class Spool implements Closeable {
  /** Fewer packed bytes than these stay in memory. */
  static final int MEMORY = 4 << 20;

  private static final int BLOCK = 256 << 10;
  private static final SecureRandom NAMES = new SecureRandom();

  private final Path folder;
  private final String name;
  private final int memory;
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final Inflater inflater = new Inflater(true);
  private final byte[] packed = new byte[BLOCK + 1_024];
  private byte @Nullable [] plain;
  private long held;
  private @Nullable Path file;
  private @Nullable SeekableByteChannel channel;
  private long fileBytes;

  /** Some packed bytes: in memory, or at a place in the file. */
  private static final class Block {
    final byte @Nullable [] bytes;
    final long position;
    final int packedLength;
    final int length;

    Block(byte @Nullable [] bytes, long position, int packedLength, int length) {
      this.bytes = bytes;
      this.position = position;
      this.packedLength = packedLength;
      this.length = length;
    }
  }

  /** A run of bytes. */
  static final class Stretch {
    private final List<Block> blocks = new ArrayList<>();
    private long size;

    private Stretch() {}

    /** How many bytes there are. */
    long size() {
      return size;
    }
  }

  /**
   * Starts with nothing, and without a file.
   *
   * @param folder where the file would lie
   * @param name what its name tells it to belong to
   * @param memory how many packed bytes stay in memory
   */
  Spool(Path folder, String name, int memory) {
    this.folder = folder;
    this.name = name;
    this.memory = memory;
  }

  /** A new run. */
  Stretch stretch() {
    return new Stretch();
  }

  /** Appends bytes to a run. */
  void append(Stretch stretch, byte[] bytes, int offset, int length) throws IOException {
    for (int at = offset; at < offset + length; at += BLOCK) {
      int part = Math.min(BLOCK, offset + length - at);
      stretch.blocks.add(keep(bytes, at, part));
      stretch.size += part;
    }
  }

  private Block keep(byte[] bytes, int offset, int length) throws IOException {
    deflater.reset();
    deflater.setInput(bytes, offset, length);
    deflater.finish();
    int size = deflater.deflate(packed);
    if (!deflater.finished()) {
      throw new IllegalStateException("a block of " + length + " bytes grew by more than 1 KiB");
    }
    if (channel == null && held + size <= memory) {
      held += size;
      return new Block(java.util.Arrays.copyOf(packed, size), 0, size, length);
    }
    SeekableByteChannel out = channel == null ? open() : channel;
    long position = fileBytes;
    out.position(position);
    ByteBuffer buffer = ByteBuffer.wrap(packed, 0, size);
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
    fileBytes += size;
    return new Block(null, position, size, length);
  }

  private SeekableByteChannel open() throws IOException {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    while (true) {
      byte[] random = new byte[6];
      NAMES.nextBytes(random);
      Path path = folder.resolve(".%s.%s.tmp".formatted(name, HexFormat.of().formatHex(random)));
      try {
        SeekableByteChannel opened =
            Files.newByteChannel(
                path,
                Set.of(
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE),
                attributes);
        file = path;
        channel = opened;
        return opened;
      } catch (FileAlreadyExistsException e) {
        // Somebody else's: another name then.
      }
    }
  }

  /** Writes all bytes of a run. */
  void copyTo(Stretch stretch, OutputStream out) throws IOException {
    byte[] buffer = plain == null ? new byte[BLOCK] : plain;
    plain = buffer;
    for (Block block : stretch.blocks) {
      byte[] bytes = block.bytes;
      if (bytes == null) {
        read(block);
        bytes = packed;
      }
      unpack(bytes, block, buffer);
      out.write(buffer, 0, block.length);
    }
  }

  private void read(Block block) throws IOException {
    SeekableByteChannel in = channel;
    if (in == null) {
      throw new EOFException("the temporary file is closed");
    }
    in.position(block.position);
    ByteBuffer buffer = ByteBuffer.wrap(packed, 0, block.packedLength);
    while (buffer.hasRemaining()) {
      if (in.read(buffer) < 0) {
        throw new EOFException(file + " was cut by somebody else");
      }
    }
  }

  private void unpack(byte[] bytes, Block block, byte[] into) throws IOException {
    inflater.reset();
    inflater.setInput(bytes, 0, block.packedLength);
    try {
      if (inflater.inflate(into, 0, block.length) != block.length) {
        throw new IOException(file + " was changed by somebody else");
      }
    } catch (DataFormatException e) {
      throw new IOException(file + " was changed by somebody else", e);
    }
  }

  /** The bytes of the temporary file; 0 if there is none. */
  long fileBytes() {
    return fileBytes;
  }

  @Override
  public void close() throws IOException {
    deflater.end();
    inflater.end();
    SeekableByteChannel open = channel;
    Path left = file;
    channel = null;
    file = null;
    try {
      if (open != null) {
        open.close();
      }
    } finally {
      if (left != null) {
        Files.deleteIfExists(left);
      }
    }
  }
}
