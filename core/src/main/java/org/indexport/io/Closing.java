package org.indexport.io;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Closes several things, each of them whatever the others do. Passes over null. */
public final class Closing {
  private Closing() {}

  /**
   * Closes in this order.
   *
   * @throws IOException the first failure, to which the others are attached
   */
  public static void all(@Nullable Closeable... all) throws IOException {
    IOException first = null;
    for (Closeable one : all) {
      try {
        if (one != null) {
          one.close();
        }
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Closes because of a failure, to which those of closing are attached. */
  public static void after(Throwable failure, @Nullable Closeable... all) {
    try {
      all(all);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
