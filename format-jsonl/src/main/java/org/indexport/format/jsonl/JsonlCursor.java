package org.indexport.format.jsonl;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.PartCutter;
import org.indexport.PartReading;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.jspecify.annotations.Nullable;

/** Walks the parts of one file after the other; there is nothing else to walk. */
final class JsonlCursor implements DumpCursor {
  private final Iterator<InputFile> files;
  private final Predicate<IndexName> wanted;
  private final PartReading reading;
  private @Nullable TextInput text;
  private @Nullable PartCutter parts;
  private boolean ended;
  private boolean closed;

  JsonlCursor(List<InputFile> files, Predicate<IndexName> wanted, ReadOptions options) {
    this.files = files.iterator();
    this.wanted = wanted;
    this.reading = new PartReading(options);
  }

  @Override
  public @Nullable DumpEntry next() throws IOException {
    if (closed) {
      throw new IllegalStateException("the cursor is closed");
    }
    while (!ended) {
      if (parts != null) {
        DocumentPart part = parts.next();
        if (part != null) {
          return part;
        }
        closeText();
      } else if (files.hasNext()) {
        open(files.next());
      } else {
        ended = true;
      }
    }
    return null;
  }

  private void open(InputFile file) throws IOException {
    if (!wanted.test(file.index().name())) {
      return;
    }
    try {
      text = TextInput.open(file, reading);
      parts = text.parts(reading);
    } catch (CorruptDumpException | TruncatedDumpException e) {
      reading.damaged(e);
    }
  }

  private void closeText() throws IOException {
    TextInput open = text;
    text = null;
    parts = null;
    if (open != null) {
      open.close();
    }
  }

  /** Proves nothing: there is no closing part in this format. */
  @Override
  public @Nullable Manifest finish() {
    if (!ended) {
      throw new IllegalStateException("there is more to read");
    }
    reading.checkPartsClosed();
    reading.checkPartsClosed();
    return null;
  }

  @Override
  public List<DumpException> damages() {
    return reading.damages();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    closeText();
  }
}
