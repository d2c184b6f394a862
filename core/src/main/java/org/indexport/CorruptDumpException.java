package org.indexport;

import org.jspecify.annotations.Nullable;

/**
 * Bytes of a dump are wrong: not what its format allows, or not what its own digests say. Other
 * places of the dump may be sound.
 */
public class CorruptDumpException extends DumpException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a complete message. */
  public CorruptDumpException(String message) {
    super(message);
  }

  /** Creates an exception with a complete message and the failure that led to it. */
  public CorruptDumpException(String message, @Nullable Throwable cause) {
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
  public CorruptDumpException(String where, String expected, String found, String nextStep) {
    super(sentence(where, expected, found, nextStep));
  }
}
