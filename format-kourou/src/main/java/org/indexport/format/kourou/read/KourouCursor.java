package org.indexport.format.kourou.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Predicate;
import org.indexport.CorruptDumpException;
import org.indexport.IndexName;
import org.indexport.files.FilesCursor;
import org.indexport.files.IndexParts;
import org.indexport.format.kourou.FormatKourou;

/** Goes through the sections, and then through the files of documents. */
final class KourouCursor extends FilesCursor implements DocumentCutter.Collections {
  private final Catalog catalog;
  private final Iterator<DocumentFile> files;
  private final Set<IndexName> withMembers = new HashSet<>();

  KourouCursor(KourouReader reader, Catalog catalog, Predicate<IndexName> documentsOf) {
    super(reader, documentsOf);
    this.catalog = catalog;
    this.files = catalog.files().iterator();
    catalog.sections().forEach(this::give);
  }

  @Override
  protected boolean advance() throws IOException {
    if (!files.hasNext()) {
      return false;
    }
    start(files.next());
    return true;
  }

  private void start(DocumentFile file) throws IOException {
    String name = file.source().name();
    if (file.form() == DocumentFile.Form.HEADLESS_LINES) {
      reading().damaged(Catalog.headless(name, "none"));
    }
    InputStream text = open(file.source());
    if (text == null) {
      return;
    }
    TextBlock block = new TextBlock(reading(), text, name);
    IndexParts collection = index(file.collection());
    DocumentCutter cutter =
        file.form() == DocumentFile.Form.PAIRS
            ? new DocumentPairs(reading(), block, name, collection, this)
            : new DocumentLines(
                reading(),
                block,
                name,
                collection,
                this,
                file.form() == DocumentFile.Form.HEADLESS_LINES);
    read(text, cutter::next);
  }

  @Override
  public IndexParts of(CollectionHeader header, IndexParts present, String where)
      throws IOException {
    IndexName before = present.index().name();
    String index = header.index() == null ? before.namespace() : header.index();
    String collection = header.collection() == null ? before.name() : header.collection();
    IndexName name = MappingsFile.name(where, String.valueOf(index), String.valueOf(collection));
    boolean renamed = catalog.choices().index() != null || catalog.choices().collection() != null;
    if (renamed) {
      throw new CorruptDumpException(
          where,
          "one collection, as options name it",
          "the header of " + name,
          "leave the options %s and %s out".formatted(FormatKourou.INDEX, FormatKourou.COLLECTION));
    }
    if (name.equals(before)
        && catalog.choices().secondHeaders() == ReadChoices.SecondHeaders.DIFFERING) {
      throw new CorruptDumpException(
          where,
          "a document, as {\"_id\":…,\"body\":{…}}",
          "the header of the same collection again",
          "set the option %s to any if files were joined".formatted(FormatKourou.SECOND_HEADERS));
    }
    IndexParts known = find(name);
    return known == null ? declare(catalog.late(name, header.extensions())) : known;
  }

  @Override
  public void noteMembers(IndexParts collection, String where) {
    if (withMembers.add(collection.index().name())) {
      catalog.notice(
          where
              + ": documents have members beside _id and body, which are left out as kourou does");
    }
  }
}
