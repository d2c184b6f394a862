package org.indexport.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.DocumentTotals;
import org.indexport.Hash128;
import org.indexport.ImportException;
import org.indexport.IndexName;
import org.indexport.io.Publication;
import org.indexport.io.Publication.Existing;
import org.indexport.io.Publication.Unproven;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * How far an import came: a small JSON file, replaced as a whole after what it tells is durable in
 * the target.
 *
 * @param fingerprint the input's fingerprint
 * @param request what was asked for, which a resumed import must ask for too
 * @param state whether the import has come to its end
 * @param idPrefix what ids begin with that the import makes
 * @param rejectBytes the length of the reject file
 * @param indexes by name in the input, how far each index came
 */
record Checkpoint(
    String fingerprint,
    String request,
    State state,
    String idPrefix,
    long rejectBytes,
    Map<IndexName, IndexState> indexes) {
  private static final String FORMAT = "indexport-checkpoint";
  private static final long VERSION = 1;

  enum State {
    RUNNING,
    FINISHED
  }

  /** How far the target's index is made. */
  enum Creation {
    /** It is about to be made: it may be there, or not. */
    BEGUN,
    /** It is there, durably. */
    DONE
  }

  /**
   * How far one index came.
   *
   * @param creation how far the target's index is made
   * @param baseline how many documents the target's index had at first, or null when unknown
   * @param finished the parts whose documents are all in the target
   * @param read what was read of these
   * @param filtered how many of their documents were filtered
   * @param acknowledged what the target took of them
   * @param rejected how many of them the target refused
   */
  record IndexState(
      Creation creation,
      @Nullable Long baseline,
      OrdinalSet finished,
      DocumentTotals read,
      long filtered,
      DocumentTotals acknowledged,
      long rejected) {}

  void write(Path file) throws IOException {
    try (Publication publication = Publication.openFile(file, Existing.REPLACE, Unproven.REFUSE)) {
      try (OutputStream out = Files.newOutputStream(publication.path())) {
        out.write(toJson().getBytes(StandardCharsets.UTF_8));
      }
      publication.commit();
    }
  }

  private String toJson() {
    List<String> states = new ArrayList<>();
    indexes.forEach((name, index) -> states.add(toJson(name, index)));
    return new JsonObject.Builder()
            .put("format", FORMAT)
            .put("version", VERSION)
            .put("state", state.name())
            .put("fingerprint", fingerprint)
            .put("request", request)
            .put("idPrefix", idPrefix)
            .put("rejectBytes", rejectBytes)
            .putRaw("indexes", states)
            .build()
        + "\n";
  }

  private static String toJson(IndexName name, IndexState index) {
    return new JsonObject.Builder()
        .put("namespace", name.namespace())
        .put("name", name.name())
        .put("creation", index.creation.name())
        .put("baseline", index.baseline)
        .putRaw("finished", index.finished.toJson())
        .putRaw("read", toJson(index.read))
        .put("filtered", index.filtered)
        .putRaw("acknowledged", toJson(index.acknowledged))
        .put("rejected", index.rejected)
        .build();
  }

  private static String toJson(DocumentTotals totals) {
    return new JsonObject.Builder()
        .put("documents", totals.documents())
        .put("bytes", totals.bytes())
        .put("reformatted", totals.reformatted())
        .put("hash", totals.hash().toString())
        .put("idHash", totals.idHash().toString())
        .build();
  }

  /**
   * Reads a checkpoint.
   *
   * @throws ImportException if the file is none
   */
  static Checkpoint read(Path file) throws IOException {
    try {
      JsonObject json = JsonObject.parse(Files.readAllBytes(file), 16);
      if (!FORMAT.equals(json.string("format"))) {
        throw json.unexpected("format", "\"" + FORMAT + "\"");
      }
      if (number(json, "version") != VERSION) {
        throw json.unexpected("version", "1");
      }
      Map<IndexName, IndexState> indexes = new LinkedHashMap<>();
      for (JsonObject index : json.objects("indexes")) {
        indexes.put(
            new IndexName(index.string("namespace"), text(index, "name")), indexState(index));
      }
      String idPrefix = json.string("idPrefix");
      return new Checkpoint(
          text(json, "fingerprint"),
          text(json, "request"),
          State.valueOf(text(json, "state")),
          idPrefix == null ? "" : idPrefix,
          number(json, "rejectBytes"),
          indexes);
    } catch (MalformedJsonException | IllegalArgumentException e) {
      throw new ImportException(
          "%s: this is no checkpoint that can be resumed: %s; remove it to start anew"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static IndexState indexState(JsonObject json) throws MalformedJsonException {
    return new IndexState(
        Creation.valueOf(text(json, "creation")),
        json.number("baseline"),
        OrdinalSet.parse(json),
        totals(json, "read"),
        number(json, "filtered"),
        totals(json, "acknowledged"),
        number(json, "rejected"));
  }

  private static DocumentTotals totals(JsonObject json, String name) throws MalformedJsonException {
    JsonObject totals = json.object(name);
    if (totals == null) {
      throw json.unexpected(name, "an object");
    }
    return new DocumentTotals(
        number(totals, "documents"),
        number(totals, "bytes"),
        number(totals, "reformatted"),
        Hash128.parse(text(totals, "hash")),
        Hash128.parse(text(totals, "idHash")));
  }

  private static String text(JsonObject json, String name) throws MalformedJsonException {
    String text = json.string(name);
    if (text == null) {
      throw json.unexpected(name, "a string");
    }
    return text;
  }

  private static long number(JsonObject json, String name) throws MalformedJsonException {
    Long number = json.number(name);
    if (number == null) {
      throw json.unexpected(name, "a number");
    }
    return number;
  }
}
