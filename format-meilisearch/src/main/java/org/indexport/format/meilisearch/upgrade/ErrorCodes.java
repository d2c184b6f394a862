package org.indexport.format.meilisearch.upgrade;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.indexport.json.JsonObject;

/** The codes of errors through the versions. */
final class ErrorCodes {
  static final String UNRETRIEVABLE = "unretrievable_error_code";

  private static final String LINK = "https://docs.meilisearch.com/errors#";

  /** The names of version 3; the codes of versions 1 and 2 are the same in snake case. */
  private static final Set<String> NAMES_OF_3 =
      Set.of(
          "CreateIndex",
          "IndexAlreadyExists",
          "IndexNotFound",
          "InvalidIndexUid",
          "InvalidState",
          "MissingPrimaryKey",
          "PrimaryKeyAlreadyPresent",
          "MaxFieldsLimitExceeded",
          "MissingDocumentId",
          "InvalidDocumentId",
          "Filter",
          "Sort",
          "BadParameter",
          "BadRequest",
          "DatabaseSizeLimitReached",
          "DocumentNotFound",
          "Internal",
          "InvalidGeoField",
          "InvalidRankingRule",
          "InvalidStore",
          "InvalidToken",
          "MissingAuthorizationHeader",
          "NoSpaceLeftOnDevice",
          "DumpNotFound",
          "TaskNotFound",
          "PayloadTooLarge",
          "RetrieveDocument",
          "SearchDocuments",
          "UnsupportedMediaType",
          "DumpAlreadyInProgress",
          "DumpProcessFailed",
          "InvalidContentType",
          "MissingContentType",
          "MalformedPayload",
          "MissingPayload");

  private static final Map<String, String> OTHERS_OF_4 =
      Map.of(
          "CreateIndex", "index_creation_failed",
          "MissingPrimaryKey", "primary_key_inference_failed",
          "PrimaryKeyAlreadyPresent", "index_primary_key_already_exists",
          "Filter", "invalid_filter",
          "Sort", "invalid_sort",
          "InvalidStore", "invalid_store_file",
          "InvalidToken", "invalid_api_key",
          "RetrieveDocument", "unretrievable_document",
          "SearchDocuments", "search_error",
          "DumpAlreadyInProgress", "dump_already_processing");

  private static final Set<String> CODES_BESIDES_3 =
      Set.of(
          "invalid_min_word_length_for_typo",
          "api_key_not_found",
          "missing_parameter",
          "invalid_api_key_actions",
          "invalid_api_key_indexes",
          "invalid_api_key_expires_at",
          "invalid_api_key_description");

  private static final Set<String> CODES_BESIDES_4 =
      Set.of(
          "invalid_api_key_name",
          "invalid_api_key_uid",
          "api_key_already_exists",
          "immutable_field");

  private static final Map<String, String> OTHERS_OF_6 =
      Map.ofEntries(
          Map.entry("primary_key_inference_failed", "index_primary_key_no_candidate_found"),
          Map.entry("invalid_filter", "invalid_settings_filterable_attributes"),
          Map.entry("invalid_sort", "invalid_settings_sortable_attributes"),
          Map.entry("invalid_geo_field", "invalid_document_geo_field"),
          Map.entry("invalid_ranking_rule", "invalid_settings_ranking_rules"),
          Map.entry("invalid_min_word_length_for_typo", "invalid_settings_typo_tolerance"),
          Map.entry("missing_parameter", "bad_request"),
          Map.entry("immutable_field", "bad_request"),
          Map.entry("search_error", UNRETRIEVABLE));

  private static final Set<String> INTERNAL =
      Set.of(
          "index_creation_failed",
          "invalid_state",
          "database_size_limit_reached",
          "internal",
          "invalid_store_file",
          "dump_process_failed",
          "unretrievable_document");

  private static final Set<String> AUTH = Set.of("invalid_api_key", "missing_authorization_header");

  private ErrorCodes() {}

  /** The name that version 3 has for a code of versions 1 and 2. */
  static String nameOf3(String code) {
    for (String name : NAMES_OF_3) {
      if (snake(name).equals(code)) {
        return name;
      }
    }
    return "UnretrievableErrorCode";
  }

  /** The code that version 4 has for a name of version 3. */
  static String of3(String name) {
    if (!NAMES_OF_3.contains(name)) {
      return UNRETRIEVABLE;
    }
    return OTHERS_OF_4.getOrDefault(name, snake(name));
  }

  /** The code that version 5 has for one of version 4. */
  static String of4(String code) {
    return isOf4(code) ? code : UNRETRIEVABLE;
  }

  /** The code that version 6 has for one of version 5. */
  static String of5(String code) {
    boolean known = isOf4(code) || CODES_BESIDES_4.contains(code);
    return known ? OTHERS_OF_6.getOrDefault(code, code) : UNRETRIEVABLE;
  }

  private static boolean isOf4(String code) {
    if (CODES_BESIDES_3.contains(code)) {
      return true;
    }
    for (String name : NAMES_OF_3) {
      if (of3(name).equals(code)) {
        return true;
      }
    }
    return false;
  }

  /** An error with its type and link, which follow from the code. */
  static String error(String message, String code) {
    String type = "invalid_request";
    if (INTERNAL.contains(code)) {
      type = "internal";
    } else if (AUTH.contains(code)) {
      type = "auth";
    } else if (code.equals("no_space_left_on_device")) {
      type = "system";
    }
    return new JsonObject.Builder()
        .put("message", message)
        .put("code", code)
        .put("type", type)
        .put("link", LINK + code)
        .build();
  }

  private static String snake(String name) {
    return name.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
