package org.indexport.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.indexport.Completeness;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpHeader;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.Manifest;
import org.indexport.PartCutter;
import org.indexport.ReadLimits;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.spi.ManifestBeside;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesReaderTest {
  private static final IndexName MOVIES = IndexName.of("movies");
  private static final IndexName LATE = IndexName.of("late");

  @TempDir private Path folder;

  private final List<DumpSource> files = new ArrayList<>();
  private ManifestBeside manifest = ManifestBeside.NONE;
  private ReadOptions options = ReadOptions.DEFAULT;
  private int opened;
  private int closed;

  /** Reads lines, of the index {@code movies} unless a file is called {@code late}. */
  private final class LinesReader extends FilesReader {
    LinesReader(DumpSource source) {
      super(source, options, DumpHeader.of(List.of(IndexInfo.of("movies"))), manifest);
    }

    @Override
    public String format() {
      return "lines";
    }

    @Override
    protected FilesCursor cursor(Predicate<IndexName> documentsOf) {
      return new LinesCursor(this, documentsOf);
    }

    @Override
    protected boolean mayComeLate(IndexName index) {
      return index.equals(LATE);
    }
  }

  private final class LinesCursor extends FilesCursor {
    private final Iterator<DumpSource> left = files.iterator();

    LinesCursor(FilesReader reader, Predicate<IndexName> documentsOf) {
      super(reader, documentsOf);
    }

    @Override
    protected boolean advance() throws IOException {
      if (!left.hasNext()) {
        return false;
      }
      DumpSource file = left.next();
      InputStream text = open(file);
      if (text != null) {
        opened++;
        boolean late = file.name().endsWith("late");
        read(() -> end(text), late ? late(text) : cut(text, index(MOVIES))::next);
      }
      return true;
    }

    private PartCutter cut(InputStream text, IndexParts index) {
      return reading().lines(text, index.index(), "text", index.takeOrdinal());
    }

    private Parts late(InputStream text) {
      return () -> {
        IndexParts known = find(LATE);
        return cut(text, known == null ? declare(IndexInfo.of("late")) : known).next();
      };
    }
  }

  private void end(InputStream text) throws IOException {
    closed++;
    text.close();
  }

  @AfterEach
  void whatWasOpenedIsClosed() {
    assertThat(closed).isEqualTo(opened);
  }

  private void file(String name, String text) throws IOException {
    files.add(DumpSource.path(Files.writeString(folder.resolve(name), text)));
  }

  private LinesReader reader() {
    return new LinesReader(DumpSource.path(folder));
  }

  /** Names indexes, and tells of parts what they are of and how many documents they hold. */
  private static List<String> entries(DumpCursor cursor) throws IOException {
    List<String> all = new ArrayList<>();
    for (DumpEntry next; (next = cursor.next()) != null; ) {
      if (next instanceof DocumentPart part) {
        all.add(
            "%s %d: %d".formatted(part.index().name(), part.ordinal(), part.totals().documents()));
        part.close();
      } else {
        all.add(((IndexInfo) next).name().toString());
      }
    }
    return all;
  }

  @Test
  void readsOneTextAfterTheOther() throws IOException {
    file("a", "{}\n{}\n");
    file("b", "");
    file("c", "{}\n");
    try (LinesReader reader = reader();
        DumpCursor cursor = reader.entries()) {
      assertThat(entries(cursor)).containsExactly("movies 0: 2", "movies 2: 1");
      assertThat(cursor.finish()).isNull();
      assertThat(reader.completeness()).isEqualTo(Completeness.UNPROVABLE);
      assertThat(closed).isEqualTo(3);
    }
  }

  @Test
  void aLateIndexComesBeforeItsFirstPart() throws IOException {
    file("a", "{}\n");
    file("late", "{}\n");
    try (LinesReader reader = reader();
        DumpCursor cursor = reader.entries()) {
      assertThat(entries(cursor)).containsExactly("movies 0: 1", "late", "late 0: 1");
    }
    try (LinesReader reader = reader()) {
      reader.documents(LATE).close();
      assertThatThrownBy(() -> reader.documents(IndexName.of("other")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has no index other");
    }
  }

  @Test
  void aPartThatWaitsIsClosedWithTheCursor() throws IOException {
    file("late", "{}\n");
    try (LinesReader reader = reader()) {
      DumpCursor cursor = reader.entries();
      assertThat(cursor.next()).isInstanceOf(IndexInfo.class);
      cursor.close();
      assertThatThrownBy(cursor::next).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void lateIndexesCount() throws IOException {
    file("late", "{}\n");
    options = options.with(new ReadLimits(100, 10, 100, 10, 1, 100, 100));
    try (LinesReader reader = reader();
        DumpCursor cursor = reader.entries()) {
      assertThatThrownBy(cursor::next)
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("at most 1 indexes");
    }
  }

  @Test
  void damageIsRefusedOrPassedOver() throws IOException {
    file("a.gz", "");
    file("b", "{}\n");
    try (LinesReader reader = reader();
        DumpCursor cursor = reader.entries()) {
      assertThatThrownBy(cursor::next).isInstanceOf(TruncatedDumpException.class);
      assertThat(reader.skipsDamage()).isFalse();
    }
    options = options.with(ReadOptions.Damage.SKIP);
    try (LinesReader reader = reader();
        DumpCursor cursor = reader.entries()) {
      assertThat(entries(cursor)).containsExactly("movies 0: 1");
      assertThat(cursor.damages()).hasSize(1).first().isInstanceOf(TruncatedDumpException.class);
      assertThat(reader.skipsDamage()).isTrue();
    }
  }

  @Test
  void theManifestIsComparedUnlessSomethingIsLeftOut() throws IOException {
    file("a", "{}\n");
    Manifest more =
        new Manifest(
            "lines",
            null,
            "test",
            DumpHeader.of(List.of(IndexInfo.of("movies"))),
            List.of(new Manifest.IndexSummary(MOVIES, 2, 4, null, null)),
            List.of());
    manifest = new ManifestBeside(more, "x.manifest.json");
    try (LinesReader reader = reader();
        DumpCursor cursor = reader.entries()) {
      assertThat(reader.completeness()).isNull();
      assertThat(reader.manifest()).isSameAs(more);
      entries(cursor);
      assertThatThrownBy(cursor::finish)
          .isInstanceOf(CorruptDumpException.class)
          .hasMessageContaining("x.manifest.json");
    }
    try (LinesReader reader = reader();
        DumpCursor cursor = reader.entries(name -> false)) {
      entries(cursor);
      assertThat(cursor.finish()).isSameAs(more);
    }
  }

  @Test
  void callsOutOfOrderAreRefused() throws IOException {
    file("a", "{}\n");
    LinesReader reader = reader();
    try (DumpCursor cursor = reader.entries()) {
      assertThatThrownBy(cursor::finish)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("there is more to read");
    }
    reader.close();
    assertThatThrownBy(reader::entries)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void aStreamIsReadOnce() throws IOException {
    InputStream bytes = new ByteArrayInputStream("{}\n".getBytes(StandardCharsets.UTF_8));
    DumpSource stream = DumpSource.stream("pipe", bytes);
    files.add(stream);
    try (LinesReader reader = new LinesReader(stream)) {
      assertThat(reader.isRewindable()).isFalse();
      assertThat(entries(reader.entries())).containsExactly("movies 0: 1");
      assertThatThrownBy(reader::entries)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("pipe can be read only once");
    }
  }

  @Test
  void whatIsNotThereIsNamed() {
    Path gone = folder.resolve("gone");
    assertThatThrownBy(() -> FilesReader.checkExists(DumpSource.path(gone)))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(gone.toString());
  }
}
