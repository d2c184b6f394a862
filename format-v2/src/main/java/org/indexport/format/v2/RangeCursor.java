package org.indexport.format.v2;

import java.io.IOException;
import java.util.Iterator;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DocumentPart;
import org.indexport.IndexInfo;
import org.indexport.PartReading;
import org.indexport.PartSummary;
import org.jspecify.annotations.Nullable;

/** Some documents of an index, of which only the parts are read that hold them. */
final class RangeCursor implements DocumentCursor {
  private final RandomReader reader;
  private final IndexInfo index;
  private final long from;
  private final long to;
  private final PartReading reading;
  private final Iterator<PartSummary> parts;

  /** The position of the next document of the present part, or of the next part's first. */
  private long position;

  /** The position of the next part's first document. */
  private long nextPart;

  private @Nullable DocumentPart part;
  private @Nullable DocumentCursor documents;

  RangeCursor(RandomReader reader, IndexInfo index, long from, long to) {
    this.reader = reader;
    this.index = index;
    this.from = from;
    this.to = to;
    this.reading = new PartReading(reader.options());
    this.parts = reader.parts(index.name()).iterator();
  }

  @Override
  public @Nullable Document next() throws IOException {
    while (position < to) {
      Document document = documents == null ? null : documents.next();
      if (document == null) {
        if (!nextPart()) {
          return null;
        }
      } else if (position++ >= from) {
        return document;
      }
    }
    close();
    return null;
  }

  /** Goes to the next part that holds some of the documents. */
  private boolean nextPart() throws IOException {
    close();
    while (parts.hasNext()) {
      PartSummary said = parts.next();
      position = nextPart;
      nextPart += said.documents();
      if (position < to && nextPart > from) {
        DocumentPart opened = reader.part(reading, index, said, position);
        part = opened;
        documents = opened.documents();
        return true;
      }
    }
    position = to;
    return false;
  }

  @Override
  public void close() throws IOException {
    documents = null;
    if (part != null) {
      part.close();
      part = null;
    }
  }
}
