package org.indexport.format.meilisearch.read;

import java.io.IOException;

/** Starts further passes over an archive. */
@FunctionalInterface
interface Passes {
  /** An archive at its start, which the caller closes. */
  Archive start() throws IOException;
}
