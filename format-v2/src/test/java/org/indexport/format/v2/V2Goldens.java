package org.indexport.format.v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.indexport.DumpHeader;
import org.indexport.ReadOptions;
import org.indexport.format.v2.PlainDump.Kind;
import org.indexport.spi.DumpFormat;
import org.indexport.testkit.GoldenCase.Verdict;
import org.indexport.testkit.GoldenFiles;
import org.indexport.testkit.GoldenVariant;
import org.indexport.testkit.GoldenWriter;

/** The golden files of format v2 in the file packing. */
final class V2Goldens implements GoldenFiles {
  /** Writes the cases that are named, or those that are missing. */
  public static void main(String[] names) throws IOException {
    System.out.println(GoldenWriter.write(new V2Goldens(), List.of(names)));
  }

  @Override
  public DumpFormat format() {
    return DumpSamples.FORMAT;
  }

  @Override
  public Path folder() {
    return Path.of("..", "docs", "format", "golden", "v2");
  }

  /** As {@code indexport verify --deep} does. */
  @Override
  public ReadOptions verifyOptions(DumpHeader written) {
    return readOptions(written).with(FormatV2.READING, FormatV2.IN_ORDER);
  }

  /** What is in the members: how well zstd packs them may differ with its version. */
  @Override
  public void compareBytes(Path golden, Path writtenNow) throws IOException {
    comparePlain(golden, writtenNow);
  }

  static void comparePlain(Path golden, Path writtenNow) throws IOException {
    PlainDump before = PlainDump.of(golden);
    PlainDump now = PlainDump.of(writtenNow);
    Map<String, byte[]> contents = now.contents();
    assertThat(contents.keySet()).containsExactlyElementsOf(before.contents().keySet());
    before
        .contents()
        .forEach(
            (name, content) ->
                assertThat(Arrays.equals(contents.get(name), content)).as(name).isTrue());
    assertThat(now.manifestBeforePacking()).isEqualTo(before.manifestBeforePacking());
  }

  @Override
  public List<GoldenVariant> variants() {
    List<GoldenVariant> all = new ArrayList<>(V2Variants.complete());
    all.add(
        GoldenVariant.of(
            "other-order",
            "everything",
            "The documents of the first index come last of all.",
            Verdict.COMPLETE,
            V2Variants.dump(dump -> dump.last(V2Variants.MOVIES))));
    all.addAll(incomplete());
    all.addAll(V2Variants.damagedManifests());
    all.addAll(V2Variants.damagedMembers());
    all.addAll(damagedTars());
    all.addAll(damagedFrames());
    all.addAll(damagedTrailers());
    all.addAll(V2Variants.refused());
    all.add(
        GoldenVariant.of(
            "later-container",
            "everything",
            "The footer is of version 3.",
            Verdict.REFUSED,
            bytes(dump -> set(dump, footer(dump) + 16, 3))));
    return all;
  }

  private static List<GoldenVariant> incomplete() {
    return List.of(
        incomplete(
            "cut-off",
            "The last third of the file is missing.",
            dump -> Arrays.copyOf(dump, dump.length * 2 / 3)),
        incomplete(
            "cut-in-documents",
            "The file ends within a part.",
            dump -> Arrays.copyOf(dump, (int) documents(dump).offset() + 20)),
        incomplete(
            "cut-between-frames",
            "The file ends behind a part, between two frames, of which no zstd complains.",
            dump -> Arrays.copyOf(dump, end(documents(dump)))),
        incomplete(
            "unfinished",
            "All members are there and whole, but not the manifest.",
            dump -> Arrays.copyOf(dump, (int) fromEnd(dump, 3).offset())),
        incomplete(
            "cut-in-manifest",
            "The file ends within the manifest.",
            dump -> Arrays.copyOf(dump, end(fromEnd(dump, 2)) - 9)),
        incomplete(
            "cut-before-footer",
            "The tar is whole, and no tool complains, but there is no trailer.",
            dump -> Arrays.copyOf(dump, footer(dump))),
        incomplete(
            "cut-in-footer",
            "The file ends within the footer.",
            dump -> Arrays.copyOf(dump, footer(dump) + 40)),
        incomplete(
            "cut-before-seek-table",
            "The file ends behind the footer.",
            dump -> Arrays.copyOf(dump, FileFrames.seekTable(dump))),
        incomplete(
            "cut-in-seek-table",
            "The last byte of the file is missing.",
            dump -> Arrays.copyOf(dump, dump.length - 1)));
  }

  private static List<GoldenVariant> damagedTars() {
    return List.of(
        V2Variants.damaged(
            "missing-metadata",
            "There is no metadata.json.",
            dump -> dump.without(V2Variants.METADATA)),
        V2Variants.damaged(
            "duplicate-member",
            "A member comes twice, also in the manifest.",
            dump ->
                dump.with(Kind.SMALL, "x-later/notes", "later")
                    .with(Kind.SMALL, "x-later/notes", "again")),
        V2Variants.damaged(
            "absolute-name",
            "A member would be unpacked to an absolute path.",
            dump -> dump.with(Kind.SMALL, "/tmp/outside.txt", "out")),
        V2Variants.damaged(
            "link", "A member is a symbolic link.", dump -> dump.typed(V2Variants.KEYS, '2')),
        V2Variants.damaged(
            "wrong-order",
            "An index.json comes after the documents of its index.",
            dump -> dump.last(V2Variants.MOVIES_INFO)),
        V2Variants.damaged(
            "other-name-in-tar",
            "The tar has documents under another name than the manifest.",
            dump -> dump.renamed(V2Variants.MOVIES, V2Variants.MOVIES.replace("000001", "000002"))),
        glue(
            "wrong-tar-checksum",
            "The checksum in the tar header of a part is wrong.",
            head -> flipped(head, head.length - 512 + 150)),
        glue(
            "wrong-padding",
            "Between two members of the tar is something else than zeros.",
            head -> flipped(head, 0)));
  }

  private static List<GoldenVariant> damagedFrames() {
    return List.of(
        damaged(
            "flipped-bit-before-documents",
            "A bit of the packed tar header of a part is wrong.",
            dump -> flipped(dump, (int) documents(dump).offset() - 20)),
        damaged(
            "flipped-bit-in-manifest",
            "A bit of the packed manifest is wrong.",
            dump -> flipped(dump, (int) fromEnd(dump, 2).offset() + 50)),
        damaged(
            "flipped-bit-in-tar-end",
            "A bit of the checksum of the tar's end is wrong.",
            dump -> flipped(dump, footer(dump) - 1)));
  }

  private static List<GoldenVariant> damagedTrailers() {
    return List.of(
        damaged(
            "wrong-footer-magic",
            "The footer is that of something else.",
            dump -> flipped(dump, footer(dump) + 8)),
        damaged("wrong-id", "The footer has another id.", dump -> flipped(dump, footer(dump) + 20)),
        damaged(
            "wrong-manifest-offset",
            "The footer leads to a place before the manifest.",
            dump -> add(dump, footer(dump) + 36, -1)),
        damaged(
            "manifest-offset-beyond-the-end",
            "The footer leads to a place that no file has.",
            dump -> set(dump, footer(dump) + 40, -1)),
        damaged(
            "wrong-manifest-length",
            "The footer has another length of the manifest.",
            dump -> add(dump, footer(dump) + 44, 1)),
        damaged(
            "wrong-manifest-digest",
            "The footer has another SHA-256 of the manifest's frame.",
            dump -> flipped(dump, footer(dump) + 48)),
        damaged(
            "wrong-seek-table-size",
            "The seek table has another packed size of a frame, and another sum.",
            dump -> add(dump, entry(dump, 2), 1)),
        damaged(
            "shifted-seek-table",
            "The seek table has other packed sizes of two frames, and the right sum.",
            dump -> add(add(dump, entry(dump, 2), 1), entry(dump, 3), -1)),
        damaged(
            "wrong-seek-table-plain-size",
            "The seek table has another plain size of a part.",
            dump -> add(dump, entry(dump, partEntry(dump)) + 4, 1)),
        damaged(
            "wrong-seek-table-checksum",
            "The seek table has another checksum of a part.",
            dump -> add(dump, entry(dump, partEntry(dump)) + 8, 1)),
        damaged(
            "seek-table-without-checksums",
            "The descriptor of the seek table says that there are no checksums.",
            dump -> flipped(dump, dump.length - 5, 0x80)));
  }

  private static GoldenVariant incomplete(String name, String summary, UnaryOperator<byte[]> how) {
    return GoldenVariant.of(name, "everything", summary, Verdict.INCOMPLETE, bytes(how));
  }

  private static GoldenVariant damaged(String name, String summary, UnaryOperator<byte[]> how) {
    return GoldenVariant.of(name, "everything", summary, Verdict.DAMAGED, bytes(how));
  }

  /** A change of what stands before a part in the tar. */
  private static GoldenVariant glue(String name, String summary, UnaryOperator<byte[]> how) {
    return GoldenVariant.of(
        name,
        "everything",
        summary,
        Verdict.DAMAGED,
        path -> Files.write(path, PlainDump.of(path).bytesWithGlue(V2Variants.RIDES, how)));
  }

  private static GoldenVariant.Change bytes(UnaryOperator<byte[]> how) {
    return path -> Files.write(path, how.apply(Files.readAllBytes(path)));
  }

  /** The frame of the first part. */
  private static FileFrames.Frame documents(byte[] dump) {
    return FileFrames.of(dump).get(partEntry(dump));
  }

  private static int partEntry(byte[] dump) {
    List<FileFrames.Frame> frames = FileFrames.of(dump);
    for (int i = 0; ; i++) {
      byte[] plain = frames.get(i).plain();
      if (plain[0] == '{' && plain[plain.length - 1] == '\n') {
        return i;
      }
    }
  }

  private static FileFrames.Frame fromEnd(byte[] dump, int place) {
    List<FileFrames.Frame> frames = FileFrames.of(dump);
    return frames.get(frames.size() - place);
  }

  private static int end(FileFrames.Frame frame) {
    return (int) frame.offset() + frame.packed().length;
  }

  private static int footer(byte[] dump) {
    return FileFrames.seekTable(dump) - FileFrames.FOOTER;
  }

  private static int entry(byte[] dump, int frame) {
    return FileFrames.seekTable(dump) + 8 + 12 * frame;
  }

  private static byte[] flipped(byte[] bytes, int place) {
    return flipped(bytes, place, 1);
  }

  private static byte[] flipped(byte[] bytes, int place, int bits) {
    bytes[place] ^= (byte) bits;
    return bytes;
  }

  private static byte[] add(byte[] bytes, int place, int more) {
    return set(bytes, place, FileFrames.little(bytes).getInt(place) + more);
  }

  private static byte[] set(byte[] bytes, int place, int value) {
    FileFrames.little(bytes).putInt(place, value);
    return bytes;
  }
}
