package org.indexport.dialects;

import org.indexport.DumpException;
import org.indexport.Settings;
import org.indexport.UnsupportedVersionException;
import org.indexport.schema.Schema;
import org.indexport.schema.Translation;
import org.indexport.spi.SchemaDialect;

/**
 * The settings of Meilisearch indexes as dumps of version 6 have them, which are those of the
 * engine's settings route. Older dumps' settings are to be brought to this form first.
 *
 * <p>What becomes what:
 *
 * <ul>
 *   <li>{@code searchableAttributes}, {@code displayedAttributes}, {@code filterableAttributes} and
 *       {@code sortableAttributes} give fields of any type with roles. A list that holds {@code *},
 *       is null or is not there gives the role to every field and to {@link Schema#otherFields()},
 *       the filterable and sortable ones excepted, which are empty then. The order of searchable
 *       attributes is the order of the fields, else that of displayed ones, else their names'.
 *   <li>A rule of {@code filterableAttributes} is carried as far as it names attributes or all of
 *       them; which features it allows is not. The first rule that an attribute matches holds.
 *   <li>{@code _geo}, where it is filterable or sortable by name, is a point on the Earth.
 *   <li>An embedder of a stated number of dimensions is the vector {@code _vectors.NAME}.
 *   <li>{@code stopWords} and {@code synonyms} are themselves, in order of their bytes.
 * </ul>
 *
 * <p>Everything else has no place in a schema: it is a loss where it is set, and never written, so
 * that the engine's defaults hold. The primary key belongs to the index and not to its settings, in
 * both directions. Stateless and thread-safe.
 */
public final class MeilisearchDialect implements SchemaDialect {
  /** The id of this dialect. */
  public static final String ID = "meilisearch";

  /** The version of this dialect: that of the dumps whose settings it reads and writes. */
  public static final String VERSION = "6";

  /** The source of an embedder whose vectors come with the documents. */
  static final String USER_PROVIDED = "userProvided";

  /** Creates the dialect. */
  public MeilisearchDialect() {}

  /**
   * Settings of this dialect and version whose secrets are found: API keys, headers, and addresses
   * that may hold credentials, in the embedders.
   *
   * @param json the settings as the engine has them, which are kept verbatim
   * @throws org.indexport.CorruptDumpException if the text is not one JSON object whose members
   *     have different names
   */
  public static Settings settings(String json) throws DumpException {
    Settings plain = Settings.of(ID, VERSION, json);
    return new Settings(ID, VERSION, json, SettingsParser.parse(plain, MeilisearchSecrets::new));
  }

  @Override
  public String id() {
    return ID;
  }

  /**
   * Reads settings of this dialect. No loss tells a value of a setting, as it may be secret.
   *
   * @throws IllegalArgumentException if the settings are of another dialect
   * @throws UnsupportedVersionException if they are of another version than {@link #VERSION}
   * @throws org.indexport.CorruptDumpException if the JSON has another shape
   */
  @Override
  public Translation<Schema> read(Settings settings) throws DumpException {
    if (!settings.dialect().equals(ID)) {
      throw new IllegalArgumentException("not settings of Meilisearch: " + settings.dialect());
    }
    String version = settings.version();
    if (version != null && !version.equals(VERSION) && !version.equals("V" + VERSION)) {
      throw new UnsupportedVersionException(
          "settings of dialect meilisearch", version, VERSION, VERSION);
    }
    return SettingsParser.parse(settings, MeilisearchSettingsParser::new);
  }

  /**
   * Writes settings of this dialect: always the four lists of attributes, stop words and synonyms,
   * and embedders only if there are any, all in the engine's own order. They hold no secrets.
   * Filterable attributes are plain names unless a role of other fields cannot be said so.
   */
  @Override
  public Translation<Settings> write(Schema schema) {
    return new MeilisearchSettingsWriter(schema).write();
  }
}
