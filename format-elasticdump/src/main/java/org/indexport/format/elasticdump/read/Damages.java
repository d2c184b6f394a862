package org.indexport.format.elasticdump.read;

import java.io.IOException;
import org.indexport.DumpException;

/** Takes note of damage, or refuses it. */
@FunctionalInterface
interface Damages {
  /**
   * What was wrong.
   *
   * @throws IOException the damage, where it is refused
   */
  void note(DumpException damage) throws IOException;
}
