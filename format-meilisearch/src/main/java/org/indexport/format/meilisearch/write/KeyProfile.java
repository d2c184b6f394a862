package org.indexport.format.meilisearch.write;

import java.util.ArrayList;
import java.util.List;
import org.indexport.json.JsonEdit;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Leaves out the actions of keys that an engine does not know, since it refuses all keys then. */
final class KeyProfile implements LineProfile {
  private static final SinceTable ACTIONS =
      SinceTable.builder()
          .since("0.30", "*", "search", "version")
          .since("0.30", "documents.*", "documents.add", "documents.get", "documents.delete")
          .since("0.30", "indexes.*", "indexes.create", "indexes.get", "indexes.update")
          .since("0.30", "indexes.delete", "indexes.swap")
          .since("0.30", "tasks.*", "tasks.get", "tasks.cancel", "tasks.delete")
          .since("0.30", "settings.*", "settings.get", "settings.update")
          .since("0.30", "stats.*", "stats.get", "metrics.*", "metrics.get")
          .since("0.30", "dumps.*", "dumps.create")
          .since("0.30", "keys.create", "keys.get", "keys.update", "keys.delete")
          .since("1.3", "experimental.get", "experimental.update")
          .since("1.5", "snapshots.*", "snapshots.create")
          .since("1.13", "network.get", "network.update")
          .since("1.15.1", "chatCompletions", "chats.*", "chats.get", "chats.delete")
          .since("1.15.1", "chatsSettings.*", "chatsSettings.get", "chatsSettings.update")
          .since("1.16", "*.get", "export")
          .since("1.17", "webhooks.*", "webhooks.create", "webhooks.get")
          .since("1.17", "webhooks.update", "webhooks.delete")
          .since("1.23", "indexes.compact")
          .since("1.33", "fields.post")
          .since("1.40", "tasks.compact")
          .since("1.41", "dynamicSearchRules.*", "dynamicSearchRules.get")
          .since("1.41", "dynamicSearchRules.create", "dynamicSearchRules.update")
          .since("1.41", "dynamicSearchRules.delete")
          .build();

  private final EngineVersion engine;
  private final LossCounts losses = new LossCounts();

  KeyProfile(EngineVersion engine) {
    this.engine = engine;
  }

  /** How many actions the newest engine knows. */
  static int knownActions() {
    return ACTIONS.names().size();
  }

  @Override
  public @Nullable String fit(String text, JsonObject key) throws MalformedJsonException {
    List<String> known = new ArrayList<>();
    List<String> actions = key.strings("actions");
    for (String action : actions) {
      if (ACTIONS.knows(action, engine)) {
        known.add(JsonText.quote(action));
      } else {
        losses.add(
            "keys: the action %s, which Meilisearch %s refuses, is left out"
                .formatted(JsonText.quote(action), engine.shown()));
      }
    }
    if (known.size() == actions.size()) {
      return text;
    }
    if (known.isEmpty()) {
      losses.add(
          "keys: a key with no action that Meilisearch %s knows is left out"
              .formatted(engine.shown()));
      return null;
    }
    return JsonEdit.of(text).replace("/actions", "[" + String.join(",", known) + "]").apply();
  }

  @Override
  public List<String> losses() {
    return losses.sentences();
  }
}
