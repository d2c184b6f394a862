package org.indexport.format.meilisearch.upgrade;

import java.io.IOException;
import org.indexport.DumpException;

/** Where damage goes that reading could go on after. */
@FunctionalInterface
public interface Complaints {
  /**
   * Takes note of damage.
   *
   * @throws IOException to stop reading instead
   */
  void add(DumpException damage) throws IOException;
}
