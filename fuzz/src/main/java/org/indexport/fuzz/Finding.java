package org.indexport.fuzz;

import org.jspecify.annotations.Nullable;

/** Says that something does not hold. */
final class Finding {
  private Finding() {}

  /** Fails unless it holds. */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be one more dependency
  static void unless(boolean holds, String what, @Nullable Object... seen) {
    if (!holds) {
      throw new AssertionError(what.formatted(seen));
    }
  }
}
