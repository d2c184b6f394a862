package org.indexport.format.v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.Sha256;
import org.indexport.WriteOptions;
import org.indexport.testkit.DumpArbitraries;
import org.indexport.testkit.DumpContent;

/** Whatever a dump holds, copies of it hold the same. */
class DumpCopyPropertyTest {
  private static final WriteOptions SMALL_PARTS = DumpSamples.OPTIONS.withPartBytes(100);

  @Provide
  Arbitrary<DumpContent> dumps() {
    return DumpArbitraries.dumps(new FormatV2().traits())
        .filter(FormatV2FolderContractTest::fitsFolder);
  }

  @Property(tries = 25)
  void aFolderAndAFileHoldTheSame(@ForAll("dumps") DumpContent content) throws IOException {
    byte[] dump = DumpSamples.write(content, SMALL_PARTS);
    Path scratch = Files.createTempDirectory("copies");
    try {
      Path unpacked = scratch.resolve("unpacked");
      DumpCopy.of(Frames.source(dump)).to(DumpSink.folder(unpacked));
      byte[] packed = Frames.copy(DumpCopy.of(DumpSource.path(unpacked)));
      DumpCopy.of(Frames.source(packed)).to(DumpSink.folder(scratch.resolve("again")));

      Map<String, Sha256> expected = new TreeMap<>(Frames.digests(dump));
      assertThat(new TreeMap<>(Frames.digests(DumpSource.path(unpacked)))).isEqualTo(expected);
      assertThat(new TreeMap<>(Frames.digests(packed))).isEqualTo(expected);
      assertThat(DumpSamples.read(unpacked)).isEqualTo(read(dump));
      assertThat(read(packed)).isEqualTo(read(dump));
      assertThat(scratch.resolve("again/manifest.json"))
          .hasSameBinaryContentAs(unpacked.resolve("manifest.json"));
    } finally {
      deleteAll(scratch);
    }
  }

  @Property(tries = 40)
  void filteringAndMergingRestores(@ForAll("dumps") DumpContent content, @ForAll long seed)
      throws IOException {
    byte[] dump = DumpSamples.write(content, SMALL_PARTS);
    Set<IndexName> some = new HashSet<>();
    content
        .header()
        .indexes()
        .forEach(
            index -> some.addAll(isChosen(index.name(), seed) ? Set.of(index.name()) : Set.of()));

    byte[] one = Frames.copy(DumpCopy.of(Frames.source(dump)).indexes(some::contains));
    byte[] rest =
        Frames.copy(DumpCopy.of(Frames.source(dump)).indexes(name -> !some.contains(name)));
    byte[] merged = Frames.copy(DumpCopy.merging(List.of(Frames.source(one), Frames.source(rest))));

    DumpContent read = DumpSamples.read(Frames.source(merged), DumpSamples.IN_ORDER);
    assertThat(read.documents()).isEqualTo(read(dump).documents());
    assertThat(read.sections()).containsExactlyInAnyOrderElementsOf(read(dump).sections());
    assertThat(read.header().withIndexes(List.of()))
        .isEqualTo(read(dump).header().withIndexes(List.of()));
    assertThat(read.header().indexes())
        .containsExactlyInAnyOrderElementsOf(read(dump).header().indexes());
  }

  private static boolean isChosen(IndexName name, long seed) {
    return ((name.hashCode() ^ seed) & 1) == 0;
  }

  private static DumpContent read(byte[] dump) throws IOException {
    return DumpSamples.read(DumpSamples.stream(dump), DumpSamples.IN_ORDER);
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
