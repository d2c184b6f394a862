package org.indexport.format.jsonl;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.indexport.CorruptDumpException;
import org.indexport.IndexName;
import org.indexport.TruncatedDumpException;
import org.indexport.files.FilesCursor;

/** Walks the parts of one file after the other; there is nothing else to walk. */
final class JsonlCursor extends FilesCursor {
  private final Iterator<InputFile> files;

  JsonlCursor(JsonlReader reader, List<InputFile> files, Predicate<IndexName> documentsOf) {
    super(reader, documentsOf);
    this.files = files.iterator();
  }

  @Override
  protected boolean advance() throws IOException {
    if (!files.hasNext()) {
      return false;
    }
    InputFile file = files.next();
    if (index(file.index().name()).isWanted()) {
      start(file);
    }
    return true;
  }

  private void start(InputFile file) throws IOException {
    try {
      TextInput text = TextInput.open(file, reading());
      read(text, text.parts(reading())::next);
    } catch (CorruptDumpException | TruncatedDumpException e) {
      reading().damaged(e);
    }
  }
}
