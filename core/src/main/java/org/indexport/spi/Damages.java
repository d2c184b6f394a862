package org.indexport.spi;

import java.io.IOException;
import org.indexport.DumpException;

/** Takes note of damage, so that reading can go on, or refuses it. */
@FunctionalInterface
public interface Damages {
  /** Refuses all of it. */
  Damages REFUSED =
      damage -> {
        throw damage;
      };

  /**
   * What was wrong.
   *
   * @throws IOException the damage, where it is refused
   */
  void note(DumpException damage) throws IOException;
}
