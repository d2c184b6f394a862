package org.indexport.lifecycle;

import org.indexport.DumpException;
import org.jspecify.annotations.Nullable;

/** Failures in words for people. */
final class FailureText {
  private FailureText() {}

  static String of(@Nullable Throwable failure) {
    // Of other exceptions the message alone may be no more than the name of a file.
    String message = failure instanceof DumpException e ? e.getMessage() : null;
    return message == null ? String.valueOf(failure) : message;
  }
}
