package org.indexport;

import org.jspecify.annotations.Nullable;

/**
 * One document cannot be written to this target; others can. The importer and the converter count
 * it as rejected and go on.
 */
public class DocumentRejectedException extends DumpException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a complete message. */
  public DocumentRejectedException(String message) {
    super(message);
  }

  /** Creates an exception with a complete message and the failure that led to it. */
  public DocumentRejectedException(String message, @Nullable Throwable cause) {
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
  public DocumentRejectedException(String where, String expected, String found, String nextStep) {
    super(sentence(where, expected, found, nextStep));
  }
}
