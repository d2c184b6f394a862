package org.indexport.fuzz;

import org.indexport.ReadLimits;

/** Limits so low that the fuzzer gets at them, and memory that exceeds them is noticed. */
final class Limits {
  static final ReadLimits READ = new ReadLimits(1 << 20, 250, 1 << 10, 5_000, 500, 1 << 20, 200);

  private Limits() {}
}
