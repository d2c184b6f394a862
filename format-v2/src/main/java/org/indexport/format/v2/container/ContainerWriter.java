package org.indexport.format.v2.container;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import org.indexport.DumpSink;
import org.indexport.ExistingTargetException;
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
 *   writer.finish(manifest);
 * }
 * }</pre>
 *
 * <p>{@code metadata.json} comes first, then anything, {@link #finish} last. Closing without that
 * leaves no file; closing closes a given stream. After a failed write only closing is allowed. One
 * thread at a time.
 *
 * <p>A name is a path of segments of ASCII letters, digits and {@code _-.%} with {@code /} between;
 * no segment starts with a dot, and the name does not end in {@code .zst}.
 */
public interface ContainerWriter extends Closeable {
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
    long seconds = modified.getEpochSecond();
    if (seconds < 0 || seconds > TarOutput.LATEST_SECOND) {
      throw new IllegalArgumentException("a time that no tar can tell: " + modified);
    }
    ContainerTarget target = ContainerTarget.open(sink);
    return sink.packing() == DumpSink.Packing.FOLDER && sink.path() != null
        ? new FolderWriter(target)
        : new FileWriter(target, seconds);
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
   * Lets nobody but the owner read the result, where the file system can. May be called at any time
   * before {@link #finish}: until then it is so in any case.
   */
  void keepPrivate();

  /**
   * Writes the manifest and what ends the container, and lets it appear under its name.
   *
   * @param manifest the content of {@code manifest.json}, at least one byte
   * @return the container's id: 32 hexadecimal digits
   * @throws IllegalArgumentException if the manifest is empty
   * @throws IllegalStateException if nothing was added, or after {@code finish}, {@link #close()}
   *     or a failure
   * @throws IOException if writing fails
   */
  String finish(byte[] manifest) throws IOException;
}
