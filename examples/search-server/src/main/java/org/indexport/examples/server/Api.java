package org.indexport.examples.server;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.lucene.search.IndexSearcher;
import org.indexport.Document;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.indexport.lifecycle.DumpInProgressException;
import org.indexport.lifecycle.DumpProgress;
import org.indexport.lifecycle.DumpService;
import org.indexport.lifecycle.DumpStatus;
import org.indexport.lifecycle.DumpUid;
import org.jspecify.annotations.Nullable;

/** What the server answers, by method and path. Thread-safe. */
final class Api {
  private static final int DEFAULT_LIMIT = 20;
  private static final int MOST_HITS = 100_000;
  private static final int MAX_DEPTH = 100;
  private static final String USUAL_KEY = "id";

  /** An index is a folder of its name, escaped. */
  private static final int LONGEST_NAME = 200;

  private final Database database;
  private final DumpService dumps;
  private final Snapshots snapshots;
  private final int maxBodyBytes;

  private final List<Route> routes =
      List.of(
          Route.of("GET", "health", request -> health()),
          Route.of("GET", "indexes/*", request -> describe(200, index(request))),
          Route.of("PUT", "indexes/*", this::putIndex),
          Route.of("POST", "indexes/*/documents", this::addDocuments),
          Route.of("GET", "indexes/*/documents/*", this::document),
          Route.of("GET", "indexes/*/search", this::search),
          Route.of("POST", "dumps", request -> createDump()),
          Route.of("GET", "dumps/*/status", this::dumpStatus),
          Route.of("GET", "snapshots", request -> describeSnapshots()),
          Route.of("POST", "snapshots", request -> requestSnapshot()));

  Api(Database database, DumpService dumps, Snapshots snapshots, int maxBodyBytes) {
    this.database = database;
    this.dumps = dumps;
    this.snapshots = snapshots;
    this.maxBodyBytes = maxBodyBytes;
  }

  Answer answer(Request request) throws IOException, Refusal {
    List<Route> here = routes.stream().filter(route -> route.isAt(request.path())).toList();
    for (Route route : here) {
      if (route.method().equals(request.method())) {
        return route.handler().answer(request);
      }
    }
    if (here.isEmpty()) {
      throw Refusal.notFound(
          "unknown_route", "%s /%s".formatted(request.method(), String.join("/", request.path())));
    }
    throw Refusal.wrongMethod(
        request.method(), here.stream().map(Route::method).collect(Collectors.joining(", ")));
  }

  private Answer health() throws Refusal {
    String problem = database.problem();
    if (problem != null) {
      throw new Refusal(503, "unavailable", problem);
    }
    return Answer.of(200, new JsonObject.Builder().put("status", "available"));
  }

  private byte[] read(InputStream body) throws IOException, Refusal {
    byte[] bytes = body.readNBytes(maxBodyBytes + 1);
    if (bytes.length > maxBodyBytes) {
      throw new Refusal(
          413, "payload_too_large", "more than %,d bytes; send less".formatted(maxBodyBytes));
    }
    return bytes;
  }

  private static IndexName name(String uid) throws Refusal {
    try {
      IndexName name = IndexName.parse(uid);
      if (name.path().length() <= LONGEST_NAME) {
        return name;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw Refusal.badRequest("bad_index_uid", "an index cannot be called '" + uid + "'");
  }

  private SearchIndex index(Request request) throws Refusal {
    String uid = request.name(1);
    SearchIndex index = database.index(name(uid));
    if (index == null) {
      throw Refusal.notFound("index_not_found", "there is no index " + uid);
    }
    return index;
  }

  /** Makes an index. It may be asked for again; a key can be chosen until there are documents. */
  private Answer putIndex(Request request) throws IOException, Refusal {
    String key = primaryKey(read(request.body()));
    IndexName name = name(request.name(1));
    if (name.namespace() != null) {
      throw Refusal.badRequest(
          "bad_index_uid", "indexes with a namespace come from dumps; none can be made here");
    }
    boolean isNew = database.index(name) == null;
    SearchIndex index =
        database.create(
            IndexInfo.builder(name)
                .primaryKey(key == null ? USUAL_KEY : key)
                .createdAt(Instant.now())
                .build());
    IndexInfo info = index.info();
    if (info.primaryKey() == null && index.count() == 0) {
      index.redescribe(info.toBuilder().primaryKey(key == null ? USUAL_KEY : key).build());
    } else if (key != null && !key.equals(info.primaryKey())) {
      throw Refusal.conflict(
          "index_already_exists",
          "index %s exists with primary key %s".formatted(name, info.primaryKey()));
    }
    return describe(isNew ? 201 : 200, index);
  }

  private static @Nullable String primaryKey(byte[] body) throws Refusal {
    if (body.length == 0) {
      return null;
    }
    try {
      String key = JsonObject.parse(body, MAX_DEPTH).string("primaryKey");
      if (key != null && key.isEmpty()) {
        throw Refusal.badRequest("bad_primary_key", "the primary key is empty");
      }
      return key;
    } catch (MalformedJsonException e) {
      throw Refusal.badRequest("malformed_payload", String.valueOf(e.getMessage()));
    }
  }

  private static Answer describe(int status, SearchIndex index) throws IOException {
    IndexInfo info = index.info();
    return Answer.of(
        status,
        new JsonObject.Builder()
            .put("uid", info.name().toString())
            .put("primaryKey", info.primaryKey())
            .put("createdAt", text(info.createdAt()))
            .put("documents", index.count()));
  }

  private Answer addDocuments(Request request) throws IOException, Refusal {
    SearchIndex index = index(request);
    String key = index.info().primaryKey();
    if (key == null) {
      throw Refusal.conflict(
          "index_has_no_primary_key",
          "the documents of this index have their ids beside them, or none; none can be added");
    }
    List<Document> documents = DocumentBody.parse(read(request.body()), key);
    List<String> rejected = index.add(documents);
    JsonObject.Builder answer =
        new JsonObject.Builder().put("accepted", (long) documents.size() - rejected.size());
    return Answer.of(200, rejected.isEmpty() ? answer : answer.put("rejected", rejected));
  }

  private Answer document(Request request) throws IOException, Refusal {
    String id = request.name(3);
    byte[] document = index(request).document(id);
    if (document == null) {
      throw Refusal.notFound("document_not_found", "there is no document " + id);
    }
    return Answer.of(200, document);
  }

  private Answer search(Request request) throws IOException, Refusal {
    int limit = request.parameters().number("limit", DEFAULT_LIMIT, MOST_HITS);
    try {
      return Answer.of(index(request).search(request.parameters().text("q"), limit));
    } catch (IndexSearcher.TooManyClauses e) {
      throw Refusal.badRequest(
          "too_many_words", "too many words for the fields of this index; look for fewer");
    }
  }

  private Answer createDump() throws IOException, Refusal {
    try {
      DumpStatus status = dumps.create();
      return Answer.of(
          202,
          new JsonObject.Builder()
              .put("uid", status.uid().toString())
              .put("status", status.state().id()));
    } catch (DumpInProgressException e) {
      throw Refusal.conflict("dump_already_processing", String.valueOf(e.getMessage()));
    }
  }

  private Answer dumpStatus(Request request) throws Refusal {
    String uid = request.name(1);
    try {
      DumpStatus status = dumps.status(DumpUid.parse(uid)).orElse(null);
      if (status != null) {
        return describe(status);
      }
    } catch (IllegalArgumentException e) {
      // No dump has such a name.
    }
    throw Refusal.notFound("dump_not_found", "there is no dump " + uid);
  }

  private Answer requestSnapshot() {
    return snapshots.request();
  }

  private Answer describeSnapshots() {
    return snapshots.describe();
  }

  private static Answer describe(DumpStatus status) {
    DumpProgress progress = status.progress();
    return Answer.of(
        200,
        new JsonObject.Builder()
            .put("uid", status.uid().toString())
            .put("status", status.state().id())
            .putRaw("startedAt", orNull(text(status.startedAt())))
            .putRaw("finishedAt", orNull(text(status.finishedAt())))
            .putRaw("error", orNull(status.error()))
            .putRaw("progress", progress == null ? "null" : describe(progress)));
  }

  private static String describe(DumpProgress progress) {
    return new JsonObject.Builder()
        .put("documents", progress.documents())
        .put("bytes", progress.bytes())
        .put("totalDocuments", progress.totalDocuments())
        .put(
            "remainingSeconds",
            progress.remaining() == null ? null : progress.remaining().toSeconds())
        .build();
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static String orNull(@Nullable String text) {
    return text == null ? "null" : JsonText.quote(text);
  }
}
