package org.indexport.format.meilisearch.write;

import org.indexport.WriteOptions;
import org.indexport.format.meilisearch.FormatMeilisearch;
import org.jspecify.annotations.Nullable;

/**
 * What the options of a format ask for.
 *
 * @param profile the engine that the dump is for
 * @param idField the primary key where none is named, and the member that takes ids which lie
 *     outside of documents; or null
 * @param ids what becomes of ids that the engine refuses
 * @param originalIdField the member that keeps an id that was mapped
 */
record WriteChoices(
    TargetProfile profile, @Nullable String idField, Ids ids, String originalIdField) {
  /** What becomes of ids that the engine refuses. */
  enum Ids {
    /** The dump is not written. */
    REFUSED,
    /** They become ids that it takes. */
    MAPPED,
    /** Nobody looks at them. */
    UNCHECKED
  }

  private static final String ORIGINAL_ID = "_indexport_id";

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException if a value is none of those allowed
   */
  static WriteChoices of(WriteOptions options) {
    String idField = options.option(FormatMeilisearch.ID_FIELD);
    if (idField != null && idField.isEmpty()) {
      throw new IllegalArgumentException("option id-field: expected a name, found nothing");
    }
    String problem = idField == null ? null : NameRules.keyProblem(idField);
    if (problem != null) {
      throw new IllegalArgumentException("option id-field: " + problem);
    }
    String original = options.option(FormatMeilisearch.ORIGINAL_ID_FIELD);
    if (original != null && original.isEmpty()) {
      throw new IllegalArgumentException(
          "option original-id-field: expected a name, found nothing");
    }
    return new WriteChoices(
        TargetProfile.of(options.option(FormatMeilisearch.TARGET_VERSION)),
        idField,
        ids(options.option(FormatMeilisearch.IDS)),
        original == null ? ORIGINAL_ID : original);
  }

  private static Ids ids(@Nullable String option) {
    if (option == null || option.equals("refused")) {
      return Ids.REFUSED;
    }
    if (option.equals("mapped")) {
      return Ids.MAPPED;
    }
    if (option.equals("unchecked")) {
      return Ids.UNCHECKED;
    }
    throw new IllegalArgumentException(
        "option ids: expected refused, mapped or unchecked, found '" + option + "'");
  }
}
