package org.indexport.spi;

import java.io.IOException;
import java.io.InputStream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.Section;
import org.indexport.TruncatedDumpException;
import org.indexport.json.DepthExceededException;
import org.indexport.json.MalformedJsonException;

/** Reads small texts that are kept in memory, as settings are. Stateless and thread-safe. */
public final class MetadataText {
  private MetadataText() {}

  /**
   * Reads a file to its end; gzip is unpacked, a byte order mark becomes blanks.
   *
   * @param source the file
   * @param limits its limits
   * @param budget is charged with it
   * @throws CorruptDumpException if it is not UTF-8, or badly packed
   * @throws TruncatedDumpException if it is packed and cut
   * @throws LimitExceededException if it is too large
   * @throws IOException if reading fails
   */
  public static byte[] read(DumpSource source, ReadLimits limits, TextBudget budget)
      throws IOException {
    InputStream in = PlainText.open(source, limits, Damages.REFUSED);
    try {
      byte[] bytes = in.readNBytes(limits.maxMetadataBytes());
      if (bytes.length == limits.maxMetadataBytes() && in.read() >= 0) {
        throw new LimitExceededException(
            source.name(),
            "metadata of at most " + limits.maxMetadataBytes() + " bytes",
            "more",
            "raise the limit of metadata if the file is sound");
      }
      budget.charge(source.name(), bytes);
      return bytes;
    } finally {
      // A stream is closed by whoever gave it, or by the reader.
      if (source.isRewindable()) {
        in.close();
      }
    }
  }

  /**
   * Reads the content of a small section to its end, within {@link ReadLimits#DEFAULT}.
   *
   * @throws LimitExceededException if it is too large
   * @throws IOException if reading fails
   */
  public static byte[] read(Section section) throws IOException {
    int most = ReadLimits.DEFAULT.maxMetadataBytes();
    try (InputStream content = section.content()) {
      byte[] bytes = content.readNBytes(most);
      if (bytes.length == most && content.read() >= 0) {
        throw new LimitExceededException(
            "section " + section,
            "at most " + most + " bytes",
            "more",
            "give more heap, or leave the section out");
      }
      return bytes;
    }
  }

  /** What a malformed text is told as. */
  public static DumpException described(String where, MalformedJsonException e) {
    if (e instanceof DepthExceededException) {
      return new LimitExceededException(
          where, e.expected(), e.found(), "raise the limit of depth if the file is sound");
    }
    if (e.found().equals("the end of the input")) {
      return new TruncatedDumpException(
          where, e.expected(), "the end of the file", "take a whole copy of the file");
    }
    return new CorruptDumpException(
        where + ": byte " + (e.offset() + 1),
        e.expected(),
        e.found(),
        "mend it, or take another copy");
  }
}
