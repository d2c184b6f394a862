package org.indexport.fuzz;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the fuzzer calls: its methods have the names that it looks for. */
public final class Fuzzing {
  private static @Nullable FuzzTarget target;

  private Fuzzing() {}

  /** Chooses the target. */
  public static void fuzzerInitialize(String[] arguments) throws IOException {
    target = Target.of(arguments[0]).open();
  }

  /** Tries one input. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    FuzzTarget chosen = target;
    if (chosen == null) {
      throw new IllegalStateException("no target was chosen");
    }
    chosen.accept(input);
  }
}
