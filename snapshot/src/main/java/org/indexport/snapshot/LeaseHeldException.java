package org.indexport.snapshot;

import java.time.Instant;
import org.indexport.DumpException;

/** Somebody else is changing the repository. Nothing was changed. */
public final class LeaseHeldException extends DumpException {
  private static final long serialVersionUID = 1L;

  private final String holder;
  private final Instant until;

  /**
   * Creates an exception.
   *
   * @param message the complete message
   * @param holder who it is, as far as known
   * @param until when that one need not be respected any more, unless it gives a sign of life
   */
  public LeaseHeldException(String message, String holder, Instant until) {
    super(message);
    this.holder = holder;
    this.until = until;
  }

  /** Who changes the repository, as far as known. */
  public String holder() {
    return holder;
  }

  /** When that one need not be respected any more, unless it gives a sign of life before. */
  public Instant until() {
    return until;
  }
}
