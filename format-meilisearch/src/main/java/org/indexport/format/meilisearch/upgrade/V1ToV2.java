package org.indexport.format.meilisearch.upgrade;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** From the engine's first design to its second: facets become filters, updates get a log. */
final class V1ToV2 {
  private V1ToV2() {}

  static Map<String, JsonValue> settings(Map<String, JsonValue> old, Omissions omissions)
      throws MalformedJsonException {
    Map<String, JsonValue> settings = new LinkedHashMap<>(old);
    JsonValue displayed = settings.get("displayedAttributes");
    if (displayed != null) {
      settings.put("displayedAttributes", displayed.asSet());
    }
    JsonValue facets = settings.remove("attributesForFaceting");
    if (facets != null) {
      settings.put("filterableAttributes", facets);
      settings.put("sortableAttributes", facets);
    }
    JsonValue rules = settings.get("rankingRules");
    if (rules != null && !rules.isNull()) {
      settings.put("rankingRules", JsonValue.list(RankingRules.of1(rules.strings(), omissions)));
    }
    return settings;
  }

  /** A line of an index's log; null for what did not happen or means nothing any more. */
  static @Nullable String update(JsonObject line, String index, Omissions omissions)
      throws MalformedJsonException {
    String status = Required.string(line, "status");
    JsonObject type = Required.object(line, "type");
    String name = Required.string(type, "name");
    boolean isCustom = name.equals("Customs");
    if (isCustom || status.equals("enqueued")) {
      omissions.add(isCustom ? Omissions.Kind.CUSTOM : Omissions.Kind.UNFINISHED);
      return null;
    }
    Instant processed = Required.time(line, "processedAt");
    Instant started = Timestamps.before(processed, Required.raw(line, "duration"));
    if (started == null) {
      throw line.unexpected("duration", "a number of seconds");
    }
    JsonObject.Builder update = new JsonObject.Builder().put("status", status);
    switch (status) {
      case "processed" ->
          update
              .putRaw("success", success(type, name))
              .put("processedAt", Timestamps.format(processed));
      case "failed" ->
          update.putRaw("error", error(line)).put("failedAt", Timestamps.format(processed));
      default -> throw line.unexpected("status", "enqueued, processed or failed");
    }
    update
        .putRaw("updateId", Required.raw(line, "updateId"))
        .putRaw("meta", meta(type, name, omissions))
        .put("enqueuedAt", Timestamps.format(Required.time(line, "enqueuedAt")))
        .putRaw("content", "null")
        .put("startedProcessingAt", Timestamps.format(started));
    return new JsonObject.Builder().put("uid", index).putRaw("update", update.build()).build();
  }

  private static String error(JsonObject line) throws MalformedJsonException {
    String message = line.string("error");
    String code = line.string("errorCode");
    return new JsonObject.Builder()
        .put("message", message == null ? "" : message)
        .put("errorCode", code == null ? "" : code)
        .build();
  }

  private static String success(JsonObject type, String name) throws MalformedJsonException {
    return switch (name) {
      case "DocumentsAddition", "DocumentsPartial" ->
          Tagged.write("DocumentsAddition", number("nb_documents", type));
      case "DocumentsDeletion" -> Tagged.write("DocumentDeletion", number("deleted", type));
      default -> "\"Other\"";
    };
  }

  private static String number(String name, JsonObject type) throws MalformedJsonException {
    return new JsonObject.Builder().put(name, Required.count(type, "number")).build();
  }

  private static String meta(JsonObject type, String name, Omissions omissions)
      throws MalformedJsonException {
    JsonObject.Builder meta = new JsonObject.Builder();
    switch (name) {
      case "DocumentsAddition", "DocumentsPartial" ->
          meta.put("type", "DocumentsAddition")
              .put("method", name.endsWith("n") ? "ReplaceDocuments" : "UpdateDocuments")
              .put("format", "Json")
              .putRaw("primary_key", "null");
      case "DocumentsDeletion" -> meta.put("type", "DeleteDocuments").putRaw("ids", "[]");
      case "ClearAll" -> meta.put("type", "ClearDocuments");
      case "Settings" -> {
        meta.put("type", "Settings");
        updated(Required.object(type, "settings"), omissions)
            .forEach((member, value) -> meta.putRaw(member, value.raw()));
      }
      default -> throw type.unexpected("name", "an update that version 1 has");
    }
    return meta.build();
  }

  /** The settings of an update, which are written in other words than those of an index. */
  private static Map<String, JsonValue> updated(JsonObject json, Omissions omissions)
      throws MalformedJsonException {
    Map<String, JsonValue> settings = new LinkedHashMap<>();
    putUpdated(settings, "displayedAttributes", json, "displayed_attributes");
    putUpdated(settings, "searchableAttributes", json, "searchable_attributes");
    putUpdated(settings, "attributesForFaceting", json, "attributes_for_faceting");
    putUpdated(settings, "stopWords", json, "stop_words");
    putUpdated(settings, "synonyms", json, "synonyms");
    putUpdated(settings, "distinctAttribute", json, "distinct_attribute");
    JsonValue rules = updated(json, "ranking_rules");
    Map<String, JsonValue> changed = settings(settings, omissions);
    if (rules != null) {
      changed.put("rankingRules", rules.isNull() ? rules : rules(rules, omissions));
    }
    return changed;
  }

  private static void putUpdated(
      Map<String, JsonValue> settings, String name, JsonObject json, String oldName)
      throws MalformedJsonException {
    JsonValue value = updated(json, oldName);
    if (value != null) {
      settings.put(name, value);
    }
  }

  private static @Nullable JsonValue updated(JsonObject json, String name)
      throws MalformedJsonException {
    Tagged change = Tagged.member(json, name);
    return switch (change.tag()) {
      case "Nothing" -> null;
      case "Clear" -> JsonValue.NULL;
      case "Update" -> change.value();
      default -> throw json.unexpected(name, "Nothing, Clear or Update");
    };
  }

  private static JsonValue rules(JsonValue list, Omissions omissions)
      throws MalformedJsonException {
    List<String> rules = new ArrayList<>();
    for (String element : list.elements()) {
      JsonValue rule = new JsonValue(element);
      if (rule.kind() == JsonKind.OBJECT) {
        Tagged field = Tagged.only(rule.object());
        String order = field.tag().equals("Asc") ? ":asc" : ":desc";
        rules.add(field.value().string() + order);
      } else {
        String word = RankingRules.ofName1(rule.string());
        if (word == null) {
          omissions.addRule(rule.string());
        } else {
          rules.add(word);
        }
      }
    }
    return JsonValue.list(rules);
  }
}
