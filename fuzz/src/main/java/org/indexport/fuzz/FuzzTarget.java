package org.indexport.fuzz;

import java.io.IOException;

/** Something that must stand all bytes. One thread at a time. */
interface FuzzTarget {
  /**
   * Tries some bytes.
   *
   * @throws AssertionError if something does not hold that must
   * @throws IOException if what needs no input fails; a finding too
   */
  void accept(byte[] input) throws IOException;
}
