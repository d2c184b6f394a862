package org.indexport.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.EngineVersion;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.spi.PinnedFile;
import org.indexport.spi.PinnedFiles;
import org.indexport.spi.SnapshotSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneSnapshotSourceTest {
  private static final IndexName MOVIES = IndexName.of("movies");

  @TempDir Path folder;

  private Path home() {
    return folder.resolve("home");
  }

  private static IndexWriter writer(Path index) throws IOException {
    return new IndexWriter(
        FSDirectory.open(index),
        new IndexWriterConfig()
            .setIndexDeletionPolicy(
                new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy())));
  }

  private static void add(IndexWriter writer, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      Document document = new Document();
      document.add(new StringField("id", "d" + i, Store.YES));
      writer.updateDocument(new Term("id", "d" + i), document);
    }
  }

  private static SnapshotSource of(IndexWriter writer) {
    return LuceneSnapshotSource.of(() -> Map.of(MOVIES, writer));
  }

  /** Copies what is pinned, as a store would, and checks what it was told of it. */
  private static void copy(PinnedFiles pinned, Path target) throws IOException {
    for (String empty : pinned.emptyFolders()) {
      Files.createDirectories(target.resolve(empty));
    }
    for (PinnedFile file : pinned.files()) {
      Path to = target.resolve(file.path());
      Files.createDirectories(to.getParent());
      try (InputStream in = Channels.newInputStream(pinned.open(file))) {
        assertThat(Files.copy(in, to)).isEqualTo(file.length());
      }
    }
  }

  private static int documents(Path index) throws IOException {
    try (Directory directory = FSDirectory.open(index);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      return reader.numDocs();
    }
  }

  private static Map<String, String> identities(SnapshotSource source) throws IOException {
    try (PinnedFiles pinned = source.pin()) {
      Map<String, String> identities = new TreeMap<>();
      for (PinnedFile file : pinned.files()) {
        assertThat(file.identity()).as(file.path()).isNotNull();
        identities.put(file.path(), file.identity());
      }
      return identities;
    }
  }

  @Test
  void aFolderOfIndexesComesBackAsItWas() throws IOException {
    Batches.load(home(), Batches.envelopes("films"), Batches.numbered(0, 10, "a"));
    IndexInfo odd = IndexInfo.builder(IndexName.of("name space", "a/b")).build();
    Batches.load(home(), odd, Batches.numbered(0, 3, "b"));
    Files.createDirectories(home().resolve("empty%20one"));
    Files.writeString(home().resolve("films").resolve("stray"), "not Lucene's");

    Path copy = folder.resolve("copy");
    try (PinnedFiles pinned = LuceneSnapshotSource.of(home()).pin()) {
      assertThat(pinned.engine()).isEqualTo(new EngineVersion("lucene", Version.LATEST.toString()));
      assertThat(pinned.files()).noneMatch(file -> file.path().endsWith("stray"));
      assertThat(pinned.files()).noneMatch(file -> file.path().endsWith(".lock"));
      copy(pinned, copy);
    }

    try (LuceneEngineSource before = LuceneEngineSource.open(home(), new SourceMapper());
        LuceneEngineSource after = LuceneEngineSource.open(copy, new SourceMapper())) {
      assertThat(after.header()).isEqualTo(before.header());
      assertThat(after.header().namespaces()).contains("empty one", "name space");
    }
  }

  @Test
  void aFolderThatIsOneIndexKeepsItsName() throws IOException {
    Batches.load(home(), Batches.envelopes("films"), Batches.numbered(0, 10, "a"));

    try (PinnedFiles pinned = LuceneSnapshotSource.of(home().resolve("films")).pin()) {
      assertThat(pinned.files()).isNotEmpty().allMatch(file -> file.path().startsWith("films/"));
    }
  }

  @Test
  void namesOfOtherApplicationsAreKept() throws IOException {
    try (IndexWriter writer = writer(home().resolve("My Index"))) {
      add(writer, 0, 1);
    }
    try (PinnedFiles pinned = LuceneSnapshotSource.of(home()).pin()) {
      assertThat(pinned.files()).allMatch(file -> file.path().startsWith("My Index/"));
    }
  }

  @Test
  void whatIsNoFolderOfIndexesIsRefused() throws IOException {
    assertThatThrownBy(LuceneSnapshotSource.of(home())::pin).isInstanceOf(DumpException.class);
    Files.createDirectories(home());
    LuceneSnapshotSource.of(home()).pin().close();
    Files.writeString(home().resolve("stray"), "");
    assertThatThrownBy(LuceneSnapshotSource.of(home())::pin)
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("expected a Lucene index");
  }

  @Test
  void everythingAddedIsIn() throws IOException {
    Path copy = folder.resolve("copy");
    try (IndexWriter writer = writer(home())) {
      add(writer, 0, 10);
      try (PinnedFiles pinned = of(writer).pin()) {
        copy(pinned, copy);
      }
    }
    assertThat(documents(copy.resolve("movies"))).isEqualTo(10);
  }

  @Test
  void aPinOutlivesMergesAndDeletions() throws IOException {
    for (boolean embedded : new boolean[] {true, false}) {
      Path index = folder.resolve("index-" + embedded);
      Path copy = folder.resolve("copy-" + embedded);
      try (IndexWriter writer = writer(index)) {
        for (int i = 0; i < 5; i++) {
          add(writer, i * 10, i * 10 + 10);
          writer.commit();
        }
        SnapshotSource source = embedded ? of(writer) : LuceneSnapshotSource.of(index);
        String commit = "segments_" + Long.toString(5, Character.MAX_RADIX);
        try (PinnedFiles pinned = source.pin()) {
          assertThat(pinned.files()).anyMatch(file -> file.path().endsWith("/" + commit));
          writer.forceMerge(1);
          writer.deleteDocuments(new Term("id", "d7"));
          add(writer, 100, 110);
          writer.commit();
          copy(pinned, copy);
        }
        // What the pin kept is gone with it.
        assertThat(files(index)).doesNotContain(commit);
      }
      assertThat(documents(copy.resolve(embedded ? "movies" : "index-false"))).isEqualTo(50);
    }
  }

  private static Set<String> files(Path index) throws IOException {
    try (Stream<Path> files = Files.list(index)) {
      Set<String> names = new TreeSet<>();
      files.map(file -> file.getFileName().toString()).forEach(names::add);
      names.remove(IndexWriter.WRITE_LOCK_NAME);
      return names;
    }
  }

  @Test
  void readsWhileAnotherWrites() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    try (IndexWriter writer = writer(home())) {
      add(writer, 0, 10);
      writer.commit();
      Thread other =
          new Thread(
              () -> {
                try {
                  for (int i = 10; !stop.get(); i += 10) {
                    add(writer, i, i + 10);
                    writer.commit();
                    if (i % 50 == 0) {
                      writer.forceMerge(1);
                    }
                  }
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      other.start();
      try {
        for (int i = 0; i < 10; i++) {
          boolean embedded = i >= 5;
          SnapshotSource source = embedded ? of(writer) : LuceneSnapshotSource.of(home());
          Path copy = folder.resolve("copy-" + i);
          try (PinnedFiles pinned = source.pin()) {
            copy(pinned, copy);
          }
          int found = documents(copy.resolve(embedded ? "movies" : "home"));
          assertThat(found).isGreaterThanOrEqualTo(10);
          // As long as nobody else commits, each commit holds whole runs of ten.
          assertThat(embedded ? 0 : found % 10).isZero();
        }
      } finally {
        stop.set(true);
        other.join();
      }
    }
  }

  @Test
  void identitiesLastAsLongAsTheContent() throws IOException {
    try (IndexWriter writer = writer(home())) {
      add(writer, 0, 10);
      Map<String, String> first = identities(of(writer));
      assertThat(identities(of(writer))).isEqualTo(first);
      assertThat(new TreeSet<>(identities(LuceneSnapshotSource.of(home())).values()))
          .isEqualTo(new TreeSet<>(first.values()));

      add(writer, 10, 20);
      Map<String, String> second = identities(of(writer));
      first.forEach(
          (path, identity) -> {
            if (!path.contains("segments_")) {
              assertThat(second).containsEntry(path, identity);
            }
          });
      assertThat(second).hasSizeGreaterThan(first.size());
    }
  }

  @Test
  void equalNamesOfOtherContentHaveOtherIdentities() throws IOException {
    List<Map<String, String>> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (IndexWriter writer = writer(folder.resolve("index" + i))) {
        add(writer, 0, 10);
        both.add(identities(of(writer)));
      }
    }
    assertThat(both.get(0).keySet()).isEqualTo(both.get(1).keySet());
    assertThat(both.get(0).values()).doesNotContainAnyElementsOf(both.get(1).values());
  }

  @Test
  void damageIsNoticedWhileCopying() throws IOException {
    try (IndexWriter writer = writer(home())) {
      add(writer, 0, 100);
    }
    String damaged =
        files(home()).stream().filter(name -> name.endsWith(".cfs")).findFirst().orElseThrow();
    long length = Files.size(home().resolve(damaged));
    // In the content, in the footer's magic number, and in the checksum.
    for (long place : new long[] {100, length - 15, length - 2}) {
      byte before = flip(home().resolve(damaged), place, (byte) 0x10);
      try (PinnedFiles pinned = LuceneSnapshotSource.of(home()).pin()) {
        for (PinnedFile file : pinned.files()) {
          if (file.path().endsWith(damaged)) {
            assertThatThrownBy(() -> readToLength(pinned, file))
                .isInstanceOf(CorruptDumpException.class)
                .hasMessageContaining(damaged);
          } else {
            readToLength(pinned, file);
          }
        }
      }
      assertThat(flip(home().resolve(damaged), place, (byte) 0x10)).isNotEqualTo(before);
    }
  }

  /** Stops at the length that it was told, without asking for the end. */
  private static void readToLength(PinnedFiles pinned, PinnedFile file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) file.length());
    try (ReadableByteChannel channel = pinned.open(file)) {
      while (bytes.hasRemaining()) {
        bytes.limit(Math.min(bytes.capacity(), bytes.position() + 13));
        assertThat(channel.read(bytes)).isPositive();
        bytes.limit(bytes.capacity());
      }
    }
  }

  private static byte flip(Path file, long place, byte bits) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, place);
      byte before = one.get(0);
      channel.write(ByteBuffer.wrap(new byte[] {(byte) (before ^ bits)}), place);
      return before;
    }
  }

  @Test
  void aFileThatIsCutIsNoticed() throws IOException {
    try (IndexWriter writer = writer(home())) {
      add(writer, 0, 100);
    }
    try (PinnedFiles pinned = LuceneSnapshotSource.of(home()).pin()) {
      PinnedFile file = pinned.files().get(0);
      Path path = folder.resolve(file.path());
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(file.length() - 5);
      }
      assertThatThrownBy(() -> Channels.newInputStream(pinned.open(file)).readAllBytes())
          .isInstanceOf(CorruptDumpException.class);
    }
  }

  @Test
  void aMissingFileIsDamage() throws IOException {
    try (IndexWriter writer = writer(home())) {
      add(writer, 0, 100);
    }
    Files.delete(
        home().resolve(files(home()).stream().filter(n -> n.endsWith(".cfs")).findFirst().get()));
    assertThatThrownBy(LuceneSnapshotSource.of(home())::pin)
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void damagedCommitsAreTypedErrors() throws IOException {
    try (IndexWriter writer = writer(home())) {
      add(writer, 0, 100);
    }
    String commit = files(home()).stream().filter(n -> n.startsWith("segments")).findFirst().get();
    flip(home().resolve(commit), Files.size(home().resolve(commit)) - 1, (byte) 1);
    assertThatThrownBy(LuceneSnapshotSource.of(home())::pin)
        .isInstanceOf(CorruptDumpException.class);
  }

  @Test
  void closingEndsReading() throws IOException {
    try (IndexWriter writer = writer(home())) {
      add(writer, 0, 100);
      for (SnapshotSource source : List.of(of(writer), LuceneSnapshotSource.of(home()))) {
        PinnedFiles pinned = source.pin();
        PinnedFile file = pinned.files().get(0);
        ReadableByteChannel channel = pinned.open(file);
        pinned.close();
        pinned.close();
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(10)))
            .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> pinned.open(file)).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void anInterruptedPinHarmsNoWriter() throws IOException {
    try (IndexWriter writer = writer(home())) {
      add(writer, 0, 10);
      Thread.currentThread().interrupt();
      assertThatThrownBy(of(writer)::pin).isInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
      SnapshotDeletionPolicy policy =
          (SnapshotDeletionPolicy) writer.getConfig().getIndexDeletionPolicy();
      assertThat(policy.getSnapshotCount()).isZero();
      add(writer, 10, 20);
      writer.commit();
    }
  }

  @Test
  void writersMustBeConfigured() throws IOException {
    try (IndexWriter plain = new IndexWriter(FSDirectory.open(home()), new IndexWriterConfig())) {
      assertThatThrownBy(of(plain)::pin).isInstanceOf(IllegalStateException.class);
    }
    IndexWriter closed = writer(home());
    closed.close();
    assertThatThrownBy(of(closed)::pin).isInstanceOf(DumpException.class);
    try (IndexWriter inMemory =
        new IndexWriter(
            new ByteBuffersDirectory(),
            new IndexWriterConfig()
                .setIndexDeletionPolicy(
                    new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy())))) {
      assertThatThrownBy(of(inMemory)::pin).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void theConnectorOffersSnapshots() throws IOException {
    LuceneConnector connector = new LuceneConnector();
    Batches.load(home(), Batches.envelopes("films"), Batches.numbered(0, 10, "a"));
    try (PinnedFiles pinned = connector.openSnapshotSource("lucene:" + home(), Map.of()).pin()) {
      assertThat(connector.engineVersion()).contains(pinned.engine());
      assertThat(pinned.files()).isNotEmpty();
    }
    assertThatThrownBy(() -> connector.openSnapshotSource("lucene:" + home(), Map.of("x", "1")))
        .isInstanceOf(DumpException.class);
  }
}
