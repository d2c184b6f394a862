package org.indexport.examples.quickstart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSortField;
import org.apache.lucene.search.SortedSetSortField;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;
import org.indexport.examples.quickstart.SearchResult.Hit;
import org.indexport.lucene.FieldNames;

/** Searches one state of the index. */
final class PackageSearch {
  private static final int TOP_HITS = 10;
  private static final int TOP_TAGS = 3;

  /** Packages of equal rank come in the order of their ids, in whatever index they are. */
  private static final SortField BY_ID = new SortedSetSortField("id", false);

  private final IndexReader reader;

  PackageSearch(IndexReader reader) {
    this.reader = reader;
  }

  /** Packages whose description has all these words, the best first. */
  SearchResult describedBy(String words) throws IOException {
    Query query =
        Objects.requireNonNull(
            new QueryBuilder(new StandardAnalyzer())
                .createBooleanQuery("description", words, Occur.MUST),
            "no words");
    return search(query, new Sort(SortField.FIELD_SCORE, BY_ID));
  }

  /** Packages of a section that take at least so many KiB, the largest first. */
  SearchResult largest(String section, long minInstalledSize) throws IOException {
    Query query =
        new BooleanQuery.Builder()
            .add(KeywordField.newExactQuery("section", section), Occur.FILTER)
            .add(
                LongField.newRangeQuery("installedSize", minInstalledSize, Long.MAX_VALUE),
                Occur.FILTER)
            .build();
    SortField bySize = new SortedNumericSortField("installedSize", SortField.Type.LONG, true);
    return search(query, new Sort(bySize, BY_ID));
  }

  private SearchResult search(Query query, Sort sort) throws IOException {
    ScoreDoc[] found =
        new IndexSearcher(reader).search(query, Math.max(1, reader.maxDoc()), sort).scoreDocs;
    List<Hit> top = new ArrayList<>();
    for (ScoreDoc hit : found) {
      if (top.size() < TOP_HITS) {
        top.add(hit((FieldDoc) hit));
      }
    }
    return new SearchResult(found.length, List.copyOf(top), mostFrequent(countTags(found)));
  }

  private Hit hit(FieldDoc found) throws IOException {
    BytesRef json =
        reader
            .storedFields()
            .document(found.doc, Set.of(FieldNames.SOURCE))
            .getBinaryValue(FieldNames.SOURCE);
    DebianPackage debian = DebianPackage.parse(json.bytes, json.offset, json.length);
    double figure = ((Number) found.fields[0]).doubleValue();
    return new Hit(debian.id(), debian.description(), figure);
  }

  /** Counts facets in doc values, which are read in the order of the documents. */
  private Map<String, Integer> countTags(ScoreDoc[] found) throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    SortedSetDocValues tags = MultiDocValues.getSortedSetValues(reader, "tags");
    if (tags != null) {
      for (int doc : Arrays.stream(found).mapToInt(hit -> hit.doc).sorted().toArray()) {
        if (tags.advanceExact(doc)) {
          for (int i = tags.docValueCount(); i > 0; i--) {
            counts.merge(tags.lookupOrd(tags.nextOrd()).utf8ToString(), 1, Integer::sum);
          }
        }
      }
    }
    return counts;
  }

  private static Map<String, Integer> mostFrequent(Map<String, Integer> counts) {
    Map<String, Integer> top = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(TOP_TAGS)
        .forEach(tag -> top.put(tag.getKey(), tag.getValue()));
    return top;
  }
}
