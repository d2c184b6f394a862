package org.indexport.format.kourou.read;

import java.io.IOException;
import org.indexport.DocumentPart;
import org.indexport.files.IndexParts;
import org.jspecify.annotations.Nullable;

/** Cuts the documents of a file into parts. One thread. */
interface DocumentCutter {
  /** Finds collections that a file names. */
  interface Collections {
    /**
     * The collection that a header within the file names.
     *
     * @param header the header
     * @param present the collection before it, whose names count where the header has none
     * @param where names the place in messages
     * @throws IOException if it may not stand there
     */
    IndexParts of(CollectionHeader header, IndexParts present, String where) throws IOException;

    /** Notes that documents have members beside their ids and bodies. */
    void noteMembers(IndexParts collection, String where);
  }

  /** The next part, which the caller closes, or null after the last. */
  @Nullable DocumentPart next() throws IOException;
}
