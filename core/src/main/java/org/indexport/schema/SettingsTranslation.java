package org.indexport.schema;

import java.util.ArrayList;
import java.util.List;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.Settings;
import org.indexport.spi.SchemaDialect;
import org.jspecify.annotations.Nullable;

/**
 * Brings an index's settings into the words of another engine: as they are where the engines say
 * all things alike, else by way of the neutral schema.
 */
public final class SettingsTranslation {
  private SettingsTranslation() {}

  /**
   * Translates.
   *
   * @param index the index with its settings, if it has any
   * @param dialect the target's dialect, or null to leave settings as they are
   * @param dialects the dialects that are known
   * @return the index with other settings, or without, and its primary key if they tell it
   * @throws DumpException if the settings are not what their dialect allows
   */
  public static Translation<IndexInfo> of(
      IndexInfo index, @Nullable String dialect, SchemaDialects dialects) throws DumpException {
    Settings settings = index.settings();
    if (dialect == null || settings == null || settings.dialect().equals(dialect)) {
      return new Translation<>(index, List.of());
    }
    SchemaDialect from = dialects.byId(settings.dialect());
    SchemaDialect to = dialects.byId(dialect);
    if (from == null || to == null) {
      String unknown = from == null ? settings.dialect() : dialect;
      String loss =
          "settings: no dialect '%s' is on the path, so none of them is carried".formatted(unknown);
      return new Translation<>(index.toBuilder().settings(null).build(), List.of(loss));
    }
    Settings adopted = to.adopt(settings);
    if (adopted != null) {
      return new Translation<>(index.toBuilder().settings(adopted).build(), List.of());
    }
    Translation<Schema> schema = from.read(settings);
    Translation<Settings> translated = to.write(schema.value());
    List<String> losses = new ArrayList<>(schema.losses());
    losses.addAll(translated.losses());
    IndexInfo.Builder result = index.toBuilder().settings(translated.value());
    if (index.primaryKey() == null) {
      result.primaryKey(schema.value().primaryKey());
    }
    return new Translation<>(result.build(), losses);
  }
}
