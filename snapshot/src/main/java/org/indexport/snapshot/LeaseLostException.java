package org.indexport.snapshot;

import org.indexport.DumpException;
import org.jspecify.annotations.Nullable;

/**
 * While this process changed the repository it stood still for so long that others need not respect
 * it any more, or somebody removed its lease. What it was about to change is as it was.
 */
public final class LeaseLostException extends DumpException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a complete message. */
  public LeaseLostException(String message) {
    super(message);
  }

  /** Creates an exception with a complete message and the failure that led to it. */
  public LeaseLostException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
