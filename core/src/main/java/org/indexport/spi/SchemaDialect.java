package org.indexport.spi;

import org.indexport.DumpException;
import org.indexport.Settings;
import org.indexport.schema.Schema;
import org.indexport.schema.Translation;
import org.jspecify.annotations.Nullable;

/**
 * Translates one engine's settings to the neutral {@link Schema} and back. Stateless, with a public
 * no-argument constructor, listed in {@code module-info} and {@code META-INF/services}.
 */
public interface SchemaDialect {
  /** The id that {@link Settings#dialect()} has. */
  String id();

  /**
   * Reads settings of this dialect. Every setting that the schema cannot carry is listed.
   *
   * @throws DumpException if the JSON is not what the dialect allows
   */
  Translation<Schema> read(Settings settings) throws DumpException;

  /** Writes settings of this dialect. Everything that the engine cannot carry is listed. */
  Translation<Settings> write(Schema schema);

  /**
   * Takes settings of another dialect, where both say all things alike, so that nothing is lost on
   * the way through a schema. By default nobody's are taken.
   *
   * @param other settings of another dialect
   * @return the same in this dialect, or null if they go by way of the schema
   */
  default @Nullable Settings adopt(Settings other) {
    return null;
  }

  /**
   * Settings in a form in which two indexes that were set up alike are equal: without what an
   * engine notes down itself, such as when it made the index, and with one spelling of what it
   * takes in several. Secrets keep their places.
   *
   * @throws DumpException if the JSON is not what the dialect allows
   */
  default Settings comparable(Settings settings) throws DumpException {
    return settings;
  }
}
