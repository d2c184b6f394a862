package org.indexport.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that tells the time from which it is moved; at first the real one. Thread-safe. */
final class SettableClock implements InstantSource {
  private volatile Duration ahead = Duration.ZERO;

  void advance(Duration more) {
    ahead = ahead.plus(more);
  }

  void set(Instant now) {
    ahead = Duration.between(Instant.now(), now);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }
}
