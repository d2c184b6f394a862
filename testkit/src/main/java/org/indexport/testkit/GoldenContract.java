package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.indexport.Completeness;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.ReadOptions.Damage;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.UnsupportedVersionException;
import org.indexport.testkit.GoldenCase.Access;
import org.indexport.testkit.GoldenCase.Verdict;
import org.indexport.transfer.DumpVerifier;
import org.indexport.transfer.Verification;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every reader makes of the golden files of a format: exactly what is in the sound ones, and
 * the right complaint about the others. A case without a file is a failure. Nothing is written but
 * in a folder for tests; {@link GoldenWriter} makes the files.
 */
public abstract class GoldenContract {
  /** For tests. */
  protected GoldenContract() {}

  /** The golden files of the format. */
  protected abstract GoldenFiles goldens();

  /** No case lacks its file, no file its case, and no format a kind of damage. */
  @Test
  public void everyCaseIsPublished() throws IOException {
    GoldenFiles files = goldens();
    Set<String> expected = new TreeSet<>(Set.of(GoldenWriter.EXPECTED));
    files.cases().forEach(golden -> expected.add(files.fileName(golden.name())));
    try (Stream<Path> found = Files.list(files.folder())) {
      assertThat(found.map(path -> String.valueOf(path.getFileName())))
          .as("golden files in %s; missing ones are made by GoldenWriter", files.folder())
          .containsExactlyInAnyOrderElementsOf(expected);
    }
    Set<String> required = GoldenDumps.requiredVariants();
    required.removeAll(files.leftOut());
    assertThat(files.variants()).extracting(GoldenVariant::name).containsAll(required);
  }

  /** What is said beside the files is what is in them. */
  @Test
  public void expectationsAreThoseOfTheCases() throws IOException {
    Path file = goldens().folder().resolve(GoldenWriter.EXPECTED);
    assertThat(Files.readString(file)).isEqualTo(GoldenExpectations.of(goldens()));
  }

  /** From a path. */
  @TestFactory
  public Stream<DynamicTest> eachIsReadFromAPath() {
    Dumping dumps = new Dumping(goldens());
    return each(golden -> true, golden -> read(dumps, golden, source(golden), true));
  }

  /** From a stream; where that cannot be, the reader says so. */
  @TestFactory
  public Stream<DynamicTest> eachIsReadFromAStream() {
    Dumping dumps = new Dumping(goldens());
    return each(
        golden -> dumps.streams(),
        golden -> read(dumps, golden, stream(golden), golden.access() == Access.STREAM));
  }

  /** A verification has the verdict. */
  @TestFactory
  public Stream<DynamicTest> eachIsVerified() {
    return each(golden -> golden.verdict() != Verdict.REFUSED, this::verify);
  }

  /** Of what is not whole no more is taken than there was, and something is said of the rest. */
  @TestFactory
  public Stream<DynamicTest> noneIsSalvagedInSilence() {
    return each(
        golden -> golden.verdict() != Verdict.COMPLETE && golden.verdict() != Verdict.REFUSED,
        this::salvage);
  }

  /** The writer of today writes the same content. */
  @TestFactory
  public Stream<DynamicTest> writersStillWriteTheSame() {
    return each(golden -> golden.base() == null, this::rewrite);
  }

  /** What is done with a case. */
  private interface Check {
    void of(GoldenCase golden) throws IOException;
  }

  private Stream<DynamicTest> each(Predicate<GoldenCase> which, Check check) {
    return goldens().cases().stream()
        .filter(which)
        .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> named(check, golden)));
  }

  /** Reports of tests may lack the names of dynamic ones. */
  private static void named(Check check, GoldenCase golden) throws IOException {
    try {
      check.of(golden);
    } catch (AssertionError e) {
      throw new AssertionError(golden.name() + ": " + e.getMessage(), e);
    }
  }

  private DumpSource source(GoldenCase golden) {
    return DumpSource.path(goldens().path(golden.name()));
  }

  private DumpSource stream(GoldenCase golden) throws IOException {
    Path path = goldens().path(golden.name());
    return Dumping.stream(new BufferedInputStream(Files.newInputStream(path)));
  }

  private static void read(Dumping dumps, GoldenCase golden, DumpSource source, boolean possible) {
    List<DumpContent> found = new ArrayList<>();
    Throwable error =
        catchThrowable(() -> found.add(dumps.read(source, golden.content().header())));
    if (!possible && error != null) {
      assertThat(error).isInstanceOf(DumpException.class);
      return;
    }
    switch (golden.verdict()) {
      case COMPLETE -> {
        assertThat(error).isNull();
        dumps.check(golden.content(), found.get(0));
      }
      case INCOMPLETE -> assertThat(error).isInstanceOf(TruncatedDumpException.class);
      case DAMAGED -> assertThat(error).isInstanceOf(CorruptDumpException.class);
      case REFUSED ->
          assertThat(error)
              .isInstanceOfAny(UnsupportedVersionException.class, UnknownFormatException.class);
    }
  }

  private void verify(GoldenCase golden) throws IOException {
    Completeness expected =
        switch (golden.verdict()) {
          case COMPLETE -> Completeness.COMPLETE;
          case INCOMPLETE -> Completeness.INCOMPLETE;
          case DAMAGED, REFUSED -> Completeness.DAMAGED;
        };
    ReadOptions options = goldens().verifyOptions(golden.content().header());
    try (DumpSource source = source(golden);
        DumpReader reader = goldens().format().open(source, options)) {
      Verification found = DumpVerifier.of(reader).verify();
      assertThat(found.completeness()).isEqualTo(expected);
      assertThat(found.isSound()).isEqualTo(golden.verdict() == Verdict.COMPLETE);
    } catch (TruncatedDumpException e) {
      assertThat(golden.verdict()).as(e.getMessage()).isEqualTo(Verdict.INCOMPLETE);
    } catch (CorruptDumpException e) {
      assertThat(golden.verdict()).as(e.getMessage()).isEqualTo(Verdict.DAMAGED);
    }
  }

  private void salvage(GoldenCase golden) throws IOException {
    ReadOptions options = goldens().readOptions(golden.content().header()).with(Damage.SKIP);
    try (DumpSource source = source(golden);
        DumpReader reader = goldens().format().open(source, options);
        DumpCursor cursor = reader.entries()) {
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof DocumentPart part) {
          List<DocumentContent> salvaged = DumpContent.read(part);
          if (golden.verdict() == Verdict.INCOMPLETE) {
            wasThere(golden, part.index().name(), salvaged);
          }
        }
      }
      cursor.finish();
      assertThat(cursor.damages()).as("what was wrong").isNotEmpty();
    } catch (DumpException nothingToSalvage) {
      assertThat(nothingToSalvage)
          .isInstanceOfAny(TruncatedDumpException.class, CorruptDumpException.class);
    }
  }

  /** Each is one of the case's documents, and none comes before one that it came after. */
  private static void wasThere(GoldenCase golden, IndexName index, List<DocumentContent> salvaged) {
    Iterator<DocumentContent> all = golden.content().documents(index).iterator();
    for (DocumentContent document : salvaged) {
      boolean found = false;
      while (!found && all.hasNext()) {
        found = all.next().equals(document);
      }
      assertThat(found).as("%s was in %s", document, index).isTrue();
    }
  }

  private void rewrite(GoldenCase golden) throws IOException {
    GoldenFiles files = goldens();
    Dumping dumps = new Dumping(files);
    try (Scratch scratch = Scratch.create()) {
      Path path = scratch.path(files.fileName(golden.name()));
      dumps.write(golden.content(), path);
      dumps.check(golden.content(), dumps.read(DumpSource.path(path), golden.content().header()));
      files.compareBytes(files.path(golden.name()), path);
    }
  }
}
