package org.indexport.format.v2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.ReadOptions;
import org.indexport.format.v2.PlainDump.Kind;
import org.indexport.spi.DumpFormat;
import org.indexport.testkit.GoldenCase.Verdict;
import org.indexport.testkit.GoldenFiles;
import org.indexport.testkit.GoldenVariant;
import org.indexport.testkit.GoldenVariant.Change;
import org.indexport.testkit.GoldenWriter;

/** The golden folders of format v2, in its directory packing. */
final class V2FolderGoldens implements GoldenFiles {
  private static final String PART = V2Variants.MOVIES + ".zst";

  /** Writes the cases that are named, or those that are missing. */
  public static void main(String[] names) throws IOException {
    System.out.println(GoldenWriter.write(new V2FolderGoldens(), List.of(names)));
  }

  @Override
  public DumpFormat format() {
    return DumpSamples.FORMAT;
  }

  @Override
  public DumpSink sink(Path path) {
    return DumpSink.folder(path);
  }

  @Override
  public Path folder() {
    return Path.of("..", "docs", "format", "golden", "v2-folder");
  }

  /** Names that differ only in case, and others that not every checkout can have. */
  @Override
  public Set<String> leftOut() {
    return Set.of("odd-names");
  }

  @Override
  public ReadOptions verifyOptions(DumpHeader written) {
    return readOptions(written).with(FormatV2.READING, FormatV2.IN_ORDER);
  }

  @Override
  public void compareBytes(Path golden, Path writtenNow) throws IOException {
    V2Goldens.comparePlain(golden, writtenNow);
  }

  @Override
  public List<GoldenVariant> variants() {
    List<GoldenVariant> all = new ArrayList<>(V2Variants.complete());
    all.add(
        made(
            "hidden-files",
            "There are files and folders whose names begin with a dot, and mean nothing.",
            Verdict.COMPLETE,
            dump -> {
              Files.writeString(dump.resolve(".notes"), "hidden");
              Files.createDirectories(dump.resolve("indexes/.cache"));
              Files.writeString(dump.resolve("indexes/.cache/not a member"), "hidden");
            }));
    all.addAll(incomplete());
    all.addAll(V2Variants.damagedManifests());
    all.addAll(V2Variants.damagedMembers());
    all.addAll(damagedFiles());
    all.addAll(V2Variants.refused());
    return all;
  }

  private static List<GoldenVariant> incomplete() {
    return List.of(
        made(
            "cut-off",
            "The last third of the manifest is missing.",
            Verdict.INCOMPLETE,
            file(PlainDump.MANIFEST, bytes -> Arrays.copyOf(bytes, bytes.length * 2 / 3))),
        made(
            "cut-line-end",
            "The manifest lacks the line feed at its end.",
            Verdict.INCOMPLETE,
            file(PlainDump.MANIFEST, bytes -> Arrays.copyOf(bytes, bytes.length - 1))),
        made(
            "empty-manifest",
            "The manifest is an empty file.",
            Verdict.INCOMPLETE,
            file(PlainDump.MANIFEST, bytes -> new byte[0])),
        made(
            "unfinished",
            "Everything is there, but no manifest.",
            Verdict.INCOMPLETE,
            dump -> Files.delete(dump.resolve(PlainDump.MANIFEST))));
  }

  private static List<GoldenVariant> damagedFiles() {
    return List.of(
        damaged(
            "cut-in-documents",
            "The last third of a part is missing, though the manifest is there.",
            file(PART, bytes -> Arrays.copyOf(bytes, bytes.length * 2 / 3))),
        damaged(
            "cut-in-section",
            "The last bytes of a section are missing, though the manifest is there.",
            file(V2Variants.KEYS, bytes -> Arrays.copyOf(bytes, bytes.length - 3))),
        damaged(
            "bytes-after-documents",
            "Something follows the frame of a part.",
            file(PART, bytes -> Arrays.copyOf(bytes, bytes.length + 7))),
        damaged(
            "duplicate-member",
            "A member is there twice, as a small one and as a payload.",
            V2Variants.dump(
                dump ->
                    dump.with(Kind.SMALL, "x-later/notes", "later")
                        .with(Kind.PAYLOAD, "x-later/notes", "later"))),
        damaged(
            "absolute-name",
            "The manifest lists a member by an absolute path.",
            V2Variants.dump(dump -> dump.with(Kind.SMALL, "/tmp/outside.txt", "out"))));
  }

  private static GoldenVariant damaged(String name, String summary, Change how) {
    return made(name, summary, Verdict.DAMAGED, how);
  }

  private static GoldenVariant made(String name, String summary, Verdict verdict, Change how) {
    return GoldenVariant.of(name, "everything", summary, verdict, how);
  }

  private static Change file(String name, UnaryOperator<byte[]> how) {
    return dump -> {
      Path file = dump.resolve(name);
      Files.write(file, how.apply(Files.readAllBytes(file)));
    };
  }
}
