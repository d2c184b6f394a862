package org.indexport.lucene;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.indexport.CorruptDumpException;

/**
 * Reads a file of Lucene from its start and compares the checksum in its footer with its content.
 * Reading fails with the last bytes if they differ, so who has read the file to its length need not
 * read on.
 */
final class VerifyingChannel implements ReadableByteChannel {
  private final FileChannel file;
  private final String shownName;
  private final long length;
  private final boolean verifies;
  private final Consumer<VerifyingChannel> closing;
  private final CRC32 crc = new CRC32();
  private final ByteBuffer footer = ByteBuffer.allocate(FileEnds.FOOTER_LENGTH);
  private long position;
  private volatile boolean open = true;

  /**
   * Starts at the start.
   *
   * @param file read at given places only, so that others may read it too
   * @param shownName names it in messages
   * @param length how long it is
   * @param verifies whether it must have a footer
   * @param closing gets this when it is closed
   */
  VerifyingChannel(
      FileChannel file,
      String shownName,
      long length,
      boolean verifies,
      Consumer<VerifyingChannel> closing) {
    this.file = file;
    this.shownName = shownName;
    this.length = length;
    this.verifies = verifies;
    this.closing = closing;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!open) {
      throw new ClosedChannelException();
    }
    int start = target.position();
    int read = file.read(target, position);
    if (!verifies) {
      position += Math.max(0, read);
      return read;
    }
    if (read < 0 && position < length) {
      throw damaged("%,d bytes".formatted(length), "its end after " + position);
    }
    if (read > 0) {
      take(target.duplicate().position(start).limit(start + read));
    }
    return read;
  }

  /** Takes into account what was read; what follows the length that the file had does not count. */
  private void take(ByteBuffer bytes) throws CorruptDumpException {
    long before = position;
    position += bytes.remaining();
    if (before >= length) {
      return;
    }
    int first = bytes.position();
    int end = first + (int) Math.min(bytes.remaining(), length - before);
    bytes.limit(first + inRange(length - FileEnds.CHECKSUM_LENGTH - before, end - first));
    crc.update(bytes);
    bytes.limit(end).position(first + inRange(length - footer.capacity() - before, end - first));
    footer.put(bytes);
    if (position >= length) {
      verify();
    }
  }

  private static int inRange(long value, int max) {
    return (int) Math.max(0, Math.min(value, max));
  }

  private void verify() throws CorruptDumpException {
    Long expected = FileEnds.checksum(footer.flip());
    if (expected == null) {
      throw damaged("the footer that Lucene ends its files with", "other bytes");
    }
    if (expected != crc.getValue()) {
      throw damaged(
          "content with the checksum %08x that its footer tells".formatted(expected),
          "one with %08x".formatted(crc.getValue()));
    }
  }

  private CorruptDumpException damaged(String expected, String found) {
    return new CorruptDumpException(
        shownName,
        expected,
        found,
        "the index is damaged; restore it from an earlier snapshot or import a dump");
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      closing.accept(this);
    }
  }
}
