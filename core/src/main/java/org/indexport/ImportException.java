package org.indexport;

import org.jspecify.annotations.Nullable;

/**
 * A target refuses or fails in a way that no retry can mend. What was acknowledged before stays in
 * the target; with a checkpoint the import can be resumed.
 */
public class ImportException extends DumpException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a complete message. */
  public ImportException(String message) {
    super(message);
  }

  /** Creates an exception with a complete message and the failure that led to it. */
  public ImportException(String message, @Nullable Throwable cause) {
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
  public ImportException(String where, String expected, String found, String nextStep) {
    super(sentence(where, expected, found, nextStep));
  }
}
