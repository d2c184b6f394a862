package org.indexport.format.kourou.read;

import java.io.IOException;
import java.util.Objects;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.UnknownFormatException;
import org.indexport.format.kourou.FormatKourou;
import org.indexport.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Fills a catalog from one file or stream. */
final class FileCatalog {
  private final FileSource file;
  private final Catalog catalog;
  private final ReadOptions.Damage damage;

  private FileCatalog(FileSource file, Catalog catalog, ReadOptions.Damage damage) {
    this.file = file;
    this.catalog = catalog;
    this.damage = damage;
  }

  static Catalog of(DumpSource source, ReadOptions options, ReadChoices choices)
      throws IOException {
    Catalog catalog = new Catalog(source.name(), options.limits(), choices);
    new FileCatalog(FileSource.of(source, catalog), catalog, options.damage()).fill();
    catalog.finish();
    return catalog;
  }

  private void fill() throws IOException {
    FileStart start = file.start();
    switch (start.kind()) {
      case LINES -> addDocuments(DocumentFile.Form.LINES);
      case PAIRS -> addDocuments(DocumentFile.Form.PAIRS);
      case MAPPINGS -> file.addMappings(file.object());
      case SECURITY -> file.addSecurity(Objects.requireNonNull(start.security()));
      case OBJECT -> addObject();
      case NOTHING, OTHER, ERRORS -> addHeadless();
    }
  }

  private void addDocuments(DocumentFile.Form form) throws CorruptDumpException, IOException {
    CollectionHeader header = Objects.requireNonNull(file.start().header());
    file.addDocuments(form, name(header.index(), header.collection()));
  }

  private IndexName name(@Nullable String index, @Nullable String collection) throws IOException {
    String space = index == null ? catalog.choices().index() : index;
    String own = collection == null ? catalog.choices().collection() : collection;
    if (space == null || own == null) {
      throw new CorruptDumpException(
          file.name() + ": line 1",
          "the names of index and collection",
          file.shown(),
          "name them with the options %s and %s"
              .formatted(FormatKourou.INDEX, FormatKourou.COLLECTION));
    }
    return MappingsFile.name(file.name(), space, own);
  }

  private void addHeadless() throws IOException {
    boolean named = catalog.choices().index() != null && catalog.choices().collection() != null;
    if (damage == ReadOptions.Damage.REFUSE || !named) {
      throw Catalog.headless(file.name(), file.shown());
    }
    file.addDocuments(DocumentFile.Form.HEADLESS_LINES, name(null, null));
  }

  /** A mapping, or what is called like documents and has lost its header. */
  private void addObject() throws IOException {
    if (file.source().path() == null || file.isNamedDocuments()) {
      addHeadless();
      return;
    }
    JsonObject object = file.object();
    if (MappingsFile.isBare(object)) {
      catalog.addSettings(file.name(), name(null, null), MappingsFile.wrapped(object.toString()));
      return;
    }
    if (file.addUntyped() != null || catalog.isEmpty()) {
      throw new UnknownFormatException(
          file.name(),
          CollectionHeader.EXPECTED + ", or a file of mappings, roles, profiles or users",
          file.shown(),
          "name its format if you know it");
    }
  }
}
