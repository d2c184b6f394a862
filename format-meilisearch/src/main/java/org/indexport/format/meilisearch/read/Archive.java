package org.indexport.format.meilisearch.read;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.ReadOptions;
import org.indexport.files.PackedTar;
import org.indexport.io.GzipMembersInputStream;
import org.indexport.tar.TarReader;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the files of an archive: the first member of a gzip, as the engine reads it, or a
 * plain tar. Companions that macOS adds are left out. One thread at a time.
 */
final class Archive implements Closeable {
  /**
   * A file.
   *
   * @param path its name
   * @param size its length in bytes
   * @param owner the user it is said to belong to
   * @param position its number among the files of the archive
   */
  record Entry(String path, long size, String owner, long position) {}

  private static final int MOST_FOLDERS = 100;

  private final String name;
  private final ReadOptions options;
  private final TarReader tar;
  private @Nullable Entry peeked;
  private long position;

  private Archive(String name, ReadOptions options, TarReader tar) {
    this.name = name;
    this.options = options;
    this.tar = tar;
  }

  /**
   * Starts from the source's start. Closing it leaves a stream that the source was given open.
   *
   * @param name names the archive in messages
   */
  static Archive open(
      DumpSource source, String name, ReadOptions options, TarReader.PassedOver passedOver)
      throws IOException {
    InputStream plain =
        PackedTar.open(source, name, options.limits(), GzipMembersInputStream::firstMember);
    return new Archive(
        name, options, TarReader.tolerant(name, plain, options.limits(), passedOver));
  }

  /** Unpacks the rest on a thread of its own. */
  void readAhead() {
    tar.readAhead();
  }

  /** Whether the archive cannot be read any further. */
  boolean isBroken() {
    return tar.isBroken();
  }

  /** The next file, or null after the last, when the whole was read and found sound. */
  @Nullable Entry next() throws IOException {
    Entry known = peeked;
    if (known != null) {
      peeked = null;
      return known;
    }
    while (true) {
      TarReader.Entry entry = tar.next();
      if (entry == null) {
        return null;
      }
      Entry file = new Entry(entry.path(), entry.size(), entry.owner(), position++);
      if (!isCompanion(file.path())) {
        checkDepth(file.path());
        return file;
      }
    }
  }

  /** Makes {@link #next()} return the present file once more; its content was not touched. */
  void pushBack(Entry entry) {
    peeked = entry;
  }

  private static boolean isCompanion(String path) {
    return path.startsWith("._") || path.contains("/._");
  }

  private void checkDepth(String path) throws CorruptDumpException {
    long folders = path.chars().filter(c -> c == '/').count();
    if (folders > MOST_FOLDERS) {
      throw new CorruptDumpException(
          name,
          "folders nested at most " + MOST_FOLDERS + " deep",
          String.valueOf(folders),
          "take another copy of the file");
    }
  }

  /** The bytes of the present file, valid until the next call of {@link #next()}. */
  InputStream content() {
    return tar.content();
  }

  /** All bytes of the present file, which is small. */
  byte[] text(Entry entry) throws IOException {
    int most = options.limits().maxMetadataBytes();
    if (entry.size() > most) {
      throw new LimitExceededException(
          where(entry.path()),
          "metadata of at most " + most + " bytes",
          entry.size() + " bytes",
          "raise the limit of metadata, and the heap, if the file is sound");
    }
    return content().readAllBytes();
  }

  /** Names a file in messages. */
  String where(String path) {
    return name + ": " + path;
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
