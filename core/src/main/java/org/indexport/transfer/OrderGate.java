package org.indexport.transfer;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps documents of one id in order while parts of one index are sent at the same time: a part
 * waits for those before it that hold one of its ids. Thread-safe.
 */
final class OrderGate {
  private final Deque<Pass> inFlight = new ArrayDeque<>();

  /** One part on its way. */
  static final class Pass {
    private LongSet ids = LongSet.EMPTY;
    private boolean known;
    private boolean done;
  }

  /** Enters a part; called in the order of the parts. */
  synchronized Pass enter() {
    Pass pass = new Pass();
    inFlight.addLast(pass);
    return pass;
  }

  /**
   * Waits until no earlier part holds one of these ids.
   *
   * @param pass what {@link #enter} gave
   * @param ids hashes of the part's ids
   */
  synchronized void await(Pass pass, LongSet ids) throws InterruptedException {
    pass.ids = ids;
    pass.known = true;
    notifyAll();
    while (mustWait(pass)) {
      wait();
    }
  }

  private boolean mustWait(Pass pass) {
    for (Pass earlier : inFlight) {
      if (earlier == pass) {
        return false;
      }
      if (!earlier.done && (!earlier.known || earlier.ids.intersects(pass.ids))) {
        return true;
      }
    }
    return false;
  }

  /** Lets later parts go on. */
  synchronized void leave(Pass pass) {
    pass.done = true;
    inFlight.remove(pass);
    notifyAll();
  }
}
