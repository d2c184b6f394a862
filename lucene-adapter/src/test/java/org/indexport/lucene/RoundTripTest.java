package org.indexport.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.lucene.util.Version;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Settings;
import org.indexport.spi.BatchResult;
import org.indexport.spi.DocumentBatch;
import org.indexport.spi.Indexer.IfExists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was put into an index comes out of it, byte for byte. */
class RoundTripTest {
  private static final IndexInfo INDEX = Batches.envelopes("movies");

  @TempDir Path folder;

  @Test
  void hostileJsonKeepsItsBytes() throws IOException {
    Map<String, String> documents = new TreeMap<>();
    String deep = "{\"a\":".repeat(900) + "1" + "}".repeat(900);
    String[] hostile = {
      "{}",
      "{\"n\":12345678901234567890,\"m\":0.0,\"e\":1e5,\"x\":-0,\"big\":1e999}",
      "{\"n\":" + "9".repeat(50_000) + "}",
      "{ \"a\" : 1 ,\t\"a\":\"two\", \"a\":[null,true,{\"a\":{}}] }",
      "{\"\":1,\"a\":{\"\":\"x\"},\".\":{\".\":2},\"a.\":3}",
      "{\"lone\":\"\\ud800\",\"\\udc00\":\"\\u0000\\\"\\/\"}",
      "{\"text\":\"" + "lorem ipsum ".repeat(90_000) + "\"}",
      "{\"one word\":\"" + "x".repeat(100_000) + "\"}",
      "{\"" + "k".repeat(60_000) + "\":1}",
      "{\"ü\":\"日本語 😀\",\"_id\":5,\"_source\":\"s\",\"_version\":\"v\",\"_routing\":[1]}",
      "{\"a#keyword\":1,\"a\":\"text\",\"a#number\":\"x\",\"#_id\":true}",
      "{\"a\":\"word\"}",
      "{\"a\":false}",
      "{\"a\":{\"b\":1}}",
      "{\"a.b\":\"x\"}",
      "{\"l\":[[[1,[2]],[]],\"x\",{\"y\":[{\"z\":1}]}]}",
      deep,
    };
    for (int i = 0; i < hostile.length; i++) {
      documents.put("id " + i, hostile[i]);
    }
    documents.put("\ud800", "{\"id\":\"lone\"}");
    documents.put("\udc00", "{\"id\":\"lone, too\"}");
    documents.put("?", "{\"id\":\"what UTF-8 encoders make of them\"}");

    assertThat(Batches.load(folder, INDEX, documents)).isEqualTo(BatchResult.ACKNOWLEDGED);

    assertThat(Batches.read(folder, INDEX.name())).isEqualTo(documents);
  }

  @Test
  void idRoutingAndVersionLieBesideTheDocument() throws IOException {
    byte[] padded = "xx{\"a\":1}yy".getBytes(StandardCharsets.UTF_8);
    Document full = Document.of("i", "r\ud800", 7L, padded, 2, padded.length - 4);
    Document bare = Document.of("{\"b\":2}");
    DocumentBatch batch =
        new DocumentBatch(INDEX, List.of(full, bare), List.of("i", "derived-1"), 14);
    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      indexer.createIndex(INDEX, IfExists.REFUSE);
      indexer.addDocuments(batch);
      indexer.finish();
    }

    try (LuceneEngineSource source = LuceneEngineSource.open(folder, (String) null);
        DocumentCursor documents = source.slices(INDEX.name(), 1).get(0)) {
      Document first = Objects.requireNonNull(documents.next());
      assertThat(first.id()).isEqualTo("i");
      assertThat(first.routing()).isEqualTo("r\ud800");
      assertThat(first.version()).isEqualTo(7L);
      assertThat(first.json()).isEqualTo("{\"a\":1}");
      Document second = Objects.requireNonNull(documents.next());
      assertThat(second.id()).isEqualTo("derived-1");
      assertThat(second.routing()).isNull();
      assertThat(second.version()).isNull();
      assertThat(documents.next()).isNull();
    }
  }

  @Test
  void documentsThatAreTheirLinesHaveNothingBesideThem() throws IOException {
    IndexInfo index = INDEX.toBuilder().lines(Lines.SOURCE).primaryKey("n").build();
    Batches.load(folder, index, Map.of("1", "{\"n\":1}"));

    assertThat(Batches.read(folder, index.name())).isEqualTo(Map.of("null", "{\"n\":1}"));
  }

  @Test
  void whatIsKnownOfAnIndexIsKeptInTheCommit() throws IOException {
    Map<String, String> extensions = new LinkedHashMap<>();
    extensions.put("x", "{\"y\": 1.0}");
    IndexInfo index =
        new IndexInfo(
            IndexName.of("space", "movies"),
            "meta.id",
            Instant.parse("2020-01-02T03:04:05.123456789Z"),
            Instant.parse("2021-01-01T00:00:00Z"),
            new Settings("kuzzle", null, "{ \"verbatim\" : 1.0, \"é\":\"\" }", List.of("/a/b")),
            1L,
            Lines.SOURCE,
            extensions);
    Batches.load(folder, index, Map.of("1", "{\"n\":1}"));

    try (LuceneEngineSource source = LuceneEngineSource.open(folder, (String) null)) {
      assertThat(source.header().indexes()).containsExactly(index);
      assertThat(source.header().engineName()).isEqualTo("lucene");
      assertThat(source.header().engineVersion()).isEqualTo(Version.LATEST.toString());
      assertThat(source.header().namespaces()).containsExactly("space");
      assertThat(source.losses(index.name())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Movies",
        "..",
        ".",
        "a/b",
        "a b",
        "é",
        "con",
        "%41",
        "日本",
        "x.lock",
        "segments_1"
      })
  void oddNamesAndNamespacesComeBack(String odd) throws IOException {
    IndexInfo plain = Batches.envelopes(odd);
    IndexInfo inSpace = plain.toBuilder().name(IndexName.of(odd, odd)).build();
    IndexInfo otherSpace = plain.toBuilder().name(IndexName.of("n" + odd, odd)).build();
    Batches.load(folder, otherSpace, Map.of("2", "{\"in\":\"other\"}"));
    Path second = folder.resolve("second");
    Batches.load(second, plain, Map.of("1", "{\"in\":\"plain\"}"));
    Path third = folder.resolve("third");
    Batches.load(third, inSpace, Map.of("1", "{\"in\":\"space\"}"));

    assertThat(Batches.read(folder, otherSpace.name()).values()).containsOnly("{\"in\":\"other\"}");
    assertThat(Batches.read(second, plain.name()).values()).containsOnly("{\"in\":\"plain\"}");
    assertThat(Batches.read(third, inSpace.name()).values()).containsOnly("{\"in\":\"space\"}");
    assertThat(LuceneIndexer.open(third).existing()).containsExactly(inSpace.name());
  }

  @Test
  void emptyNamespacesComeBack() throws IOException {
    try (LuceneIndexer indexer = LuceneIndexer.open(folder)) {
      indexer.begin(DumpHeader.of(List.of()).withNamespaces(List.of("empty", "o/dd")));
      indexer.finish();
    }

    try (LuceneEngineSource source = LuceneEngineSource.open(folder, (String) null)) {
      assertThat(source.header().indexes()).isEmpty();
      assertThat(source.header().namespaces()).containsExactly("empty", "o/dd");
    }
  }
}
