package org.indexport.format.meilisearch.write;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Settings;
import org.indexport.dialects.MappingType;
import org.indexport.dialects.MeilisearchDialect;
import org.indexport.format.meilisearch.write.Spool.Stretch;
import org.indexport.format.meilisearch.write.WriteChoices.Ids;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.indexport.schema.SchemaDialects;
import org.indexport.schema.SettingsTranslation;
import org.indexport.schema.Translation;
import org.jspecify.annotations.Nullable;

/** One index: what was asked for, what is written, and how far that is. */
final class WrittenIndex {
  private static final String NO_SETTINGS = "{}";
  private static final String DEFAULT_ID = "id";
  private static final String NO_KEY = "primaryKey: none is named; ";
  private static final String ONLY =
      " is taken, as the only name in the first document that ends in 'id'";
  private static final String NO_CANDIDATE = "Meilisearch will refuse this dump, as ";

  private final IndexInfo declared;
  private final boolean leftOut;
  private final List<String> losses;
  private final IdReport ids = new IdReport();
  private final AtomicLong documents = new AtomicLong();

  /** Changed under the writer's lock, by the first document. */
  private volatile IndexInfo written;

  // Guarded by the writer's lock.
  private String folder = "";
  private boolean described;
  private long announced = -1;
  private @Nullable Stretch stretch;
  private boolean finished;
  private boolean keyDecided;
  private @Nullable String guess;
  private @Nullable String keyProblem;

  private WrittenIndex(
      IndexInfo declared, IndexInfo written, boolean leftOut, List<String> losses) {
    this.declared = declared;
    this.leftOut = leftOut;
    this.losses = losses;
    this.written = written;
  }

  /**
   * Finds out how an index is written.
   *
   * @throws IOException if its settings cannot be fitted to the engine
   */
  static WrittenIndex of(IndexInfo index, WriteChoices choices, SchemaDialects dialects)
      throws IOException {
    List<String> losses = new ArrayList<>();
    IndexInfo translated = translated(index, dialects, losses);
    IndexInfo.Builder written =
        translated.toBuilder().lines(Lines.SOURCE).settings(fitted(translated, choices, losses));
    if (index.lines() == Lines.ENVELOPE) {
      written.primaryKey(idMember(translated, choices));
    }
    lose(index, losses);
    boolean leftOut =
        NameRules.isInternal(index.name()) && !choices.profile().takesInternalIndexes();
    if (leftOut) {
      losses.add(
          "the index is left out: Meilisearch %s does not know it"
              .formatted(choices.profile().oldest().shown()));
    }
    return new WrittenIndex(index, written.build(), leftOut, losses);
  }

  private static String idMember(IndexInfo index, WriteChoices choices) {
    if (choices.idField() != null) {
      return choices.idField();
    }
    return index.primaryKey() == null ? DEFAULT_ID : index.primaryKey();
  }

  private static IndexInfo translated(
      IndexInfo index, SchemaDialects dialects, List<String> losses) {
    try {
      Translation<IndexInfo> translation =
          SettingsTranslation.of(index, MeilisearchDialect.ID, dialects);
      losses.addAll(translation.losses());
      return translation.value();
    } catch (DumpException e) {
      losses.add("settings: none is carried, as they cannot be read: " + e.getMessage());
      return index.toBuilder().settings(null).build();
    }
  }

  private static @Nullable Settings fitted(
      IndexInfo index, WriteChoices choices, List<String> losses) throws DumpException {
    Settings settings = index.settings();
    if (settings == null) {
      return null;
    }
    if (!choices.profile().isNamed()) {
      losses.addAll(SettingsProfile.cautions(settings.json()));
      return settings;
    }
    try {
      SettingsProfile.Result fitted =
          SettingsProfile.fit(settings.json(), choices.profile().oldest());
      losses.addAll(fitted.losses());
      return new Settings(
          settings.dialect(), settings.version(), fitted.json(), settings.secrets());
    } catch (MalformedJsonException e) {
      throw new CorruptDumpException(
          "settings of index %s, byte %d".formatted(index.name(), e.offset()),
          e.expected(),
          e.found(),
          "leave target-version out to have them as they are");
    }
  }

  private static void lose(IndexInfo index, List<String> losses) {
    for (String extension : MappingType.tellingExtensions(index).keySet()) {
      if (!extension.equals(V6Metadata.EXTENSION)) {
        losses.add(extension + ": version 6 has no place for it");
      }
    }
    String name = V6Metadata.text(index, V6Metadata.DISPLAY_NAME);
    if (name != null) {
      losses.add(V6Metadata.DISPLAY_NAME + ": version 6 has no place for it");
    }
  }

  IndexName name() {
    return declared.name();
  }

  IndexInfo declared() {
    return declared;
  }

  /** The index as it is read again. */
  IndexInfo written() {
    return written;
  }

  /** Whether the engine that the dump is for has no place for it. */
  boolean isLeftOut() {
    return leftOut;
  }

  IdReport ids() {
    return ids;
  }

  /** Counts a document; returns its number, from 1. */
  long countDocument() {
    return documents.incrementAndGet();
  }

  long documents() {
    return documents.get();
  }

  /** Whether documents may be written otherwise than they are given. */
  boolean isChanging(WriteChoices choices) {
    return declared.lines() == Lines.ENVELOPE || choices.ids() == Ids.MAPPED;
  }

  /** Whether its primary key is still to be decided: documents must not be without. */
  boolean lacksKey(WriteChoices choices) {
    return !keyDecided
        && written.primaryKey() == null
        && (choices.idField() != null || choices.ids() != Ids.UNCHECKED);
  }

  /** Whether documents are to come that decide on its primary key. */
  boolean awaitsKey(WriteChoices choices) {
    return !leftOut && announced != 0 && lacksKey(choices);
  }

  /**
   * Decides on the primary key, once, where none is named.
   *
   * @return the key, or null if there can be none
   */
  @Nullable String decideKey(KeyGuess first, WriteChoices choices) {
    String key = choices.idField() == null ? first.key() : choices.idField();
    if (!keyDecided && lacksKey(choices)) {
      if (key == null) {
        keyProblem = first.problem();
      } else {
        written = written.toBuilder().primaryKey(key).build();
        guess = choices.idField() == null ? NO_KEY + JsonText.quote(key) + ONLY : null;
      }
    } else if (!keyDecided) {
      guess = NO_KEY + (key == null ? NO_CANDIDATE + first.problem() : JsonText.quote(key) + ONLY);
    }
    keyDecided = true;
    return written.primaryKey();
  }

  /** Why the engine could not tell which member is the primary key; null if that is no matter. */
  @Nullable String keyRefusal() {
    return keyProblem == null
        ? null
        : "index %s: no primary key is named, and %s".formatted(name(), keyProblem);
  }

  /** Whether the files are written that say what it is. */
  boolean isDescribed() {
    return described;
  }

  void described() {
    described = true;
  }

  byte[] settings() {
    Settings settings = written.settings();
    return (settings == null ? NO_SETTINGS : settings.json()).getBytes(StandardCharsets.UTF_8);
  }

  boolean hasSecrets() {
    return written.holdsSecrets();
  }

  String folder() {
    return folder;
  }

  void folder(String path) {
    folder = path;
  }

  /** How many bytes the file of documents is to have, or -1 where nobody has said. */
  long announced() {
    return announced;
  }

  void announce(long bytes) {
    announced = bytes;
  }

  /** What is kept until all of it is known, or null. */
  @Nullable Stretch stretch() {
    return stretch;
  }

  void stretch(Stretch value) {
    stretch = value;
  }

  /** Whether the file of documents is in the archive. */
  boolean isFinished() {
    return finished;
  }

  void finished() {
    finished = true;
  }

  List<String> losses() {
    List<String> all = new ArrayList<>(losses);
    if (guess != null) {
      all.add(guess);
    }
    all.addAll(ids.losses(String.valueOf(written.primaryKey())));
    return all;
  }
}
