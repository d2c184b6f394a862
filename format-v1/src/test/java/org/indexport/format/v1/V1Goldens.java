package org.indexport.format.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.indexport.spi.DumpFormat;
import org.indexport.testkit.GoldenCase.Access;
import org.indexport.testkit.GoldenCase.Verdict;
import org.indexport.testkit.GoldenFiles;
import org.indexport.testkit.GoldenVariant;
import org.indexport.testkit.GoldenVariant.Change;
import org.indexport.testkit.GoldenWriter;

/** The golden files of format v1. */
final class V1Goldens implements GoldenFiles {
  private static final String METADATA = "metadata.json";
  private static final String MANIFEST = "manifest.json";
  private static final String MOVIES = "indexes/movies/documents-000001.jsonl";
  private static final String MOVIES_INFO = "indexes/movies/index.json";
  private static final String RIDES = "indexes/nyc/taxi%20rides%2F2026/documents-000001.jsonl";
  private static final String KEYS = "sections/0001-keys/content-000001.jsonl";

  /** Writes the cases that are named, or those that are missing. */
  public static void main(String[] names) throws IOException {
    System.out.println(GoldenWriter.write(new V1Goldens(), List.of(names)));
  }

  @Override
  public DumpFormat format() {
    return Samples.FORMAT;
  }

  @Override
  public Path folder() {
    return Path.of("..", "docs", "format", "golden", "v1");
  }

  /** The plain bytes: how well gzip packs them may differ with the library of the platform. */
  @Override
  public void compareBytes(Path golden, Path writtenNow) throws IOException {
    byte[] before = Files.readAllBytes(golden);
    byte[] now = Files.readAllBytes(writtenNow);
    assertThat(Arrays.equals(PlainTar.plain(before), PlainTar.plain(now)))
        .as("the same bytes, unpacked")
        .isTrue();
    assertThat(Arrays.copyOf(now, 10)).isEqualTo(Arrays.copyOf(before, 10));
  }

  @Override
  public List<GoldenVariant> variants() {
    List<GoldenVariant> all = new ArrayList<>(complete());
    all.addAll(incomplete());
    all.addAll(damagedArchives());
    all.addAll(damagedManifests());
    all.addAll(damagedMembers());
    all.addAll(refused());
    return all;
  }

  private static List<GoldenVariant> complete() {
    return List.of(
        complete(
            "unknown-members",
            "Members and fields of the manifest that no reader knows.",
            tar ->
                tar.withBefore(MANIFEST, "x-later/notes.txt", "later")
                    .withBefore(MANIFEST, "indexes/movies/x-vectors", "1 2 3")
                    .changed(MANIFEST, json -> json.replaceFirst("\\{", "{\"x-later\":[1.0],"))),
        complete(
            "without-digests",
            "The manifest counts documents and says nothing else.",
            tar -> tar.changed(MANIFEST, V1Goldens::withoutDigests)),
        complete(
            "blank-lines",
            "Blank lines between documents, and no line end after the last.",
            tar -> tar.changed(MOVIES, text -> "\n" + text.strip().replace("\n", "\n\n \n"))),
        GoldenVariant.of(
            "by-other-tar",
            "everything",
            "As another tar writes it: ./ before names, directories, GNU headers, many blocks.",
            Verdict.COMPLETE,
            V1Goldens::byOtherTar),
        GoldenVariant.of(
            "several-gzip-members",
            "everything",
            "The gzip file consists of three members.",
            Verdict.COMPLETE,
            bytes(V1Goldens::inThreeMembers)),
        new GoldenVariant(
            "any-order",
            "everything",
            "The members lie in the opposite order, the manifest first.",
            Verdict.COMPLETE,
            Access.PATH,
            tar(PlainTar::reversed)));
  }

  private static List<GoldenVariant> incomplete() {
    return List.of(
        incomplete(
            "cut-off",
            "The last third of the file is missing.",
            bytes(dump -> Arrays.copyOf(dump, dump.length * 2 / 3))),
        incomplete(
            "cut-trailer",
            "The checksum at the end of the gzip file is missing.",
            bytes(dump -> Arrays.copyOf(dump, dump.length - 8))),
        incomplete(
            "cut-in-documents",
            "The gzip file is whole; its tar ends within a document.",
            plain(tar -> Arrays.copyOf(tar.bytes(), tar.offset(MOVIES) + 512 + 60))),
        incomplete(
            "cut-between-members",
            "The gzip file is whole; its tar ends before the last documents.",
            plain(tar -> Arrays.copyOf(tar.bytes(), tar.offset(RIDES)))),
        incomplete(
            "unfinished",
            "The tar is whole, but there is no manifest.",
            tar(tar -> tar.without(MANIFEST))));
  }

  private static List<GoldenVariant> damagedArchives() {
    return List.of(
        damaged(
            "flipped-bit",
            "A bit of the packed data is wrong.",
            bytes(dump -> flipped(dump, dump.length / 2))),
        damaged(
            "wrong-gzip-checksum",
            "The checksum at the end of the gzip file is wrong.",
            bytes(dump -> flipped(dump, dump.length - 6))),
        damaged(
            "bytes-after-the-end",
            "Something follows the gzip file that is not gzip.",
            bytes(dump -> Arrays.copyOf(dump, dump.length + 7))),
        damaged(
            "wrong-tar-checksum",
            "The checksum in the header of a member is wrong.",
            plain(tar -> flipped(tar.bytes(), tar.offset(MOVIES) + 150))),
        damaged(
            "duplicate-member",
            "A member with documents comes twice.",
            tar(tar -> tar.repeatedBefore(MANIFEST, MOVIES))),
        damaged(
            "escaping-name",
            "A member would be unpacked outside of the folder.",
            tar(tar -> tar.withBefore(MANIFEST, "x/../../outside.txt", "out"))),
        damaged(
            "absolute-name",
            "A member would be unpacked to an absolute path.",
            tar(tar -> tar.withBefore(MANIFEST, "/tmp/outside.txt", "out"))),
        damaged(
            "link", "A member is a symbolic link.", tar(tar -> tar.linked(KEYS, "/etc/passwd"))));
  }

  private static List<GoldenVariant> damagedManifests() {
    return List.of(
        manifest(
            "wrong-count",
            "The manifest counts a document more than there is.",
            json -> json.replaceFirst("\"documents\":3", "\"documents\":4")),
        manifest(
            "wrong-bytes",
            "The manifest counts other bytes of documents.",
            json -> json.replaceFirst("\"bytes\":\\d+", "\"bytes\":1")),
        manifest(
            "wrong-hash",
            "The manifest has another digest of an index.",
            json -> json.replaceFirst("\"hash\":\"....", "\"hash\":\"0000")),
        manifest(
            "wrong-id-hash",
            "The manifest has another digest of the ids of an index.",
            json -> json.replaceFirst("\"idHash\":\"....", "\"idHash\":\"0000")),
        manifest(
            "unlisted-index",
            "The manifest lacks an index.",
            json -> json.replaceFirst("\\{\"namespace\":\"nyc\",\"name\":\"taxi[^}]*},", "")),
        manifest(
            "unlisted-section",
            "The manifest lacks a section.",
            json -> json.replaceFirst("\\{\"name\":\"keys\"[^}]*},", "")),
        manifest("malformed-manifest", "The manifest is not JSON.", json -> json + "}"));
  }

  private static List<GoldenVariant> damagedMembers() {
    return List.of(
        damaged(
            "changed-document",
            "A document is another one of the same length; all else is as it was.",
            tar(tar -> tar.changed(MOVIES, text -> text.replace("Carol", "Karol")))),
        damaged(
            "malformed-document",
            "A line is not JSON; the manifest says nothing that would tell.",
            tar(
                tar ->
                    tar.changed(MOVIES, text -> text.replace(":7.50", ":7.5x"))
                        .changed(MANIFEST, V1Goldens::withoutDigests))),
        damaged(
            "document-not-utf8",
            "A string of a document is not UTF-8; the manifest says nothing that would tell.",
            tar(
                tar ->
                    tar.changedBytes(MOVIES, text -> text.replace("Carol", "C\u00e4rol"))
                        .changed(MANIFEST, V1Goldens::withoutDigests))),
        damaged(
            "document-not-an-object",
            "A line is a JSON array; the manifest says nothing that would tell.",
            tar(
                tar ->
                    tar.changed(MOVIES, text -> "[1]" + text.substring(text.indexOf('\n')))
                        .changed(MANIFEST, V1Goldens::withoutDigests))),
        damaged(
            "malformed-envelope",
            "A line beside whose document an id should lie is a document.",
            tar(
                tar ->
                    tar.changed(RIDES, text -> text.replace("\"source\":{}", "\"sauce\":{}"))
                        .changed(MANIFEST, V1Goldens::withoutDigests))),
        damaged(
            "missing-documents",
            "The documents of an index are not there.",
            tar(tar -> tar.without(MOVIES))),
        damagedForPaths(
            "missing-index",
            "An index has no index.json, but documents.",
            tar(tar -> tar.without(MOVIES_INFO))),
        damagedForPaths(
            "missing-metadata", "There is no metadata.json.", tar(tar -> tar.without(METADATA))),
        damaged(
            "missing-section-content",
            "The content of a section is not there.",
            tar(tar -> tar.without(KEYS))),
        damaged(
            "gap-in-section",
            "The first piece of a section's content is not there, but the second.",
            tar(tar -> tar.renamed(KEYS, KEYS.replace("000001", "000002")))),
        damaged(
            "misspelt-documents",
            "Documents lie in a member whose name is misspelt.",
            tar(tar -> tar.renamed(MOVIES, "indexes/movies/documents-1.json"))),
        damaged(
            "wrong-name",
            "An index.json names another index than its path.",
            tar(tar -> tar.changed(MOVIES_INFO, json -> json.replace("\"movies\"", "\"films\"")))));
  }

  private static List<GoldenVariant> refused() {
    return List.of(
        GoldenVariant.of(
            "later-version",
            "everything",
            "The dump is of version 99.",
            Verdict.REFUSED,
            tar(t -> t.changed(METADATA, s -> s.replace("\"version\":1,", "\"version\":99,")))),
        GoldenVariant.of(
            "other-kind",
            "everything",
            "The file is no dump, but of a kind of which nothing is known.",
            Verdict.REFUSED,
            tar(t -> t.changed(METADATA, s -> s.replace("\"kind\":\"dump\"", "\"kind\":\"x\"")))));
  }

  private static GoldenVariant complete(String name, String summary, UnaryOperator<PlainTar> how) {
    return GoldenVariant.of(name, "everything", summary, Verdict.COMPLETE, tar(how));
  }

  private static GoldenVariant incomplete(String name, String summary, Change how) {
    return GoldenVariant.of(name, "everything", summary, Verdict.INCOMPLETE, how);
  }

  private static GoldenVariant damaged(String name, String summary, Change how) {
    return GoldenVariant.of(name, "everything", summary, Verdict.DAMAGED, how);
  }

  /** In a stream, what is missing may yet come in the wrong order. */
  private static GoldenVariant damagedForPaths(String name, String summary, Change how) {
    return new GoldenVariant(name, "everything", summary, Verdict.DAMAGED, Access.PATH, how);
  }

  private static GoldenVariant manifest(String name, String summary, UnaryOperator<String> how) {
    return damaged(name, summary, tar(tar -> tar.changed(MANIFEST, how)));
  }

  /** Makes other bytes. */
  private interface Making<T> {
    byte[] of(T before) throws IOException;
  }

  private static Change bytes(Making<byte[]> how) {
    return dump -> Files.write(dump, how.of(Files.readAllBytes(dump)));
  }

  private static Change plain(Making<PlainTar> how) {
    return dump -> Files.write(dump, PlainTar.gzip(how.of(PlainTar.of(dump))));
  }

  private static Change tar(UnaryOperator<PlainTar> how) {
    return plain(tar -> how.apply(tar).bytes());
  }

  private static byte[] flipped(byte[] bytes, int place) {
    bytes[place] ^= 1;
    return bytes;
  }

  private static String withoutDigests(String manifest) {
    return manifest.replaceAll(",\"(hash|idHash|bytes|generator)\":(\"[^\"]*\"|[0-9]+)", "");
  }

  private static byte[] inThreeMembers(byte[] dump) throws IOException {
    byte[] plain = PlainTar.plain(dump);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int from = 0;
    for (int to : new int[] {1_000, 1_001, plain.length}) {
      out.writeBytes(PlainTar.gzip(Arrays.copyOfRange(plain, from, to)));
      from = to;
    }
    return out.toByteArray();
  }

  private static void byOtherTar(Path dump) throws IOException {
    Archive archive = Archive.of(Files.readAllBytes(dump));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, 10_240)) {
      put(tar, "./", "");
      put(tar, "./indexes/movies/", "");
      for (String name : archive.names()) {
        put(tar, "./" + name, archive.text(name));
      }
    }
    Files.write(dump, PlainTar.gzip(out.toByteArray()));
  }

  private static void put(TarArchiveOutputStream tar, String name, String text) throws IOException {
    byte[] content = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setModTime(0);
    entry.setIds(1000, 1000);
    entry.setNames("user", "group");
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
