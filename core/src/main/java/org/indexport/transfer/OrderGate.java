package org.indexport.transfer;

import java.io.IOException;
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
    private boolean failed;
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
   * @throws IOException if an earlier part that holds one of them will not be sent: sent by a
   *     resumed import, it would replace later documents
   */
  synchronized void await(Pass pass, LongSet ids) throws IOException, InterruptedException {
    pass.ids = ids;
    pass.known = true;
    notifyAll();
    while (mustWait(pass)) {
      wait();
    }
  }

  private boolean mustWait(Pass pass) throws IOException {
    for (Pass earlier : inFlight) {
      if (earlier == pass) {
        return false;
      }
      if (!earlier.done && (!earlier.known || earlier.ids.intersects(pass.ids))) {
        if (earlier.failed) {
          throw new IOException("an earlier part could not be sent");
        }
        return true;
      }
    }
    return false;
  }

  /** Lets no later part with one of its ids go on. */
  synchronized void fail(Pass pass) {
    pass.failed = true;
    notifyAll();
  }

  /** Lets later parts go on. */
  synchronized void leave(Pass pass) {
    pass.done = true;
    inFlight.remove(pass);
    notifyAll();
  }
}
