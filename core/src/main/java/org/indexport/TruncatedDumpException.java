package org.indexport;

import org.jspecify.annotations.Nullable;

/** A dump ends before its end: the file is cut short, or its closing part was never written. */
public class TruncatedDumpException extends DumpException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a complete message. */
  public TruncatedDumpException(String message) {
    super(message);
  }

  /** Creates an exception with a complete message and the failure that led to it. */
  public TruncatedDumpException(String message, @Nullable Throwable cause) {
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
  public TruncatedDumpException(String where, String expected, String found, String nextStep) {
    super(sentence(where, expected, found, nextStep));
  }
}
