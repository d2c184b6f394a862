package org.indexport.kuzzle;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.indexport.http.Call;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/** What a server tells of its users one by one: several are asked for at a time. */
final class UserFacts {
  private static final int MOST_KEYS = 10_000;

  private final KuzzleTransport transport;
  private final Set<String> users;

  UserFacts(KuzzleTransport transport, Set<String> users) {
    this.transport = transport;
    this.users = users;
  }

  /** By user and strategy, what the server tells of credentials: names, never passwords. */
  Map<String, String> credentials() throws IOException {
    return ofAll(this::credentials);
  }

  /** By user and id, the API keys: what they are for and until when, never the keys. */
  Map<String, String> apiKeys() throws IOException {
    return ofAll(this::apiKeys);
  }

  private Optional<String> credentials(String user) throws IOException {
    KuzzleAnswer answer = transport.send(Call.get(Call.path("users", user, "_strategies")));
    if (isGone(answer)) {
      return Optional.empty();
    }
    String doing = "reading the credentials of user " + user;
    try {
      JsonObject.Builder all = new JsonObject.Builder();
      List<String> strategies = answer.orFail(doing).result().strings("strategies");
      for (String strategy : strategies) {
        KuzzleAnswer one = transport.send(Call.get(Call.path("credentials", strategy, user)));
        if (!isGone(one)) {
          all.putRaw(strategy, one.orFail(doing).result().toString());
        }
      }
      return strategies.isEmpty() ? Optional.empty() : Optional.of(all.build());
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  private Optional<String> apiKeys(String user) throws IOException {
    Call call =
        Call.post(Call.path("users", user, "api-keys", "_search"), "{}")
            .with("size", String.valueOf(MOST_KEYS));
    KuzzleAnswer answer = transport.send(call);
    if (isGone(answer)) {
      return Optional.empty();
    }
    try {
      JsonObject.Builder keys = new JsonObject.Builder();
      List<JsonObject> hits =
          answer.orFail("reading the API keys of user " + user).result().objects("hits");
      for (JsonObject hit : hits) {
        String id = hit.string("_id");
        if (id != null) {
          keys.putRaw(id, hit.raw("_source"));
        }
      }
      return hits.isEmpty() ? Optional.empty() : Optional.of(keys.build());
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /** The user, or what he had, was removed meanwhile. */
  private static boolean isGone(KuzzleAnswer answer) {
    return answer.status() == 404 || answer.status() == 412;
  }

  private Map<String, String> ofAll(Crew.Work<String, Optional<String>> fact) throws IOException {
    List<String> names = List.copyOf(users);
    List<Optional<String>> told = Crew.withEach(names, fact);
    Map<String, String> facts = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      told.get(i).ifPresent(one -> facts.put(name, one));
    }
    return facts;
  }
}
