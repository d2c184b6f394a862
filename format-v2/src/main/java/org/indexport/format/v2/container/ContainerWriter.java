package org.indexport.format.v2.container;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpSink;
import org.indexport.ExistingTargetException;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.TruncatedDumpException;
import org.indexport.io.Closing;
import org.indexport.tar.TarOutput;

/**
 * Writes a container, member by member in the order of the calls. Equal calls give equal bytes.
 *
 * <pre>{@code
 * try (ContainerWriter writer = ContainerWriter.create(sink, modified)) {
 *   writer.addSmall("metadata.json", metadata);
 *   try (PackedFrame frame = packer.pack(bytes, 0, bytes.length)) { // on any worker
 *     Placement placement = writer.addPayload("indexes/movies/documents-000001.jsonl", frame);
 *   }
 *   writer.finish(manifest::writeTo);
 * }
 * }</pre>
 *
 * <p>{@code metadata.json} comes first, then anything, {@link #finish} last. Closing without that
 * leaves nothing but what can be resumed; closing closes a given stream. After a failed write only
 * closing is allowed. One thread at a time.
 *
 * <p>A name is a path of segments of ASCII letters, digits and {@code _-.%} with {@code /} between;
 * no segment starts with a dot, and the name does not end in {@code .zst}.
 */
public interface ContainerWriter extends Closeable {
  /** What can be written again and again, each time the same. */
  @FunctionalInterface
  interface Content {
    /**
     * Writes all of it.
     *
     * @param out where it goes; not closed here
     * @throws IOException if writing fails
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Starts a container.
   *
   * @param sink where it goes, as a file or as a folder
   * @param modified the time of all members; to the second
   * @throws ExistingTargetException if there is something that may not be replaced
   * @throws IllegalArgumentException if the time is before 1970 or after 2242
   * @throws IOException if the file system fails
   */
  static ContainerWriter create(DumpSink sink, Instant modified) throws IOException {
    long seconds = seconds(modified);
    ContainerTarget target = ContainerTarget.open(sink);
    return isFolder(sink) ? new FolderWriter(target) : new FileWriter(target, seconds);
  }

  /**
   * Starts a container that can be resumed. Until it is finished it lies beside its final name as
   * {@code .NAME.unfinished}, a file or a folder. There it stays when this is closed or the process
   * is killed, if {@link #sync()} was called; before that, closing deletes it.
   *
   * @param sink where it goes; not a stream
   * @param modified the time of all members; to the second
   * @throws ExistingTargetException if there is something that may not be replaced, or an
   *     unfinished one
   * @throws DumpException if the file system cannot move atomically
   * @throws IllegalArgumentException if the sink is a stream, or the time before 1970 or after 2242
   * @throws IOException if the file system fails
   */
  static ContainerWriter createResumable(DumpSink sink, Instant modified) throws IOException {
    long seconds = seconds(modified);
    ContainerTarget target = ContainerTarget.openResumable(sink);
    return isFolder(sink) ? new FolderWriter(target) : new FileWriter(target, seconds);
  }

  /**
   * Goes on with a container that was started by {@link #createResumable} and is written by nobody
   * else any more. All that counts is read once and given to the caller; then what came later is
   * dropped. The result is the same, byte for byte, as if nothing had happened. It can be resumed
   * again.
   *
   * <p>If this fails, the unfinished container stays as it was.
   *
   * @param sink the one it was started with
   * @param resumption what counts
   * @param limits what members may ask for
   * @param buffers gives the buffers of payloads
   * @throws ExistingTargetException if there is something that may not be replaced
   * @throws TruncatedDumpException if the unfinished file is shorter than it should be
   * @throws CorruptDumpException if something in it is wrong, or members are missing
   * @throws LimitExceededException if a member asks for more than allowed
   * @throws DumpException if there is no unfinished one, or the file system cannot move atomically
   * @throws IllegalArgumentException if the sink is a stream, or what is durable is not positive
   * @throws IOException if the file system or {@link Resumption#take} fails
   */
  static ContainerWriter resume(
      DumpSink sink, Resumption resumption, ReadLimits limits, FrameBuffers buffers)
      throws IOException {
    if (resumption.durable() < 1) {
      throw new IllegalArgumentException("nothing that could be resumed");
    }
    FrameLimits frameLimits = FrameLimits.of(limits);
    ContainerTarget target = ContainerTarget.resume(sink);
    try {
      return isFolder(sink)
          ? FolderWriter.resume(target, resumption, frameLimits, buffers)
          : FileWriter.resume(target, resumption, frameLimits, buffers);
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, target);
      throw e;
    }
  }

  private static boolean isFolder(DumpSink sink) {
    return sink.packing() == DumpSink.Packing.FOLDER && sink.path() != null;
  }

  private static long seconds(Instant modified) {
    long seconds = modified.getEpochSecond();
    if (seconds < 0 || seconds > TarOutput.LATEST_SECOND) {
      throw new IllegalArgumentException("a time that no tar can tell: " + modified);
    }
    return seconds;
  }

  /**
   * Adds a member that readers unpack in one go.
   *
   * @param content its bytes; not kept
   * @throws IllegalArgumentException if the name is none or taken, or that of the manifest
   * @throws IllegalStateException if the first member is not {@code metadata.json}, or after {@link
   *     #finish}, {@link #close()} or a failure
   * @throws IOException if writing fails
   */
  Placement addSmall(String name, byte[] content) throws IOException;

  /**
   * Adds a member that is one frame.
   *
   * @param frame stays the caller's, who closes it
   * @throws IllegalArgumentException if the name is none or taken, or that of the manifest
   * @throws IllegalStateException if it is the first member, or after {@link #finish}, {@link
   *     #close()} or a failure
   * @throws IOException if writing fails
   */
  Placement addPayload(String name, PackedFrame frame) throws IOException;

  /**
   * Brings all members so far to the storage, so that they outlive the process and the system.
   *
   * @return what {@link Resumption#durable()} is to tell: of a file its length in bytes, of a
   *     folder the number of members
   * @throws IllegalStateException if this was not made to be resumed, if nothing was added, or
   *     after {@link #finish}, {@link #close()} or a failure
   * @throws IOException if that fails; what was durable before still is
   */
  long sync() throws IOException;

  /**
   * Lets nobody but the owner read the result, where the file system can. May be called at any time
   * before {@link #finish}: until then it is so in any case. To be called again after resuming.
   */
  void keepPrivate();

  /**
   * Writes the manifest and what ends the container, and lets it appear under its name.
   *
   * @param manifest the content of {@code manifest.json}, at least one byte and at most 1 GiB; it
   *     is written twice, and never held
   * @return the container's id: 32 hexadecimal digits
   * @throws IllegalArgumentException if the manifest is empty or too long
   * @throws IllegalStateException if nothing was added, after {@code finish}, {@link #close()} or a
   *     failure, or if the content is another when it is written again
   * @throws IOException if writing fails
   */
  String finish(Content manifest) throws IOException;

  /**
   * Closes and leaves nothing, not even what could be resumed.
   *
   * @throws IllegalStateException after {@link #finish} or {@link #close()}
   * @throws IOException if something cannot be deleted
   */
  void abandon() throws IOException;
}
