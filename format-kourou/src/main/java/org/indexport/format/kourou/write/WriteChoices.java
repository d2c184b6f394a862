package org.indexport.format.kourou.write;

import java.util.List;
import org.indexport.WriteOptions;
import org.indexport.format.kourou.FormatKourou;
import org.indexport.spi.FormatOptions;
import org.jspecify.annotations.Nullable;

/**
 * The options of the format for writing.
 *
 * @param form how documents are written
 * @param fields the columns of a table, or null for those of the mapping
 * @param type which files a collection gets
 * @param layout what the folder is
 * @param settings which settings are written
 * @param lastLine how often the last document is written
 * @param missingIds what becomes of documents without id
 * @param manifest what becomes of our own manifest
 */
record WriteChoices(
    Form form,
    @Nullable List<String> fields,
    Type type,
    Layout layout,
    SettingsKept settings,
    LastLine lastLine,
    MissingIds missingIds,
    Beside manifest) {
  /** How documents are written. */
  enum Form {
    /** One on a line. */
    JSONL("documents.jsonl"),
    /** All of a collection in one array. */
    KUZZLE("documents.json"),
    /** As rows of a table. */
    CSV("documents.csv");

    private final String file;

    Form(String file) {
      this.file = file;
    }

    /** What the tool calls a file of it. */
    String file() {
      return file;
    }
  }

  /** Which files a collection gets. */
  enum Type {
    /** Both. */
    ALL,
    /** Its documents. */
    DATA,
    /** Its mappings. */
    MAPPINGS
  }

  /** What the folder is. */
  enum Layout {
    /** It holds folders of indexes. */
    TREE,
    /** It holds the folders of one index's collections. */
    INDEX,
    /** It holds the files of one collection. */
    COLLECTION
  }

  /** Which settings are written. */
  enum SettingsKept {
    /** None. */
    NONE,
    /** Those that can be set. */
    ALL,
    /** Those that do not depend on the size of a cluster. */
    PORTABLE
  }

  /** How often the last document is written. */
  enum LastLine {
    /** Once, as all others. */
    ONCE,
    /** Twice where the tool would lose it. */
    REPEATED
  }

  /** What becomes of documents without id. */
  enum MissingIds {
    /** They are errors. */
    REFUSED,
    /** They get one. */
    MADE
  }

  /** What becomes of our own manifest. */
  enum Beside {
    /** It is written beside the folder. */
    BESIDE,
    /** It is not written. */
    NONE
  }

  static WriteChoices of(WriteOptions options) {
    Form form = choice(Form.class, FormatKourou.FORMAT, options, Form.JSONL);
    return new WriteChoices(
        form,
        fields(form, options.option(FormatKourou.FIELDS)),
        choice(Type.class, FormatKourou.TYPE, options, Type.ALL),
        choice(Layout.class, FormatKourou.LAYOUT, options, Layout.TREE),
        choice(SettingsKept.class, FormatKourou.SETTINGS, options, SettingsKept.NONE),
        choice(LastLine.class, FormatKourou.LAST_LINE, options, LastLine.ONCE),
        choice(MissingIds.class, FormatKourou.MISSING_IDS, options, MissingIds.REFUSED),
        choice(Beside.class, FormatKourou.MANIFEST, options, Beside.BESIDE));
  }

  private static @Nullable List<String> fields(Form form, @Nullable String option) {
    if (option == null) {
      return null;
    }
    List<String> fields = List.of(option.split(",", -1)).stream().map(String::strip).toList();
    if (form != Form.CSV || fields.contains("")) {
      throw new IllegalArgumentException(
          "option %s: expected names such as title,author.name, with option %s=csv, found '%s'"
              .formatted(FormatKourou.FIELDS, FormatKourou.FORMAT, option));
    }
    return fields;
  }

  private static <E extends Enum<E>> E choice(
      Class<E> type, String option, WriteOptions options, E otherwise) {
    return FormatOptions.choice(type, option, options.option(option), otherwise);
  }

  boolean hasDocuments() {
    return type != Type.MAPPINGS;
  }

  boolean hasMappings() {
    return type != Type.DATA;
  }
}
