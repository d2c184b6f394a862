package org.indexport.testkit;

import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** A failure that a test asked for. */
public final class InjectedFault extends FileSystemException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates a failure.
   *
   * @param file the file that was worked on, or null when there is none
   * @param reason what was made to fail
   */
  public InjectedFault(@Nullable String file, String reason) {
    super(file, null, "injected fault: " + reason);
  }
}
