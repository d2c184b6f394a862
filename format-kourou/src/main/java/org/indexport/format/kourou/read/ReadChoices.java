package org.indexport.format.kourou.read;

import org.indexport.ReadOptions;
import org.indexport.format.kourou.FormatKourou;
import org.indexport.spi.FormatOptions;
import org.jspecify.annotations.Nullable;

/**
 * The options of the format for reading.
 *
 * @param index the index of Kuzzle, whatever files say, or null
 * @param collection the collection, whatever files say, or null
 * @param secondHeaders which headers may stand within a file
 */
record ReadChoices(
    @Nullable String index, @Nullable String collection, SecondHeaders secondHeaders) {
  /** Which headers may stand within a file. */
  enum SecondHeaders {
    /** Those of another collection. */
    DIFFERING,
    /** Those of the same collection too. */
    ANY
  }

  static ReadChoices of(ReadOptions options) {
    return new ReadChoices(
        name(options, FormatKourou.INDEX),
        name(options, FormatKourou.COLLECTION),
        FormatOptions.choice(
            SecondHeaders.class,
            FormatKourou.SECOND_HEADERS,
            options.option(FormatKourou.SECOND_HEADERS),
            SecondHeaders.DIFFERING));
  }

  private static @Nullable String name(ReadOptions options, String option) {
    String name = options.option(option);
    if (name != null && name.isEmpty()) {
      throw new IllegalArgumentException("option " + option + ": expected a name, found nothing");
    }
    return name;
  }
}
