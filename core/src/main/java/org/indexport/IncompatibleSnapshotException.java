package org.indexport;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot belongs to another engine or to a newer version of the engine. A dump is the way to
 * move between engines and versions.
 */
public class IncompatibleSnapshotException extends DumpException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a complete message. */
  public IncompatibleSnapshotException(String message) {
    super(message);
  }

  /** Creates an exception with a complete message and the failure that led to it. */
  public IncompatibleSnapshotException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Creates an exception from the parts of the usual sentence.
   *
   * @param where the source and the place in it: entry, line, byte
   * @param expected what should be there
   * @param found what is there
   * @param nextStep what the reader of the message can do
   */
  public IncompatibleSnapshotException(
      String where, String expected, String found, String nextStep) {
    super(sentence(where, expected, found, nextStep));
  }
}
