package org.indexport.examples.quickstart;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;
import org.indexport.DocumentTotals;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.Dumps;
import org.indexport.IndexName;
import org.indexport.lucene.FieldNames;
import org.indexport.lucene.LuceneIndexer;
import org.indexport.spi.Indexer;
import org.indexport.transfer.DumpImporter;
import org.indexport.transfer.TransferReport;

/** A dump that a Meilisearch has written becomes Lucene indexes that can be searched. */
final class MeilisearchMove {
  private static final IndexName MOVIES = IndexName.of("movies");
  private static final String GENRE = "Science Fiction";
  private static final String WORD = "earth";
  private static final int SHOWN_HITS = 3;
  private static final JsonFactory JSON = new JsonFactory();

  private final Path dump;
  private final Path indexes;
  private final Story story;

  /**
   * Prepares a run.
   *
   * @param dump the dump, of whatever version of Meilisearch
   * @param indexes an empty folder for the Lucene indexes
   * @param story takes what is to be told
   */
  MeilisearchMove(Path dump, Path indexes, Story story) {
    this.dump = dump;
    this.indexes = indexes;
    this.story = story;
  }

  /**
   * Runs once and returns how many movies the search found.
   *
   * @throws DifferenceException if the indexes do not hold what the dump holds
   * @throws IOException if reading or writing fails, or the dump is damaged
   */
  long run() throws IOException, DifferenceException {
    importDump();
    long found = search();
    prove();
    return found;
  }

  private void importDump() throws IOException, DifferenceException {
    Story.Step step = story.step("Import");
    try (DumpReader reader = Dumps.open(dump);
        Indexer lucene = LuceneIndexer.open(indexes)) {
      TransferReport report = DumpImporter.from(reader).into(lucene);
      Proof.requireEqual("rejected documents", 0L, report.rejected());
      step.tell(
          "a dump, which Meilisearch %s wrote in %d, became Lucene indexes:"
              .formatted(reader.header().engineVersion(), year(reader)));
      step.tell(
          "%s documents in %s;"
              .formatted(Figures.count(report.acknowledged()), names(reader.header())));
      step.tell("the settings in the dump said which fields to give them");
    }
  }

  private static int year(DumpReader reader) {
    return LocalDate.ofInstant(
            Objects.requireNonNull(reader.header().createdAt(), "no date"), ZoneOffset.UTC)
        .getYear();
  }

  private static String names(DumpHeader header) {
    List<String> names = new ArrayList<>();
    header.indexes().forEach(index -> names.add(index.name().toString()));
    return String.join(", ", names);
  }

  private long search() throws IOException {
    Story.Step step = story.step("Search");
    try (Directory directory = FSDirectory.open(indexes.resolve(MOVIES.path()));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      TopDocs found = searcher.search(query(), SHOWN_HITS);
      step.tell(
          "%d movies of %s have \"%s\" in what they are about; the best:"
              .formatted(found.totalHits.value, GENRE, WORD));
      for (ScoreDoc hit : found.scoreDocs) {
        BytesRef json = reader.storedFields().document(hit.doc).getBinaryValue(FieldNames.SOURCE);
        step.tell("  %-38s %9s".formatted(title(json), Figures.score(hit.score)));
      }
      return found.totalHits.value;
    }
  }

  private static Query query() {
    Query words =
        Objects.requireNonNull(
            new QueryBuilder(new StandardAnalyzer())
                .createBooleanQuery(FieldNames.of("overview"), WORD, Occur.MUST),
            "no words");
    return new BooleanQuery.Builder()
        .add(words, Occur.MUST)
        .add(KeywordField.newExactQuery(FieldNames.keyword("genres"), GENRE), Occur.FILTER)
        .build();
  }

  private static String title(BytesRef json) throws IOException {
    try (JsonParser parser = JSON.createParser(json.bytes, json.offset, json.length)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String member = parser.currentName();
        parser.nextToken();
        if (member.equals("title")) {
          return parser.getText();
        }
        parser.skipChildren();
      }
    }
    return "";
  }

  private void prove() throws IOException, DifferenceException {
    Story.Step step = story.step("Prove");
    Map<IndexName, DocumentTotals> dumped = Proof.ofDump(dump).totals();
    Map<IndexName, DocumentTotals> indexed = Proof.ofIndexes(indexes).totals();
    for (Map.Entry<IndexName, DocumentTotals> index : dumped.entrySet()) {
      DocumentTotals found = indexed.getOrDefault(index.getKey(), DocumentTotals.NONE);
      Proof.requireEqual(
          "documents of " + index.getKey(), index.getValue().documents(), found.documents());
      Proof.requireEqual("hash of " + index.getKey(), index.getValue().hash(), found.hash());
    }
    step.tell("each index holds the documents of the dump, byte for byte");
  }
}
