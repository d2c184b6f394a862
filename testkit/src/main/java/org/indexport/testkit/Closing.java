package org.indexport.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.indexport.Document;
import org.indexport.DocumentCursor;

/** Closes several cursors. */
record Closing(List<DocumentCursor> cursors) implements Closeable {
  /** The next document of the first cursor. */
  Document first() throws IOException {
    Document document = cursors.get(0).next();
    if (document == null) {
      throw new AssertionError("the first slice has no document");
    }
    return document;
  }

  @Override
  public void close() throws IOException {
    for (DocumentCursor cursor : cursors) {
      cursor.close();
    }
  }
}
