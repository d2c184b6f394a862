package org.indexport.lifecycle;

import org.indexport.DumpException;
import org.jspecify.annotations.Nullable;

/** A server cannot start as it was asked to. The message is for its log, or for standard error. */
public class LaunchException extends DumpException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * Creates an exception.
   *
   * @param message what to tell
   * @param exitCode what the process should end with
   * @param cause what led to it, or null
   */
  public LaunchException(String message, int exitCode, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** What the process should end with: 1, after a usage error 2, if it was interrupted 130. */
  public int exitCode() {
    return exitCode;
  }
}
