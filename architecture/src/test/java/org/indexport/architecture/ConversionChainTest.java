package org.indexport.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSink.Packing;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.WriteOptions;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.format.jsonl.FormatJsonl;
import org.indexport.format.kourou.FormatKourou;
import org.indexport.format.v1.FormatV1;
import org.indexport.format.v2.FormatV2;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatTrait;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpArbitraries;
import org.indexport.testkit.DumpContent;
import org.indexport.transfer.DumpConverter;
import org.jspecify.annotations.Nullable;

/**
 * Whatever formats and packings a dump goes through, its documents stay byte for byte what they
 * were, and so does all else that each of the formats carries.
 */
class ConversionChainTest {
  /** Every format in every packing; a further one is one line more. */
  private static final List<Link> LINKS =
      List.of(
          Link.file("dump", new FormatV1()),
          Link.file("tar.zst", new FormatV2()),
          Link.folder("parts", new FormatV2()),
          Link.folder("lines", new FormatJsonl()),
          Link.folder("lines.zst", new FormatJsonl()),
          Link.ofOneIndex("lines.jsonl", new FormatJsonl()),
          Link.ofOneIndex("lines.jsonl.gz", new FormatJsonl()),
          Link.ofEngine("hits", new FormatElasticdump(), Packing.FOLDER),
          Link.ofEngine("hits.json", new FormatElasticdump(), Packing.FILE),
          Link.ofEngine("hits.json.gz", new FormatElasticdump(), Packing.FILE),
          Link.ofEngine("collections", new FormatKourou(), Packing.FOLDER));

  /** What limits names where they become names of files, in bytes; an escaped one takes three. */
  private static final int LONGEST_NAME = 240;

  /** A format in one packing. */
  private record Link(String output, DumpFormat format, Packing packing, Set<FormatTrait> traits) {
    static Link file(String output, DumpFormat format) {
      return new Link(output, format, Packing.FILE, format.traits());
    }

    static Link folder(String output, DumpFormat format) {
      return new Link(output, format, Packing.FOLDER, format.traits());
    }

    /** A file of a format that names the index in an option for reading. */
    static Link ofOneIndex(String output, DumpFormat format) {
      Set<FormatTrait> traits = EnumSet.copyOf(format.traits());
      traits.remove(FormatTrait.MANY_INDEXES);
      return new Link(output, format, Packing.FILE, traits);
    }

    /** A format of an engine, which has its own names, settings and side data, and gives ids. */
    static Link ofEngine(String output, DumpFormat format, Packing packing) {
      Set<FormatTrait> traits = EnumSet.copyOf(format.traits());
      traits.removeAll(Set.of(FormatTrait.SETTINGS, FormatTrait.SECTIONS));
      if (packing == Packing.FILE) {
        traits.remove(FormatTrait.MANY_INDEXES);
      }
      if (format instanceof FormatKourou) {
        // Of what lies beside documents it has ids alone.
        traits.remove(FormatTrait.OUTSIDE_IDS);
      }
      return new Link(output, format, packing, traits);
    }

    boolean can(FormatTrait trait) {
      return traits.contains(trait);
    }

    boolean isOfEngine() {
      return format instanceof FormatElasticdump || format instanceof FormatKourou;
    }

    DumpSink sink(Path path) {
      return packing == Packing.FILE ? DumpSink.file(path) : DumpSink.folder(path);
    }

    /** Small parts, so that small dumps have several. */
    WriteOptions writeOptions() {
      WriteOptions options = WriteOptions.DEFAULT.withWorkers(2).withPartBytes(200);
      if (format instanceof FormatKourou) {
        return options.with(FormatKourou.MISSING_IDS, "made");
      }
      return format.writeOptions().contains(FormatJsonl.DROP_IDS)
          ? options.with(FormatJsonl.DROP_IDS, "true")
          : options;
    }

    ReadOptions readOptions(DumpHeader header) {
      return can(FormatTrait.MANY_INDEXES)
          ? ReadOptions.DEFAULT
          : ReadOptions.DEFAULT.with(FormatJsonl.INDEX, header.indexes().get(0).name().name());
    }

    @Override
    public String toString() {
      return format.id() + " " + output;
    }
  }

  /** A link that is written and then read, from a path or as from a pipe. */
  private record Hop(Link link, boolean piped) {
    DumpSource source(Path path) throws IOException {
      return piped && link.packing() == Packing.FILE
          ? DumpSource.stream("a pipe", Files.newInputStream(path))
          : DumpSource.path(path);
    }
  }

  /** A dump and the way that it takes. */
  private record Journey(DumpContent dump, List<Hop> hops) {
    boolean all(FormatTrait trait) {
      return hops.stream().allMatch(hop -> hop.link().can(trait));
    }

    /** Whether ids that lie in documents may come to lie beside them. */
    boolean givesIds() {
      return hops.stream().anyMatch(hop -> hop.link().isOfEngine());
    }

    /** What every format on the way carries. */
    Map<IndexName, List<DocumentContent>> documents() {
      return all(FormatTrait.OUTSIDE_IDS) && !givesIds() ? dump.documents() : bare(dump);
    }

    /** What was found of it. */
    Map<IndexName, List<DocumentContent>> documents(DumpContent found) {
      return givesIds() ? bare(found) : found.documents();
    }

    /** Whether documents that had ids beside them have these again, where every format has them. */
    boolean keepsIds(DumpContent found) {
      return !all(FormatTrait.OUTSIDE_IDS)
          || dump.documents().entrySet().stream()
              .allMatch(
                  index ->
                      index.getValue().stream().allMatch(document -> document.id() == null)
                          || found.documents(index.getKey()).equals(index.getValue()));
    }

    private static Map<IndexName, List<DocumentContent>> bare(DumpContent dump) {
      return dump.documents().entrySet().stream()
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey,
                  index ->
                      index.getValue().stream()
                          .map(document -> DocumentContent.of(document.json()))
                          .toList()));
    }
  }

  @Provide
  Arbitrary<Journey> journeys() {
    Arbitrary<Hop> hops =
        Combinators.combine(Arbitraries.of(LINKS), Arbitraries.of(true, false)).as(Hop::new);
    return hops.list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .filter(ConversionChainTest::keepsNamespaces)
        .flatMap(ConversionChainTest::journeys);
  }

  /** Whether a format that needs namespaces gets them from all others. */
  private static boolean keepsNamespaces(List<Hop> hops) {
    return hops.stream().noneMatch(hop -> hop.link().can(FormatTrait.NAMESPACE_REQUIRED))
        || hops.stream().allMatch(hop -> hop.link().can(FormatTrait.NAMESPACES));
  }

  /** Dumps that need no change of names, and no choice among their indexes, on their way. */
  private static Arbitrary<Journey> journeys(List<Hop> hops) {
    Set<FormatTrait> traits = EnumSet.allOf(FormatTrait.class);
    traits.remove(FormatTrait.NAMESPACE_REQUIRED);
    for (FormatTrait needed : List.of(FormatTrait.NAMESPACES, FormatTrait.MANY_INDEXES)) {
      if (!hops.stream().allMatch(hop -> hop.link().can(needed))) {
        traits.remove(needed);
      }
    }
    boolean renamed = hops.stream().anyMatch(hop -> hop.link().isOfEngine());
    boolean spaced = hops.stream().anyMatch(hop -> hop.link().can(FormatTrait.NAMESPACE_REQUIRED));
    return DumpArbitraries.dumps(traits)
        .map(dump -> renamed ? renamed(dump, spaced ? "space" : null) : dump)
        .filter(dump -> hops.stream().allMatch(hop -> canBeNamed(dump, hop.link())))
        .map(dump -> new Journey(dump, hops));
  }

  /** With names that every engine takes. */
  private static DumpContent renamed(DumpContent dump, @Nullable String namespace) {
    Map<IndexName, IndexName> names = new HashMap<>();
    for (IndexInfo index : dump.header().indexes()) {
      names.put(index.name(), new IndexName(namespace, "index-" + names.size()));
    }
    Map<IndexName, List<DocumentContent>> documents = new LinkedHashMap<>();
    dump.documents().forEach((name, all) -> documents.put(names.get(name), all));
    List<IndexInfo> indexes =
        dump.header().indexes().stream()
            .map(index -> index.toBuilder().name(names.get(index.name())).build())
            .toList();
    DumpHeader header = dump.header().withIndexes(List.of()).withNamespaces(List.of());
    return new DumpContent(header.withIndexes(indexes), documents, List.of());
  }

  private static boolean canBeNamed(DumpContent dump, Link link) {
    Stream<String> names =
        Stream.concat(
            dump.header().indexes().stream().map(index -> index.name().name()),
            dump.sections().stream().flatMap(section -> section.attachments().keySet().stream()));
    if (!link.can(FormatTrait.MANY_INDEXES)) {
      // In an option a slash ends a namespace.
      return names.noneMatch(name -> name.indexOf('/') >= 0);
    }
    return link.packing() == Packing.FILE
        || Stream.of(
                names,
                dump.header().namespaces().stream(),
                dump.sections().stream().map(section -> section.name()))
            .flatMap(each -> each)
            .allMatch(name -> name.getBytes(UTF_8).length * 3 <= LONGEST_NAME);
  }

  @Property(
      tries = 100,
      edgeCases = EdgeCasesMode.NONE,
      afterFailure = AfterFailureMode.PREVIOUS_SEED)
  void anyDumpComesThroughAnyChain(@ForAll("journeys") Journey journey) throws IOException {
    try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
      Path folder = Files.createDirectories(files.getPath("/way"));
      DumpContent found = travel(journey, folder);
      assertThat(journey.documents(found)).isEqualTo(journey.documents());
      assertThat(journey.keepsIds(found)).as("ids of %s", found.documents()).isTrue();
      if (journey.all(FormatTrait.SETTINGS)) {
        assertThat(found.header()).isEqualTo(journey.dump().header());
      }
      if (journey.all(FormatTrait.SECTIONS)) {
        assertThat(found.sections()).containsExactlyInAnyOrderElementsOf(journey.dump().sections());
      } else {
        assertThat(found.sections()).isEmpty();
      }
    }
  }

  /** Writes the first, converts it from link to link, and reads the last. */
  private static DumpContent travel(Journey journey, Path folder) throws IOException {
    Hop before = journey.hops().get(0);
    Path path = folder.resolve("0-" + before.link().output());
    DumpHeader header = journey.dump().header();
    if (before.link().can(FormatTrait.SECTIONS)) {
      write(journey.dump(), before.link(), path);
    } else {
      write(new DumpContent(header, journey.dump().documents(), List.of()), before.link(), path);
    }
    for (int i = 1; i < journey.hops().size(); i++) {
      Hop next = journey.hops().get(i);
      Path output = folder.resolve(i + "-" + next.link().output());
      convert(before, path, next.link(), output, header);
      before = next;
      path = output;
    }
    try (DumpSource source = before.source(path);
        DumpReader reader =
            before.link().format().open(source, before.link().readOptions(header))) {
      return DumpContent.read(reader);
    }
  }

  private static void write(DumpContent dump, Link link, Path path) throws IOException {
    try (DumpWriter writer =
        link.format().create(link.sink(path), dump.header(), link.writeOptions())) {
      dump.writeTo(writer);
      writer.finish();
    }
  }

  private static void convert(Hop from, Path path, Link to, Path output, DumpHeader first)
      throws IOException {
    try (DumpSource source = from.source(path);
        DumpReader reader = from.link().format().open(source, from.link().readOptions(first))) {
      DumpConverter converter = DumpConverter.from(reader).to(to.format());
      try (DumpWriter writer =
          to.format().create(to.sink(output), converter.header(), to.writeOptions())) {
        converter.into(writer);
      }
    }
  }
}
