package org.indexport.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.indexport.Document;
import org.indexport.ExistingTargetException;
import org.indexport.IndexName;
import org.indexport.json.ByteBuilder;
import org.indexport.json.JsonText;
import org.indexport.transfer.TransferReport.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * Takes rejected documents, one line each: {@code {"index":…,"id":…,"reason":…,"source":…}} with
 * the document verbatim. Without a file it only remembers the first. Thread-safe.
 */
final class RejectFile implements Closeable {
  private final @Nullable FileChannel file;
  private final List<Rejection> first = new ArrayList<>();
  private long length;

  private RejectFile(@Nullable FileChannel file, long length) {
    this.file = file;
    this.length = length;
  }

  /** Starts a file, which must not exist or be empty; null for none. */
  static RejectFile create(@Nullable Path path) throws IOException {
    if (path == null) {
      return new RejectFile(null, 0);
    }
    // An empty one is what an import leaves that was killed before its first checkpoint.
    if (Files.exists(path) && !(Files.isRegularFile(path) && Files.size(path) == 0)) {
      throw new ExistingTargetException(
          path.toString(), "no file yet", "one", "remove it, or name another for rejects");
    }
    return new RejectFile(
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE), 0);
  }

  /** Goes on with a file at the length that a checkpoint recorded. */
  static RejectFile resume(@Nullable Path path, long length) throws IOException {
    if (path == null) {
      return new RejectFile(null, 0);
    }
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (file.size() < length) {
        throw new org.indexport.ImportException(
            path.toString(),
            "the " + length + " bytes that the checkpoint recorded",
            file.size() + " bytes",
            "bring the file back, or start the import anew");
      }
      file.truncate(length);
      file.position(length);
      return new RejectFile(file, length);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  synchronized void add(IndexName index, String id, String reason, Document document)
      throws IOException {
    if (first.size() < TransferReport.SHOWN_REJECTIONS) {
      first.add(new Rejection(index.toString(), id, reason));
    }
    if (file != null) {
      ByteBuilder line = new ByteBuilder(document.length() + 256);
      line.write((byte) '{');
      member(line, "index", index.toString());
      member(line, "id", id);
      member(line, "reason", reason);
      line.write("\"source\":".getBytes(StandardCharsets.US_ASCII));
      line.write(document.array(), document.offset(), document.length());
      line.write((byte) '}').write((byte) '\n');
      ByteBuffer bytes = ByteBuffer.wrap(line.array(), 0, line.size());
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      length += line.size();
    }
  }

  private static void member(ByteBuilder line, String name, String value) {
    JsonText.appendQuoted(name, line);
    line.write((byte) ':');
    JsonText.appendQuoted(value, line);
    line.write((byte) ',');
  }

  /** Makes durable what was added. */
  synchronized void sync() throws IOException {
    if (file != null) {
      file.force(true);
    }
  }

  synchronized long length() {
    return length;
  }

  synchronized List<Rejection> first() {
    return List.copyOf(first);
  }

  @Override
  public synchronized void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
