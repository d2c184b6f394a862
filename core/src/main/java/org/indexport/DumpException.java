package org.indexport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The input or the target cannot be used as asked. The message says what is wrong, where, what was
 * expected and found, and what to do next.
 *
 * <p>Every failure that bytes of an input can cause is one of the subtypes. Misuse by the calling
 * program is an {@link IllegalArgumentException} or {@link IllegalStateException} instead.
 */
public class DumpException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a complete message. */
  public DumpException(String message) {
    super(message);
  }

  /** Creates an exception with a complete message and the failure that led to it. */
  public DumpException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The common sentence: {@code where: expected X, found Y; next step}. */
  static String sentence(String where, String expected, String found, String nextStep) {
    return where + ": expected " + expected + ", found " + found + "; " + nextStep;
  }
}
