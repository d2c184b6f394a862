package org.indexport;

import java.io.Closeable;
import java.io.IOException;

/**
 * For authors of formats: brings the lines of one part when they are needed, as {@link
 * PartReading#part(IndexInfo, long, int, PartLoader, DocumentPart.Origin)} says. Called by whatever
 * thread reads the part, one at a time; closed with the part.
 */
public interface PartLoader extends Closeable {
  /** Of a part whose lines are at hand. */
  PartLoader LOADED = target -> {};

  /**
   * Brings the lines. Called once at most.
   *
   * @param target takes them from index 0 on
   * @throws CorruptDumpException if they are damaged
   * @throws TruncatedDumpException if they are cut short
   * @throws IOException if reading fails
   */
  void load(byte[] target) throws IOException;

  /**
   * How many documents there are, if the dump says so and loading the lines compares them with a
   * digest that the dump has of them; else -1, as only reading the documents can tell.
   */
  default long provenDocuments() {
    return -1;
  }

  /**
   * Compares what the documents add up to with what the dump says of this part. Called after the
   * first full reading, unless it found damage.
   *
   * @throws CorruptDumpException if they differ
   */
  default void counted(DocumentTotals totals) throws CorruptDumpException {}

  /** Frees what the lines were to be brought from. */
  @Override
  default void close() {}
}
