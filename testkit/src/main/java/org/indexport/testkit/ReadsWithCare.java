package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.indexport.Completeness;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DocumentHasher;
import org.indexport.DocumentPart;
import org.indexport.DocumentTotals;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpFormats;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.spi.FormatTrait;
import org.indexport.testkit.FaultyFileSystem.Operation;
import org.indexport.transfer.DumpVerifier;
import org.indexport.transfer.Verification;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link DumpFormatContract} about reading: parts, cursors and documents live as long
 * as they should, limits hold, and no failure becomes a shorter dump.
 */
public interface ReadsWithCare extends FormatUnderTest {
  /** The format is told by content, from a path and from a stream, which is still read whole. */
  @Test
  default void theFormatIsToldByContent() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpContent content = Samples.ofEverything(dumps);
    DumpFormats formats = DumpFormats.of(List.of(format()));
    ReadOptions options = readOptions(content.header());
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      dumps.write(content, path);
      try (DumpReader reader = formats.open(DumpSource.path(path), options)) {
        assertThat(reader.format()).isEqualTo(format().id());
        dumps.check(content, DumpContent.read(reader));
      }
    }
    if (dumps.streams()) {
      try (DumpReader reader = formats.open(Dumping.stream(dumps.bytes(content)), options)) {
        dumps.check(content, DumpContent.read(reader));
      }
    }
  }

  /** What can be rewound is read again and again; a stream once, and then it is misuse. */
  @Test
  default void onlyAStreamIsReadOnce() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpContent content = Samples.ofEverything(dumps);
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      dumps.write(content, path);
      try (DumpReader reader = dumps.open(DumpSource.path(path), content.header())) {
        assertThat(reader.isRewindable()).isTrue();
        dumps.check(content, DumpContent.read(reader));
        dumps.check(content, DumpContent.read(reader));
      }
    }
    if (dumps.streams()) {
      byte[] bytes = dumps.bytes(content);
      try (DumpReader reader = dumps.open(Dumping.stream(bytes), content.header())) {
        assertThat(reader.isRewindable()).isFalse();
        assertThat(reader.fingerprint()).isNull();
        dumps.check(content, DumpContent.read(reader));
        assertThatIllegalStateException().isThrownBy(reader::entries);
      }
    }
  }

  /** A file's bytes may come in any portions, down to one at a time. */
  @Test
  default void slowStreamsReadTheSame() throws IOException {
    Dumping dumps = new Dumping(this);
    if (!dumps.streams()) {
      // What is written as a folder is not read from a stream.
      return;
    }
    DumpContent content = Samples.ofEverything(dumps);
    byte[] bytes = dumps.bytes(content);
    for (int most : new int[] {1, 2, 7, 1_000}) {
      InputStream slow = new ThrottledInputStream(new ByteArrayInputStream(bytes), most);
      dumps.check(content, dumps.read(Dumping.stream(slow), content.header()));
    }
  }

  /** {@code documents(index)} gives the documents of one index in order; others do not exist. */
  @Test
  default void documentsOfOneIndexAreReadByThemselves() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpContent content = Samples.ofEverything(dumps);
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      dumps.write(content, path);
      try (DumpReader reader = dumps.open(DumpSource.path(path), content.header())) {
        for (IndexInfo index : content.header().indexes()) {
          try (DocumentCursor cursor = reader.documents(index.name())) {
            assertThat(DumpContent.read(cursor))
                .isEqualTo(carried(content).documents(index.name()));
            assertThat(cursor.next()).as("after the end").isNull();
          }
        }
        assertThatIllegalArgumentException()
            .isThrownBy(() -> reader.documents(index("no such index").name()));
      }
    }
  }

  /** Parts that nobody wants are passed over; the rest is whole. */
  @Test
  default void onlyWantedPartsAreRead() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpContent content = Samples.ofEverything(dumps);
    IndexName wanted = content.header().indexes().get(0).name();
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      dumps.write(content, path);
      List<DocumentContent> found = new ArrayList<>();
      try (DumpReader reader = dumps.open(DumpSource.path(path), content.header());
          DumpCursor cursor = reader.entries(wanted::equals)) {
        for (DumpEntry entry; (entry = cursor.next()) != null; ) {
          if (entry instanceof DocumentPart part) {
            assertThat(part.index().name()).isEqualTo(wanted);
            found.addAll(DumpContent.read(part));
          }
        }
        cursor.finish();
      }
      assertThat(found).isEqualTo(carried(content).documents(wanted));
    }
  }

  /** Parts of an index are numbered from 0 without gaps, and are the same each time. */
  @Test
  default void partsAreCutTheSameEachTime() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpContent content = dumps.one(Samples.documents(300));
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      dumps.write(content, sink(path), writeOptions().withPartBytes(1_000));
      List<String> parts = parts(dumps, path, content);
      assertThat(parts).isNotEmpty().isEqualTo(parts(dumps, path, content));
    }
  }

  private static List<String> parts(Dumping dumps, Path path, DumpContent content)
      throws IOException {
    List<String> parts = new ArrayList<>();
    try (DumpReader reader = dumps.open(DumpSource.path(path), content.header());
        DumpCursor cursor = reader.entries()) {
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof DocumentPart part) {
          assertThat(part.ordinal()).isEqualTo(parts.size());
          assertThat(part.origin().entry()).isNotEmpty();
          parts.add(part.bytes() + " bytes, " + part.totals());
          part.close();
        }
      }
      cursor.finish();
    }
    return parts;
  }

  /**
   * A part is read again and again, counts and hashes right, and its documents stay until closed.
   */
  @Test
  default void aPartsDocumentsStayUntilItIsClosed() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpContent content = dumps.one(Samples.documents(20));
    IndexInfo index = content.header().indexes().get(0);
    List<DocumentContent> expected = carried(content).documents(index.name());
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      dumps.write(content, path);
      try (DumpReader reader = dumps.open(DumpSource.path(path), content.header());
          DumpCursor cursor = reader.entries()) {
        DocumentPart part = firstPart(cursor);
        List<Document> kept = new ArrayList<>();
        List<Document> copies = new ArrayList<>();
        try (DocumentCursor documents = part.documents()) {
          for (Document document; (document = documents.next()) != null; ) {
            kept.add(document);
            copies.add(document.copy());
          }
        }
        assertThat(kept).extracting(DocumentContent::of).isEqualTo(expected);
        try (DocumentCursor again = part.documents()) {
          assertThat(DumpContent.read(again)).isEqualTo(expected);
        }
        DocumentTotals totals = part.totals();
        DocumentHasher hasher = Samples.hash(part.index(), expected);
        assertThat(totals.documents()).isEqualTo(20);
        assertThat(totals.hash()).isEqualTo(hasher.hash());
        part.close();
        part.close();
        assertThatIllegalStateException().isThrownBy(part::documents);
        while (cursor.next() != null) {
          // To the end, so that buffers are used again.
        }
        assertThat(copies).extracting(DocumentContent::of).isEqualTo(expected);
      }
    }
  }

  private static DocumentPart firstPart(DumpCursor cursor) throws IOException {
    DumpEntry entry = cursor.next();
    while (!(entry instanceof DocumentPart)) {
      entry = Objects.requireNonNull(cursor.next(), "the dump has no part");
    }
    return (DocumentPart) entry;
  }

  /** A cursor proves nothing before its end, nor while a part is open. */
  @Test
  default void aCursorIsFinishedAtItsEndOnly() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpContent content = dumps.one(Samples.documents(20));
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      dumps.write(content, path);
      try (DumpReader reader = dumps.open(DumpSource.path(path), content.header());
          DumpCursor cursor = reader.entries()) {
        assertThatIllegalStateException().as("before the end").isThrownBy(cursor::finish);
        DocumentPart part = firstPart(cursor);
        while (cursor.next() != null) {
          // There is nothing but the one part.
        }
        assertThatIllegalStateException()
            .as("with an open part, see PartReading.checkPartsClosed()")
            .isThrownBy(cursor::finish);
        part.totals();
        part.close();
        cursor.finish();
        assertThat(cursor.damages()).isEmpty();
      }
    }
  }

  /** Closing early, in any order and twice, is fine; a closed reader gives nothing. */
  @Test
  default void aClosedReaderGivesNothing() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpContent content = dumps.one(Samples.documents(500));
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      dumps.write(content, sink(path), writeOptions().withPartBytes(1_000));
      DumpReader reader = dumps.open(DumpSource.path(path), content.header());
      DumpCursor cursor = reader.entries();
      firstPart(cursor).close();
      cursor.close();
      cursor.close();
      DumpCursor left = reader.entries();
      reader.close();
      reader.close();
      assertThatIllegalStateException().as("a closed reader").isThrownBy(reader::entries);
      left.close();
    }
  }

  /** A closed reader has closed the stream that it was given; a failed open has not. */
  @Test
  default void aReaderClosesItsStream() throws IOException {
    Dumping dumps = new Dumping(this);
    if (!dumps.streams()) {
      // What is written as a folder is not read from a stream.
      return;
    }
    DumpContent content = dumps.one(Samples.documents(3));
    List<String> closed = new ArrayList<>();
    InputStream watched =
        new ByteArrayInputStream(dumps.bytes(content)) {
          @Override
          public void close() {
            closed.add("closed");
          }
        };
    try (DumpReader reader = dumps.open(Dumping.stream(watched), content.header())) {
      assertThat(closed).isEmpty();
      DumpContent.read(reader);
    }
    assertThat(closed).isNotEmpty();
  }

  /** A whole dump is complete, or not provable in this format. */
  @Test
  default void completenessIsProvenOrNot() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpContent content = Samples.ofEverything(dumps);
    boolean proves = dumps.can(FormatTrait.PROVES_COMPLETENESS);
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      dumps.write(content, path);
      try (DumpReader reader = dumps.open(DumpSource.path(path), content.header())) {
        if (proves) {
          assertThat(reader.completeness()).isIn(null, Completeness.COMPLETE);
        } else {
          assertThat(reader.completeness()).isEqualTo(Completeness.UNPROVABLE);
        }
        Verification verification = DumpVerifier.of(reader).verify();
        assertThat(verification.completeness())
            .isEqualTo(proves ? Completeness.COMPLETE : Completeness.UNPROVABLE);
        assertThat(verification.isSound()).isTrue();
        assertThat(DumpVerifier.of(reader).check()).isNull();
      }
    }
  }

  /** What is cut short is whole up to there for those who ask for it, and is said to be cut. */
  @Test
  default void whatIsWholeOfACutDumpCanBeRead() throws IOException {
    Dumping dumps = new Dumping(this);
    if (protection() != Protection.PROVEN || !dumps.streams()) {
      // Only what proves its end can tell that it is missing; folders are cut file by file.
      return;
    }
    DumpContent content = dumps.one(Samples.documents(2_000));
    List<DocumentContent> all = content.documents(index("movies").name());
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      dumps.write(content, sink(path), writeOptions().withPartBytes(1_000));
      byte[] bytes = Files.readAllBytes(path);
      Path cut = Files.write(scratch.path("cut"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
      ReadOptions options = readOptions(content.header()).with(ReadOptions.Damage.SKIP);
      try (DumpReader reader = dumps.open(DumpSource.path(cut), options)) {
        Verification verification = DumpVerifier.of(reader).verify();
        assertThat(verification.completeness()).isEqualTo(Completeness.INCOMPLETE);
        assertThat(verification.problem()).isInstanceOf(TruncatedDumpException.class);
        try (DumpCursor cursor = reader.entries()) {
          List<DocumentContent> found = allDocuments(cursor);
          assertThat(found).isEqualTo(all.subList(0, found.size())).isNotEmpty();
          assertThat(cursor.damages()).isNotEmpty();
        }
      }
    }
  }

  private static List<DocumentContent> allDocuments(DumpCursor cursor) throws IOException {
    List<DocumentContent> found = new ArrayList<>();
    for (DumpEntry entry; (entry = cursor.next()) != null; ) {
      if (entry instanceof DocumentPart part) {
        found.addAll(DumpContent.read(part));
      }
    }
    return found;
  }

  /** The fingerprint stays while the dump does; another content has another one. */
  @Test
  default void theFingerprintTellsDumpsApart() throws IOException {
    Dumping dumps = new Dumping(this);
    try (Scratch scratch = Scratch.create()) {
      String first = fingerprint(dumps, scratch, "1", Samples.documents(3));
      assertThat(first).isNotNull();
      assertThat(fingerprint(dumps, scratch, "1", List.of())).isEqualTo(first);
      assertThat(fingerprint(dumps, scratch, "2", Samples.documents(4))).isNotEqualTo(first);
      assertThat(fingerprint(dumps, scratch, "3", List.of("{\"a\":1}")))
          .isNotEqualTo(fingerprint(dumps, scratch, "4", List.of("{\"a\":2}")));
    }
  }

  private @org.jspecify.annotations.Nullable String fingerprint(
      Dumping dumps, Scratch scratch, String folder, List<String> documents) throws IOException {
    DumpContent content = dumps.one(documents);
    Path path = Files.createDirectories(scratch.path(folder)).resolve(outputName());
    if (!Files.exists(path)) {
      dumps.write(content, path);
    }
    try (DumpReader reader = dumps.open(DumpSource.path(path), content.header())) {
      return reader.fingerprint();
    }
  }

  /** Large documents, deep ones, and too many indexes or settings: as the limits allow. */
  @Test
  default void limitsHold() throws IOException {
    Dumping dumps = new Dumping(this);
    ReadLimits all = ReadLimits.DEFAULT;
    String large = "{\"a\":\"" + "x".repeat(5_000) + "\"}";
    DumpContent content = dumps.one(List.of("{}", large));
    holds(dumps, content, all.withMaxDocumentBytes(4_000), all.withMaxDocumentBytes(6_000));

    DumpContent deep = dumps.one(List.of("{\"a\":[[[[[[[[]]]]]]]]}"));
    holds(dumps, deep, depth(8), depth(9));

    if (dumps.can(FormatTrait.MANY_INDEXES)) {
      List<IndexInfo> indexes = List.of(index("a"), index("b"), index("c"));
      DumpContent many =
          new DumpContent(org.indexport.DumpHeader.of(indexes), java.util.Map.of(), List.of());
      holds(dumps, many, indexes(2), indexes(3));
    }
    if (dumps.can(FormatTrait.SETTINGS)) {
      IndexInfo settings =
          index("a").toBuilder()
              .settings(org.indexport.Settings.of(dialect(), null, settings("x".repeat(9_000))))
              .build();
      holds(dumps, DumpContent.of(settings, List.of("{}")), metadata(8_000), metadata(1_000_000));
    }
  }

  private static ReadLimits depth(int depth) {
    ReadLimits all = ReadLimits.DEFAULT;
    return new ReadLimits(
        all.maxDocumentBytes(),
        depth,
        all.maxNameBytes(),
        all.maxEntries(),
        all.maxIndexes(),
        all.maxMetadataBytes(),
        all.maxExpansionRatio());
  }

  private static ReadLimits indexes(int indexes) {
    ReadLimits all = ReadLimits.DEFAULT;
    return new ReadLimits(
        all.maxDocumentBytes(),
        all.maxDepth(),
        all.maxNameBytes(),
        all.maxEntries(),
        indexes,
        all.maxMetadataBytes(),
        all.maxExpansionRatio());
  }

  private static ReadLimits metadata(int bytes) {
    ReadLimits all = ReadLimits.DEFAULT;
    return new ReadLimits(
        all.maxDocumentBytes(),
        all.maxDepth(),
        all.maxNameBytes(),
        all.maxEntries(),
        all.maxIndexes(),
        bytes,
        all.maxExpansionRatio());
  }

  private void holds(Dumping dumps, DumpContent content, ReadLimits tooLow, ReadLimits enough)
      throws IOException {
    ReadOptions options = readOptions(content.header());
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      dumps.write(content, path);
      assertThatExceptionOfType(LimitExceededException.class)
          .as("%s", tooLow)
          .isThrownBy(() -> dumps.read(DumpSource.path(path), options.with(tooLow)));
      dumps.check(content, dumps.read(DumpSource.path(path), options.with(enough)));
    }
  }

  /** A disk that fails while it is read is an {@link IOException}, never the end. */
  @Test
  default void aFailingDiskIsNotTheEnd() throws IOException {
    Dumping dumps = new Dumping(this);
    DumpContent content = Samples.ofEverything(dumps);
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(outputName());
      dumps.write(content, path);
      for (Operation operation : List.of(Operation.OPEN, Operation.READ)) {
        long call = 1;
        while (failsReading(dumps, scratch, operation, call, path, content)) {
          call++;
        }
        assertThat(call).as("calls of %s", operation).isGreaterThan(1);
      }
    }
  }

  private static boolean failsReading(
      Dumping dumps,
      Scratch scratch,
      Operation operation,
      long call,
      Path path,
      DumpContent content)
      throws IOException {
    scratch.files().failAt(operation, call);
    try {
      dumps.check(content, dumps.read(DumpSource.path(path), content.header()));
      return scratch.files().hasFailed();
    } catch (IOException e) {
      assertThat(scratch.files().hasFailed()).as("failed because of the disk: %s", e).isTrue();
      return true;
    } finally {
      scratch.files().heal();
      assertThat(scratch.files().openFiles()).as("after %s %s", operation, call).isEmpty();
    }
  }

  /** A stream that fails is an {@link IOException}, never the end. */
  @Test
  default void aFailingStreamIsNotTheEnd() throws IOException {
    Dumping dumps = new Dumping(this);
    if (!dumps.streams()) {
      // What is written as a folder is not read from a stream.
      return;
    }
    DumpContent content = Samples.ofEverything(dumps);
    byte[] bytes = dumps.bytes(content);
    for (int place = 0; place < bytes.length; place += Math.max(1, bytes.length / 50)) {
      InputStream failing = FailingInputStream.afterBytes(new ByteArrayInputStream(bytes), place);
      assertThatExceptionOfType(IOException.class)
          .as("failing after %s of %s bytes", place, bytes.length)
          .isThrownBy(() -> dumps.read(Dumping.stream(failing), content.header()))
          .isNotInstanceOf(TruncatedDumpException.class);
    }
  }
}
