package org.indexport.examples.server;

import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Makes a query of what people type: words, each of which must occur in some field. It grows with
 * both, so it has a bound.
 */
final class WordQuery {
  /** Fits a sentence in some thousand fields; Lucene's own bound of 1,024 does not. */
  static final int MOST_CLAUSES = 1 << 15;

  static {
    IndexSearcher.setMaxClauseCount(MOST_CLAUSES);
  }

  private final List<String> fields;
  private final Analyzer analyzer;
  private int clauses;

  private WordQuery(List<String> fields, Analyzer analyzer) {
    this.fields = fields;
    this.analyzer = analyzer;
  }

  /**
   * Reads words between blanks. One that ends in a star finds what begins with it. Without any word
   * everything is found.
   *
   * @throws IndexSearcher.TooManyClauses if there are too many words for so many fields
   */
  static Query parse(String text, List<String> fields, Analyzer analyzer) {
    WordQuery parsing = new WordQuery(fields, analyzer);
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    boolean any = false;
    for (String word : text.strip().split("\\s+", -1)) {
      Query query = parsing.word(word);
      if (query != null) {
        all.add(query, Occur.MUST);
        any = true;
      }
    }
    return any ? all.build() : new MatchAllDocsQuery();
  }

  /** One word in any of the fields, or null if it is none, such as a stop word. */
  private @Nullable Query word(String word) {
    QueryBuilder builder = new QueryBuilder(analyzer);
    BooleanQuery.Builder somewhere = new BooleanQuery.Builder();
    boolean isWord = fields.isEmpty() && !word.isEmpty();
    for (String field : fields) {
      Query query =
          word.endsWith("*")
              ? prefix(field, word.substring(0, word.length() - 1))
              : builder.createBooleanQuery(field, word, Occur.MUST);
      if (query != null) {
        somewhere.add(counted(query), Occur.SHOULD);
        isWord = true;
      }
    }
    return isWord ? somewhere.build() : null;
  }

  /** Before more is made than memory holds. */
  private Query counted(Query query) {
    clauses += query instanceof BooleanQuery several ? several.clauses().size() : 1;
    if (clauses > MOST_CLAUSES) {
      throw new IndexSearcher.TooManyClauses();
    }
    return query;
  }

  private @Nullable Query prefix(String field, String start) {
    return start.isEmpty()
        ? null
        : new PrefixQuery(new Term(field, analyzer.normalize(field, start)));
  }
}
