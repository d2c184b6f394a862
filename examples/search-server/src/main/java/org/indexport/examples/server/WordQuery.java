package org.indexport.examples.server;

import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/** Makes a query of what people type: words, each of which must occur in some field. */
final class WordQuery {
  private WordQuery() {}

  /**
   * Reads words between blanks. One that ends in a star finds what begins with it. Without any word
   * everything is found.
   */
  static Query parse(String text, List<String> fields, Analyzer analyzer) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    boolean any = false;
    for (String word : text.strip().split("\\s+", -1)) {
      Query query = word(word, fields, analyzer);
      if (query != null) {
        all.add(query, Occur.MUST);
        any = true;
      }
    }
    return any ? all.build() : new MatchAllDocsQuery();
  }

  /** One word in any of the fields, or null if it is none, such as a stop word. */
  private static @Nullable Query word(String word, List<String> fields, Analyzer analyzer) {
    QueryBuilder builder = new QueryBuilder(analyzer);
    BooleanQuery.Builder somewhere = new BooleanQuery.Builder();
    boolean isWord = fields.isEmpty() && !word.isEmpty();
    for (String field : fields) {
      Query query =
          word.endsWith("*")
              ? prefix(field, word.substring(0, word.length() - 1), analyzer)
              : builder.createBooleanQuery(field, word, Occur.MUST);
      if (query != null) {
        somewhere.add(query, Occur.SHOULD);
        isWord = true;
      }
    }
    return isWord ? somewhere.build() : null;
  }

  private static @Nullable Query prefix(String field, String start, Analyzer analyzer) {
    return start.isEmpty()
        ? null
        : new PrefixQuery(new Term(field, analyzer.normalize(field, start)));
  }
}
