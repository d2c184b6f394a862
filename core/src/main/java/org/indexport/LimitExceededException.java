package org.indexport;

import org.jspecify.annotations.Nullable;

/**
 * An input asks for more than {@link ReadLimits} allow. It may be hostile, or sound and large: the
 * message names the limit to raise.
 */
public class LimitExceededException extends DumpException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a complete message. */
  public LimitExceededException(String message) {
    super(message);
  }

  /** Creates an exception with a complete message and the failure that led to it. */
  public LimitExceededException(String message, @Nullable Throwable cause) {
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
  public LimitExceededException(String where, String expected, String found, String nextStep) {
    super(sentence(where, expected, found, nextStep));
  }
}
