package org.indexport.format.v2.container;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.TruncatedDumpException;
import org.indexport.UnsupportedVersionException;

/**
 * A complete container, read at random. That it is complete was proven when it was opened: there is
 * a manifest, and in a file also a footer and a seek table that agree with it and with the file's
 * size. Opening a file reads two ranges at its end if it has up to about 2,600 payloads, else
 * three; one if it is tiny. Each member is one more.
 *
 * <p>Where the members lie the manifest should tell, which is the caller's. Any thread may read,
 * several at a time. Closing it closes what opening opened, not the source.
 */
public interface Container extends Closeable {
  /**
   * Opens a file, a channel or a folder.
   *
   * @param source stays the caller's
   * @param limits what the container may ask for
   * @param buffers gives the buffers of payloads
   * @throws TruncatedDumpException if it does not end as a container does
   * @throws UnsupportedVersionException if it is one of another version
   * @throws CorruptDumpException if what it ends with is wrong
   * @throws LimitExceededException if it asks for more than allowed
   * @throws IllegalArgumentException if the source cannot be read at random
   * @throws IOException if reading fails
   */
  static Container open(DumpSource source, ReadLimits limits, FrameBuffers buffers)
      throws IOException {
    FrameLimits frameLimits = FrameLimits.of(limits);
    return source.isDirectory()
        ? FolderContainer.open(source, frameLimits, buffers)
        : FileContainer.open(source, frameLimits, buffers);
  }

  /** The most plain bytes that a payload may have with these limits. */
  static int mostPayloadBytes(ReadLimits limits) {
    return FrameLimits.of(limits).payload();
  }

  /**
   * The content of {@code manifest.json} from its start, which is not held but read again each
   * time.
   *
   * @return to be closed by the caller
   * @throws IOException if reading fails
   */
  InputStream manifest() throws IOException;

  /** The first 16 bytes of the SHA-256 of the manifest, as 32 hexadecimal digits. */
  String id();

  /**
   * Makes sure that there is no member but those that the manifest lists. A folder is not looked
   * through: what its manifest does not list, means nothing.
   *
   * @param small how many small members there are
   * @param payloads how many payloads there are, without the manifest
   * @throws CorruptDumpException if there are more or fewer
   */
  default void checkCount(long small, long payloads) throws CorruptDumpException {}

  /**
   * The content of {@code metadata.json}.
   *
   * @throws CorruptDumpException if it is damaged or not there
   * @throws LimitExceededException if it is longer than metadata may be
   * @throws IOException if reading fails
   */
  byte[] metadata() throws IOException;

  /**
   * The content of a small member.
   *
   * @param at what writing it returned
   * @throws CorruptDumpException if it is damaged, or not there
   * @throws LimitExceededException if it is longer than metadata may be
   * @throws IOException if reading fails
   */
  byte[] small(String name, Placement at) throws IOException;

  /**
   * A payload, whose name was verified; its content is when it is unpacked.
   *
   * @param at what writing it returned
   * @return the frame, to be closed by the caller
   * @throws CorruptDumpException if it is damaged, or not there
   * @throws LimitExceededException if it asks for more memory than allowed
   * @throws IOException if reading fails
   */
  PackedFrame payload(String name, Placement at) throws IOException;
}
