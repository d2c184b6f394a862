package org.indexport.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What Lucene logs: nothing that a user of this command could act upon. */
final class LuceneLog {
  /** Held, so that the level is not lost with the logger. */
  private static final Logger LOGGER = Logger.getLogger("org.apache.lucene");

  private LuceneLog() {}

  /** To be called before an engine is used; not earlier, as logging takes long to start. */
  static void silence() {
    LOGGER.setLevel(Level.SEVERE);
  }
}
