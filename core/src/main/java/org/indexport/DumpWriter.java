package org.indexport;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a dump. Made by {@link Dumps#create} with the header; {@link #finish()} commits, {@link
 * #close()} alone abandons and leaves no file, unless a checkpoint tells how to go on.
 *
 * <p>Call sequence: {@link #expect} if all is known; {@link #declare} for late indexes, {@link
 * #documents} and {@link #add(Section)} in any order, {@link #finish()}, {@link #close()}. Sinks
 * may be used by several threads, one each; everything else is one thread's. A failed call leaves
 * the writer only to be closed.
 */
public interface DumpWriter extends Closeable {
  /** The id of the format. */
  String format();

  /**
   * Announces all that is going to be added, before anything is. Optional; formats whose files tell
   * their length before their content need no copy of the documents then, others do not care.
   *
   * <p>Who announces something and adds something else gets a {@link DumpException}, at the latest
   * from {@link #finish()}, and no dump.
   *
   * @param indexes documents and bytes of each index, as they are added; what is not recorded, or
   *     not listed, is not announced
   * @param sections how many sections there are
   * @throws IllegalStateException if something was added already
   */
  default void expect(List<Manifest.IndexSummary> indexes, int sections) {}

  /**
   * Whether a section of this name has a place in this dump. One that has none is not written by
   * {@link #add}, which {@link #notices()} tells.
   *
   * @param section the section's name
   * @param index the index it belongs to, or null when it is the instance's
   */
  default boolean takes(String section, @Nullable IndexName index) {
    return true;
  }

  /**
   * Adds an index that the header did not list.
   *
   * @throws IllegalArgumentException if it is declared already
   * @throws IOException if writing fails
   */
  void declare(IndexInfo index) throws IOException;

  /**
   * Opens a sink for documents of a declared index.
   *
   * @throws IllegalArgumentException if the index is not declared
   * @throws IOException if writing fails
   */
  DocumentSink documents(IndexName index) throws IOException;

  /**
   * Writes a section, reading it to its end.
   *
   * @throws IllegalArgumentException if the format cannot hold sections; see {@link
   *     org.indexport.spi.DumpFormat#traits()}
   * @throws IOException if reading it or writing fails
   */
  void add(Section section) throws IOException;

  /**
   * Makes all that was added so far durable, documents of open sinks included, and then replaces
   * the checkpoint file of {@link WriteOptions#checkpoint()}. While sinks are used by other
   * threads, it is not defined which of their latest documents are among it.
   *
   * @param note the caller's own account of how far it came, which {@link Dumps#resume} returns
   * @throws UnsupportedOperationException if no checkpoint file was asked for
   * @throws IOException if writing fails
   */
  default void checkpoint(String note) throws IOException {
    throw new UnsupportedOperationException("format " + format() + " writes no checkpoints");
  }

  /**
   * What of an index was not written as it was given, one sentence each. All of it is known after
   * {@link #finish()}.
   */
  default List<String> losses(IndexName index) {
    return List.of();
  }

  /**
   * What else is to be known of this dump, one sentence each: of side data that was not written as
   * it was given, of temporary files. All of it is known after {@link #finish()}.
   */
  default List<String> notices() {
    return List.of();
  }

  /**
   * Writes what is left, makes it durable and lets it appear under its final name.
   *
   * @return the account of what was written
   * @throws IllegalStateException if a sink is open
   * @throws IOException if writing fails
   */
  Manifest finish() throws IOException;
}
