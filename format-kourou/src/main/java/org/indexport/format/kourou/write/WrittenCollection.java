package org.indexport.format.kourou.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Settings;
import org.indexport.dialects.MappingType;
import org.indexport.format.kourou.FormatKourou;
import org.indexport.schema.SchemaDialects;
import org.indexport.schema.SettingsTranslation;
import org.indexport.schema.Translation;
import org.jspecify.annotations.Nullable;

/** A collection that is written: what was asked for, what becomes of it, and what is lost. */
final class WrittenCollection {
  private final IndexInfo declared;
  private final IndexInfo written;
  private final MappingsText mappings;
  private final List<String> losses;
  private final DocumentText text;
  private final AtomicLong madeIds = new AtomicLong();
  private final AtomicLong lostRoutings = new AtomicLong();
  private final AtomicBoolean idsChanged = new AtomicBoolean();

  private WrittenCollection(
      IndexInfo declared, MappingsText mappings, List<String> losses, WriteChoices choices) {
    this.declared = declared;
    this.mappings = mappings;
    this.losses = losses;
    List<String> fields =
        choices.fields() == null ? CsvTable.fieldsOf(mappings.mappings()) : choices.fields();
    this.text = new DocumentText(choices.form(), new CsvTable(fields));
    this.written =
        IndexInfo.builder(declared.name())
            .lines(Lines.ENVELOPE)
            .settings(
                choices.hasMappings()
                    ? Settings.of(FormatKourou.DIALECT, null, mappings.body())
                    : null)
            .extensions(extensions())
            .build();
  }

  static WrittenCollection of(IndexInfo index, SchemaDialects dialects, WriteChoices choices) {
    List<String> losses = new ArrayList<>();
    IndexInfo translated = translated(index, dialects, losses);
    MappingsText mappings = mappings(translated, choices, losses);
    if (!choices.hasMappings() && translated.settings() != null) {
      losses.add("settings: they are left out, as the option type asks");
    }
    if (translated.primaryKey() != null) {
      losses.add(
          "primary key: kourou has no place for it"
              + (index.lines() == Lines.SOURCE
                  ? "; ids are taken from '%s' and written as _id"
                      .formatted(translated.primaryKey())
                  : ""));
    }
    if (index.createdAt() != null || index.updatedAt() != null) {
      losses.add("createdAt, updatedAt: kourou has no place for them");
    }
    IndexInfo declared = index.toBuilder().primaryKey(translated.primaryKey()).build();
    return new WrittenCollection(declared, mappings, losses, choices);
  }

  private static IndexInfo translated(
      IndexInfo index, SchemaDialects dialects, List<String> losses) {
    try {
      Translation<IndexInfo> translation =
          SettingsTranslation.of(index, FormatKourou.DIALECT, dialects);
      losses.addAll(translation.losses());
      return translation.value();
    } catch (DumpException e) {
      losses.add("settings: none is written, as they cannot be read: " + e.getMessage());
      return index.toBuilder().settings(null).build();
    }
  }

  private static MappingsText mappings(IndexInfo index, WriteChoices choices, List<String> losses) {
    Settings settings = index.settings();
    if (settings == null || !choices.hasMappings()) {
      return MappingsText.EMPTY;
    }
    try {
      return MappingsText.of(index.name(), settings, choices.settings(), losses);
    } catch (DumpException e) {
      losses.add("settings: none is written, as they cannot be read: " + e.getMessage());
      return MappingsText.EMPTY;
    }
  }

  IndexName name() {
    return declared.name();
  }

  /** The index as it is read again. */
  IndexInfo written() {
    return written;
  }

  MappingsText mappings() {
    return mappings;
  }

  /** What the header of its documents holds beside the names. */
  Map<String, String> extensions() {
    return MappingType.tellingExtensions(declared);
  }

  DocumentText text() {
    return text;
  }

  /** The member that holds ids, where they do not lie beside documents. */
  @Nullable String primaryKey() {
    return declared.lines() == Lines.SOURCE ? declared.primaryKey() : null;
  }

  /** Makes an id for a document that has none. */
  String makeId() {
    idsChanged.set(true);
    return "indexport-" + madeIds.incrementAndGet();
  }

  /** Notes that a document loses what lies beside it. */
  void loseRouting() {
    idsChanged.set(true);
    lostRoutings.incrementAndGet();
  }

  /** Whether what lies beside documents is not what was given. */
  boolean isChanged() {
    return idsChanged.get();
  }

  List<String> losses() {
    List<String> all = new ArrayList<>(losses);
    if (madeIds.get() > 0) {
      all.add("ids: %d documents have none and got one".formatted(madeIds.get()));
    }
    if (lostRoutings.get() > 0) {
      all.add(
          "routings, versions: %d documents lose theirs, as kourou has no place for them"
              .formatted(lostRoutings.get()));
    }
    String structures = text.loss();
    if (structures != null) {
      all.add(structures);
    }
    if (text.numbers().isFound()) {
      all.add(text.numbers().describe("Kuzzle and kourou change when they load them"));
    }
    return all;
  }
}
