package org.indexport.format.v2.container;

import java.io.Closeable;
import java.io.IOException;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.jspecify.annotations.Nullable;

/**
 * What is whole in a container that is damaged or ends early. Every frame it gives was unpacked and
 * matched its checksum; what is given in between as lost was not. It needs no manifest, and gives
 * one that it finds as a small member.
 *
 * <p>Call {@link #next()} until it returns null. One thread at a time.
 */
public interface Salvage extends Closeable {
  /** What was found, in the order of the input. */
  sealed interface Find {
    /** Where it lies; in a folder, in the file of its name. */
    Placement placement();
  }

  /**
   * A whole member under its name.
   *
   * @param member a payload's frame is to be closed by who got it
   */
  record Whole(Member member) implements Find {
    @Override
    public Placement placement() {
      return member.placement();
    }
  }

  /**
   * A whole frame whose tar header is lost. It is a payload of the container if the manifest lists
   * its digest; otherwise it may also be part of what a damaged payload held.
   *
   * @param frame to be closed by who got it
   */
  record Nameless(Placement placement, PackedFrame frame) implements Find {}

  /**
   * Bytes that are not of a whole frame.
   *
   * @param name the member that they belong to, if that is known
   * @param reason what is wrong with the first of them
   */
  record Lost(Placement placement, @Nullable String name, IOException reason) implements Find {}

  /**
   * Starts at the beginning.
   *
   * @param source a file, a channel or a folder; stays the caller's
   * @param limits what the container may ask for
   * @param buffers gives the buffers of frames
   * @throws IllegalArgumentException if the source can be read only once
   * @throws IOException if reading fails
   */
  static Salvage open(DumpSource source, ReadLimits limits, FrameBuffers buffers)
      throws IOException {
    FrameLimits frameLimits = FrameLimits.of(limits);
    return source.isDirectory()
        ? new FolderSalvage(source, frameLimits, buffers)
        : new FileSalvage(RangeReader.open(source), frameLimits, buffers);
  }

  /**
   * The next find.
   *
   * @return null at the end
   * @throws LimitExceededException if the file has too many starts of frames that are none
   * @throws IOException if reading fails
   */
  @Nullable Find next() throws IOException;
}
