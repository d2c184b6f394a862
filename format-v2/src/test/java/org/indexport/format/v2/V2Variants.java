package org.indexport.format.v2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.indexport.format.v2.PlainDump.Kind;
import org.indexport.testkit.GoldenCase.Verdict;
import org.indexport.testkit.GoldenVariant;
import org.indexport.testkit.GoldenVariant.Change;

/** The golden files of format v2 that are made of others, as far as both packings have them. */
final class V2Variants {
  static final String METADATA = "metadata.json";
  static final String MOVIES = "indexes/movies/documents-000001.jsonl";
  static final String MOVIES_INFO = "indexes/movies/index.json";
  static final String RIDES = "indexes/nyc/taxi%20rides%2F2026/documents-000001.jsonl";
  static final String KEYS = "sections/0001-keys/content-000001.jsonl";

  private V2Variants() {}

  static List<GoldenVariant> complete() {
    return List.of(
        complete(
            "unknown-members",
            "Members, small ones and payloads, and fields of the manifest that no reader knows.",
            dump ->
                dump.with(Kind.SMALL, "x-later/notes.txt", "later")
                    .with(Kind.PAYLOAD, "x-later/blob", "a payload")
                    .with(Kind.PAYLOAD, "indexes/movies/x-vectors", "1 2 3")
                    .manifest(V2Variants::withUnknownFields)),
        complete(
            "other-level",
            "The parts are packed by other levels of zstd.",
            dump -> dump.packed(MOVIES, 19).packed(RIDES, -5)),
        complete(
            "other-json",
            "The JSON of all members has blanks and line breaks, and the manifest no generator.",
            dump ->
                dump.changed(METADATA, json -> json.replaceFirst("\\{", "{ \n\t") + "\n\n")
                    .changed(MOVIES_INFO, json -> json.replaceFirst("\\{", "{ \r\n"))
                    .manifest(
                        json ->
                            json.replaceFirst(
                                ",\"generator\":\"[^\"]*\"", " , " + "\"generator\" : null"))));
  }

  private static String withUnknownFields(String manifest) {
    return manifest
        .replaceFirst("\\{", "{\"x-later\":[1.0],")
        .replaceFirst("\\{\"name\":\"movies\"", "{\"x-later\":null,\"name\":\"movies\"")
        .replaceFirst("\\{\"ordinal\"", "{\"x-later\":{\"a\":[]},\"ordinal\"")
        .replaceFirst("\\{\"name\":\"keys\"", "{\"x-later\":true,\"name\":\"keys\"")
        .replaceFirst("\\{\"name\":\"metadata", "{\"x-later\":\"}\",\"name\":\"metadata");
  }

  /** Manifests that lie. */
  static List<GoldenVariant> damagedManifests() {
    return List.of(
        manifest(
            "wrong-count",
            "The manifest counts a document more than there is, for the part and for the index.",
            json -> json.replace("\"documents\":3", "\"documents\":4")),
        manifest(
            "wrong-sum",
            "The manifest counts more documents for an index than for its parts.",
            json -> json.replaceFirst("\"documents\":3", "\"documents\":4")),
        manifest(
            "wrong-bytes",
            "The manifest counts other bytes of documents.",
            json -> json.replaceFirst("\"bytes\":\\d+", "\"bytes\":1")),
        manifest(
            "wrong-hash",
            "The manifest has another digest of an index and its part.",
            V2Variants::withOtherHash),
        manifest(
            "wrong-id-hash",
            "The manifest has another digest of the ids of an index and its part.",
            json -> json.replaceAll("\"idHash\":\"....", "\"idHash\":\"0000")),
        manifest(
            "wrong-hash-of-index",
            "The manifest has a digest of an index that is not the sum of those of its parts.",
            json -> json.replaceFirst("\"hash\":\"....", "\"hash\":\"0000")),
        manifest(
            "wrong-frame-digest",
            "The manifest has another SHA-256 of a part.",
            json -> json.replaceFirst("(\"ordinal\":0,.*?\"sha256\":\")....", "$10000")),
        manifest(
            "wrong-plain-size",
            "The manifest has another plain size of a part.",
            json -> json.replaceFirst("(\"ordinal\":0,.*?\"plainBytes\":)", "$11")),
        manifest(
            "wrong-packed-size",
            "The manifest has another packed size of a part.",
            json -> json.replaceFirst("(\"ordinal\":0,.*?\"packedBytes\":)", "$11")),
        manifest(
            "wrong-member-digest",
            "The manifest has another SHA-256 of a small member.",
            json -> json.replaceFirst("(index.json\",.*?\"sha256\":\")....", "$10000")),
        manifest(
            "wrong-section-size",
            "The manifest has another length of a section.",
            json -> json.replaceFirst("(\"name\":\"keys\",\"bytes\":)", "$11")),
        manifest(
            "unlisted-index",
            "The manifest lacks an index.",
            json -> without(json, "{\"namespace\":\"nyc\",\"name\":\"taxi rides/2026\",\"doc")),
        manifest(
            "unlisted-section",
            "The manifest lacks a section.",
            json -> without(json, "{\"name\":\"keys\"")),
        manifest(
            "unlisted-member",
            "The manifest lacks a member.",
            json -> without(json, "{\"name\":\"indexes/movies/index.json\"")),
        manifest("malformed-manifest", "The manifest is not JSON.", json -> "{" + json));
  }

  /** A JSON text without the object, and the comma behind it, that starts so. */
  private static String without(String json, String start) {
    int from = json.indexOf(start);
    int depth = 0;
    int to = from;
    do {
      depth += json.charAt(to) == '{' ? 1 : json.charAt(to) == '}' ? -1 : 0;
      to++;
    } while (depth > 0);
    return json.substring(0, from) + json.substring(to + 1);
  }

  private static String withOtherHash(String manifest) {
    int hash = manifest.indexOf("\"hash\":\"") + 8;
    String before = manifest.substring(hash, hash + 32);
    return manifest.replace(before, "0123" + before.substring(4));
  }

  /** Members that are not what they should be. */
  static List<GoldenVariant> damagedMembers() {
    return List.of(
        damaged("flipped-bit", "A bit of a packed part is wrong.", dump -> dump.flipped(MOVIES)),
        damaged(
            "changed-document",
            "A document is another one of the same length; the manifest is as it was.",
            dump -> dump.tampered(MOVIES, text -> text.replace("Carol", "Karol"))),
        damaged(
            "changed-settings",
            "An index.json says something else than its copy in the manifest.",
            dump -> dump.tampered(MOVIES_INFO, text -> text.replace("standard", "standart"))),
        damaged(
            "changed-section",
            "A section is another one of the same length; the manifest is as it was.",
            dump -> dump.tampered(KEYS, text -> text.replace("s3cret", "secret"))),
        damaged(
            "malformed-document",
            "A line is not JSON; all digests agree.",
            dump -> dump.changed(MOVIES, text -> text.replace(":7.50", ":7.5x"))),
        damaged(
            "document-not-utf8",
            "A string of a document is not UTF-8; all digests agree.",
            dump -> dump.changed(MOVIES, text -> text.replace("Carol", "C\u00e4rol"))),
        damaged(
            "document-not-an-object",
            "A line is a JSON array; all digests agree.",
            dump -> dump.changed(MOVIES, text -> text.replaceFirst("\\{(.*)}", "[$1]"))),
        damaged(
            "blank-around-document",
            "A blank precedes a document; all digests agree.",
            dump -> dump.changed(MOVIES, text -> " " + text.replaceFirst("Carol", "Caro"))),
        damaged(
            "carriage-return",
            "A blank within a document is a carriage return; all digests agree.",
            dump -> dump.changed(MOVIES, text -> text.replace("{ ", "{\r"))),
        damaged(
            "no-last-line-end",
            "The last line of a part has no end.",
            dump -> dump.changed(MOVIES, text -> text.stripTrailing() + " ")),
        damaged(
            "malformed-envelope",
            "A line beside whose document an id should lie is a document.",
            dump -> dump.changed(RIDES, text -> text.replace("source\":{}", "sauce\": {}"))),
        damaged(
            "missing-documents",
            "The documents of an index are not there.",
            dump -> dump.without(MOVIES)),
        damaged(
            "missing-index",
            "An index has no index.json, but documents.",
            dump -> dump.without(MOVIES_INFO)),
        damaged(
            "missing-section-content",
            "The content of a section is not there.",
            dump -> dump.without(KEYS)),
        damaged(
            "gap-in-section",
            "The first piece of a section's content is not there, but the second.",
            dump -> dump.renamed(KEYS, KEYS.replace("000001", "000002"))),
        damaged(
            "misspelt-documents",
            "Documents lie in a member whose name is misspelt.",
            dump -> dump.renamed(MOVIES, "indexes/movies/documents-1.jsonl")),
        damaged(
            "wrong-name",
            "An index.json names another index than its path.",
            dump -> dump.changed(MOVIES_INFO, json -> json.replace("\"movies\"", "\"films\""))),
        damaged(
            "escaping-name",
            "A member would be unpacked outside of the folder.",
            dump -> dump.with(Kind.SMALL, "x/../../outside.txt", "out")));
  }

  static List<GoldenVariant> refused() {
    return List.of(
        refused(
            "later-version",
            "The dump is of version 99.",
            dump ->
                dump.changed(METADATA, json -> json.replace("\"version\":2,", "\"version\":99,"))
                    .manifest(json -> json.replaceFirst("\"version\":2,", "\"version\":99,"))),
        refused(
            "snapshot",
            "The container holds a snapshot, which is restored and not imported.",
            dump -> ofKind(dump, "snapshot")),
        refused(
            "other-kind",
            "The container is of a kind of which nothing is known.",
            dump -> ofKind(dump, "x")));
  }

  private static PlainDump ofKind(PlainDump dump, String kind) {
    return dump.changed(
        METADATA, json -> json.replace("\"kind\":\"dump\"", "\"kind\":\"" + kind + "\""));
  }

  static Change dump(UnaryOperator<PlainDump> how) {
    return path -> how.apply(PlainDump.of(path)).write(path);
  }

  private static GoldenVariant complete(String name, String summary, UnaryOperator<PlainDump> how) {
    return GoldenVariant.of(name, "everything", summary, Verdict.COMPLETE, dump(how));
  }

  private static GoldenVariant refused(String name, String summary, UnaryOperator<PlainDump> how) {
    return GoldenVariant.of(name, "everything", summary, Verdict.REFUSED, dump(how));
  }

  static GoldenVariant damaged(String name, String summary, UnaryOperator<PlainDump> how) {
    return GoldenVariant.of(name, "everything", summary, Verdict.DAMAGED, dump(how));
  }

  private static GoldenVariant manifest(String name, String summary, UnaryOperator<String> how) {
    return GoldenVariant.of(name, "everything", summary, Verdict.DAMAGED, path -> lie(path, how));
  }

  /** Only the last word on where things lie can be a lie about it. */
  private static void lie(Path path, UnaryOperator<String> how) throws IOException {
    PlainDump dump = PlainDump.of(path);
    if (Files.isDirectory(path)) {
      dump.manifest(how).write(path);
    } else {
      Files.write(path, dump.bytes(how));
    }
  }
}
