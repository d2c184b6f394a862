package org.indexport.lifecycle;

/** Gets to know what becomes of dumps, for logs and metrics. */
@FunctionalInterface
public interface DumpServiceListener {
  /** Does nothing. */
  DumpServiceListener NONE = status -> {};

  /**
   * Called once for each state that a dump gets into, in this order, by one thread at a time; not
   * for progress. It should return soon, and must not wait for a dump or close the service. What it
   * throws goes to the thread's handler of uncaught exceptions and does no harm otherwise.
   *
   * @param status the dump in its new state
   */
  void changed(DumpStatus status);
}
