package org.indexport.format.elasticdump.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.ReadLimits;
import org.indexport.UnknownFormatException;
import org.indexport.format.elasticdump.files.DumpFileName;
import org.indexport.format.elasticdump.files.FileType;
import org.indexport.format.elasticdump.read.DataSet.Content;
import org.indexport.spi.PlainText;
import org.jspecify.annotations.Nullable;

/** Finds out what one file, or one stream, holds. */
final class FileCatalog {
  private static final String UNNAMED = "documents";

  private final DumpSource source;
  private final Catalog catalog;

  private FileCatalog(DumpSource source, Catalog catalog) {
    this.source = source;
    this.catalog = catalog;
  }

  static Catalog of(DumpSource source, ReadLimits limits, ReadChoices choices) throws IOException {
    Catalog catalog = new Catalog(source.name(), limits, choices);
    new FileCatalog(source, catalog).fill();
    return catalog;
  }

  private void fill() throws IOException {
    byte[] text = PlainText.start(source);
    DataStart start = DataStart.of(text);
    if (PlainText.isMarked(text)) {
      catalog.notice(source.name() + ": it starts with a byte order mark, which is left out");
    }
    if (start.kind() == DataStart.Kind.META || isNamedMeta(start)) {
      addMeta(MetaFile.read(source, catalog.limits(), catalog.budget()));
    } else {
      checkType(start.kind() == DataStart.Kind.NOTHING ? null : FileType.DATA);
      addDocuments(start);
    }
  }

  /** Whether the file has the type that it must have; null is what could be any. */
  private void checkType(@Nullable FileType found) throws DumpException {
    FileType expected = catalog.choices().type();
    if (expected != null && found != null && !expected.isIn(found)) {
      throw new UnknownFormatException(
          source.name(),
          "a file of type " + expected.id() + ", as option type says",
          "one of type " + found.id(),
          "give the type that it has, or another file");
    }
  }

  private String fileName() {
    Path path = source.path();
    return path == null || !Files.isRegularFile(path) ? "" : String.valueOf(path.getFileName());
  }

  /** Whether a name, or who asks, says that an object is no document. */
  private boolean isNamedMeta(DataStart start) {
    if (start.kind() != DataStart.Kind.DOCUMENTS) {
      return false;
    }
    FileType asked = catalog.choices().type();
    String stem = DumpFileName.stem(fileName());
    return (asked != null && asked != FileType.DATA)
        || Stream.of(FileType.values())
            .anyMatch(type -> type != FileType.DATA && stem.endsWith(type.suffix()));
  }

  private void addMeta(MetaFile file) throws DumpException {
    DumpFileName name = DumpFileName.of(fileName());
    FileType named = name == null ? FileType.DATA : name.type();
    FileType type = file.type();
    if (type == null && named == FileType.DATA && !file.isEmpty()) {
      throw new UnknownFormatException(
          file.where(),
          "settings, a mapping, aliases, templates, scripts or policies",
          "another object",
          "name its format if you know it");
    }
    if (type == FileType.SETTINGS && named == FileType.ANALYZER) {
      type = named;
    }
    checkType(type);
    if (type == null || Catalog.isOfInstance(type)) {
      if (type != null) {
        catalog.addInstance(type, file);
      }
      return;
    }
    IndexMeta meta = new IndexMeta();
    meta.add(type, file);
    catalog.tellEngine(meta);
    IndexName asked = catalog.choices().index();
    for (String key : meta.allKeys()) {
      boolean only = meta.allKeys().size() == 1;
      IndexName index = asked != null && only ? asked : IndexName.of(key);
      catalog.addIndex(index, meta, key, Content.HITS, null);
    }
  }

  private void addDocuments(DataStart start) throws IOException {
    Content content = start.kind() == DataStart.Kind.DOCUMENTS ? Content.DOCUMENTS : Content.HITS;
    DumpFileName name = DumpFileName.of(fileName());
    if (name != null && name.part() >= 0) {
      catalog.notice(
          "%s: it is part %d of several; name their folder to read them all"
              .formatted(source.name(), name.part()));
    }
    String stem = DumpFileName.stem(fileName());
    String otherwise = stem.isEmpty() ? UNNAMED : stem;
    IndexName fixed = catalog.choices().index();
    if (fixed == null
        && (content == Content.DOCUMENTS
            || start.kind() == DataStart.Kind.NOTHING
            || catalog.choices().names() == ReadChoices.Names.FILES)) {
      fixed = IndexName.of(otherwise);
    }
    if (fixed != null) {
      catalog.addIndex(fixed, new IndexMeta(), null, content, start.type());
    } else if (start.index() != null) {
      catalog.addIndex(IndexName.of(start.index()), new IndexMeta(), null, content, start.type());
    }
    catalog.addDocuments(new DataSet(List.of(source), content, fixed, otherwise));
  }
}
