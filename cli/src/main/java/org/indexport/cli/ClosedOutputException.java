package org.indexport.cli;

import java.io.IOException;

/** Whoever reads our standard output has seen enough. */
final class ClosedOutputException extends IOException {
  private static final long serialVersionUID = 1L;

  ClosedOutputException(IOException cause) {
    super("standard output was closed", cause);
  }

  /** Whether this is how writing to a closed pipe fails. */
  static boolean isMeantBy(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("Broken pipe") || message.contains("pipe is being closed");
  }
}
