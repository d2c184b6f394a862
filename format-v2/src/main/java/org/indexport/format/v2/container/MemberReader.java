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
import org.jspecify.annotations.Nullable;

/**
 * The members of a container in order, from a stream as well as from a file or folder. Nothing but
 * one member is held at a time, and nothing is read twice or written.
 *
 * <p>Call {@link #next()} until it returns null. Only then is the container proven to be complete,
 * and {@link #manifest()} known. In a file, members come as they were written; in a folder, {@code
 * metadata.json} first, then all small members, then payloads, those of one folder by name. One
 * thread at a time.
 */
public interface MemberReader extends Closeable {
  /**
   * Starts before the first member.
   *
   * @param source stays the caller's
   * @param limits what the container may ask for
   * @param buffers gives the buffers of payloads
   * @throws IOException if opening the source fails
   */
  static MemberReader open(DumpSource source, ReadLimits limits, FrameBuffers buffers)
      throws IOException {
    FrameLimits frameLimits = FrameLimits.of(limits);
    return source.isDirectory()
        ? new FolderMembers(new Folder(source, frameLimits), buffers)
        : StreamMembers.open(source, frameLimits, buffers);
  }

  /**
   * The next member. A payload's frame is not unpacked: who unpacks it verifies its checksum.
   *
   * @return null after the last, when everything after it was found sound
   * @throws TruncatedDumpException if the container ends early
   * @throws UnsupportedVersionException if it is one of another version
   * @throws CorruptDumpException if something is wrong; further calls throw again
   * @throws LimitExceededException if it asks for more than allowed
   * @throws IOException if reading fails
   */
  @Nullable Member next() throws IOException;

  /**
   * The content of {@code manifest.json} from its start, which is not held but read again each
   * time.
   *
   * @return to be closed by the caller
   * @throws IllegalStateException unless {@link #next()} has returned null
   * @throws IOException if reading fails
   */
  InputStream manifest() throws IOException;

  /**
   * The first 16 bytes of the SHA-256 of the manifest, as 32 hexadecimal digits.
   *
   * @throws IllegalStateException unless {@link #next()} has returned null
   */
  String id();
}
