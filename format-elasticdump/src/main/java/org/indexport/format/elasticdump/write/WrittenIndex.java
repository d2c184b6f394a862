package org.indexport.format.elasticdump.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Settings;
import org.indexport.dialects.MappingType;
import org.indexport.dialects.ServerSettings;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.json.MalformedJsonException;
import org.indexport.schema.SchemaDialects;
import org.indexport.schema.SettingsTranslation;
import org.indexport.schema.Translation;
import org.jspecify.annotations.Nullable;

/** One index: as it was declared, and as it is written. */
final class WrittenIndex {
  /** The same settings under the other engine's name. */
  private static final String OPENSEARCH = "opensearch";

  /** What one request of the tool may have, with room for the lines between documents. */
  private static final long REQUEST_BYTES = 90_000_000;

  /** How many documents the tool sends in one request, if it is not told. */
  private static final long USUAL_LIMIT = 100;

  private final IndexInfo declared;
  private final IndexInfo written;
  private final List<String> losses;
  private final AtomicLong withoutId = new AtomicLong();
  private final HitLines lines;
  private MetaTexts texts;

  private WrittenIndex(
      IndexInfo declared, IndexInfo written, MetaTexts texts, List<String> losses) {
    this.declared = declared;
    this.written = written;
    this.losses = losses;
    this.texts = texts;
    this.lines = HitLines.of(declared.name().name(), MappingType.of(written));
  }

  static WrittenIndex of(IndexInfo index, SchemaDialects dialects, WriteChoices.Bodies bodies) {
    List<String> losses = new ArrayList<>();
    IndexInfo translated = translated(index, dialects, losses);
    Settings settings = translated.settings();
    boolean bare = bodies == WriteChoices.Bodies.SOURCES;
    IndexInfo written =
        IndexInfo.builder(index.name())
            .lines(bare ? Lines.SOURCE : Lines.ENVELOPE)
            .settings(settings == null ? null : withoutServers(settings))
            .extensions(bare ? Map.of() : type(index))
            .build();
    MetaTexts texts;
    try {
      texts = MetaTexts.of(written);
    } catch (DumpException e) {
      losses.add("settings: none is written, as they cannot be read: " + e.getMessage());
      written = written.toBuilder().settings(null).build();
      texts = MetaTexts.bare(index.name());
    }
    if (bare) {
      loseIds(translated, losses);
    } else {
      lose(translated, losses);
    }
    loseRest(translated, written, losses);
    IndexInfo declared = index.toBuilder().primaryKey(translated.primaryKey()).build();
    return new WrittenIndex(declared, written, texts, losses);
  }

  /** Of the extensions, hits have place for this one. */
  private static Map<String, String> type(IndexInfo index) {
    String type = MappingType.of(index);
    return type == null ? Map.of() : Map.of(IndexInfo.MAPPING_TYPE, type);
  }

  /** The tool cannot load what a server has noted down itself. */
  private static Settings withoutServers(Settings settings) {
    try {
      return ServerSettings.without(settings);
    } catch (MalformedJsonException e) {
      // Whoever writes them tells it.
      return settings;
    }
  }

  private static IndexInfo translated(
      IndexInfo index, SchemaDialects dialects, List<String> losses) {
    Settings settings = index.settings();
    if (settings != null && settings.dialect().equals(OPENSEARCH)) {
      Settings same = Settings.of(FormatElasticdump.DIALECT, null, settings.json());
      return index.toBuilder().settings(same).build();
    }
    try {
      Translation<IndexInfo> translation =
          SettingsTranslation.of(index, FormatElasticdump.DIALECT, dialects);
      losses.addAll(translation.losses());
      return translation.value();
    } catch (DumpException e) {
      losses.add("settings: none is written, as they cannot be read: " + e.getMessage());
      return index.toBuilder().settings(null).build();
    }
  }

  private static void lose(IndexInfo index, List<String> losses) {
    if (index.primaryKey() != null) {
      losses.add(
          "primary key: elasticdump has no place for it"
              + (index.lines() == Lines.SOURCE
                  ? "; ids are taken from '%s' and written as _id".formatted(index.primaryKey())
                  : ""));
    }
  }

  private static void loseIds(IndexInfo index, List<String> losses) {
    if (index.lines() == Lines.ENVELOPE) {
      losses.add("ids, routings, versions: documents are written without, as asked for");
    }
  }

  private static void loseRest(IndexInfo index, IndexInfo written, List<String> losses) {
    if (index.createdAt() != null || index.updatedAt() != null) {
      losses.add("createdAt, updatedAt: elasticdump has no place for them");
    }
    for (String extension : MappingType.tellingExtensions(index).keySet()) {
      if (!written.extensions().containsKey(extension)) {
        losses.add(extension + ": elasticdump has no place for it");
      }
    }
    if (NameRules.isFolded(index.name())) {
      losses.add("name: elasticdump loads the index in lower case");
    }
  }

  IndexName name() {
    return declared.name();
  }

  /** The index as it is read again. */
  IndexInfo written() {
    return written;
  }

  /** The member that holds ids, where they do not lie beside documents. */
  @Nullable String primaryKey() {
    return declared.lines() == Lines.SOURCE ? declared.primaryKey() : null;
  }

  AtomicLong withoutId() {
    return withoutId;
  }

  HitLines lines() {
    return lines;
  }

  MetaTexts texts() {
    return texts;
  }

  void texts(MetaTexts changed) {
    texts = changed;
  }

  /** Notes that something is not written. */
  void lose(String sentence) {
    losses.add(sentence);
  }

  List<String> losses() {
    List<String> all = new ArrayList<>(losses);
    if (withoutId.get() > 0) {
      all.add(
          withoutId.get() == 1
              ? "ids: 1 document has none; the server makes one"
              : "ids: %d documents have none; the server makes some".formatted(withoutId.get()));
    }
    if (lines.numbers().isFound()) {
      all.add(
          lines.numbers().describe("elasticdump changes when it loads them")
              + "; load them with --support-big-int, or with indexport");
    }
    long limit = REQUEST_BYTES / Math.max(1, lines.longest());
    if (limit < USUAL_LIMIT) {
      all.add(
          "size: the longest line has %d bytes; load with elasticdump --limit=%d at most"
              .formatted(lines.longest(), Math.max(1, limit)));
    }
    return all;
  }
}
