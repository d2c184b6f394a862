package org.indexport.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.DelegatingAnalyzerWrapper;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.synonym.SynonymGraphFilter;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.util.CharsRef;
import org.apache.lucene.util.CharsRefBuilder;
import org.indexport.schema.Field;
import org.indexport.schema.FieldType;
import org.indexport.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Makes words of text as a {@link Schema} says: split by Unicode's rules, in lower case, without
 * the stop words. Exact strings stay whole. An application indexes with {@link #forIndexing} and
 * makes its queries with {@link #forSearching}, which adds the synonyms. Thread-safe.
 */
public final class SchemaAnalyzer extends DelegatingAnalyzerWrapper {
  private final Analyzer words;
  private final Analyzer whole = new KeywordAnalyzer();
  private final Set<String> wholeFields = new HashSet<>();

  private SchemaAnalyzer(Schema schema, Analyzer words) {
    super(PER_FIELD_REUSE_STRATEGY);
    this.words = words;
    for (Field field : schema.fields()) {
      if (field.type() == FieldType.KEYWORD || field.type() == FieldType.BOOLEAN) {
        wholeFields.add(FieldNames.of(field.path()));
      }
    }
  }

  /** The analyzer that writes an index; synonyms play no part in it, so they can change later. */
  public static SchemaAnalyzer forIndexing(Schema schema) {
    return new SchemaAnalyzer(schema, new Words(stopWords(schema), null));
  }

  /** The analyzer of queries: a word also finds what the schema lists as its synonyms. */
  public static SchemaAnalyzer forSearching(Schema schema) {
    CharArraySet stopWords = stopWords(schema);
    return new SchemaAnalyzer(schema, new Words(stopWords, synonyms(schema, stopWords)));
  }

  private static CharArraySet stopWords(Schema schema) {
    return new CharArraySet(schema.stopWords(), true);
  }

  private static @Nullable SynonymMap synonyms(Schema schema, CharArraySet stopWords) {
    SynonymMap.Builder builder = new SynonymMap.Builder(true);
    boolean any = false;
    try (Analyzer plain = new Words(stopWords, null)) {
      for (Map.Entry<String, List<String>> entry : schema.synonyms().entrySet()) {
        CharsRef from = phrase(plain, entry.getKey());
        for (String other : entry.getValue()) {
          CharsRef to = phrase(plain, other);
          if (from.length > 0 && to.length > 0) {
            builder.add(from, to, true);
            any = true;
          }
        }
      }
      return any ? builder.build() : null;
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be read", e);
    }
  }

  /** The words of a text as {@link SynonymMap} wants them. */
  private static CharsRef phrase(Analyzer analyzer, String text) throws IOException {
    CharsRefBuilder phrase = new CharsRefBuilder();
    try (TokenStream stream = analyzer.tokenStream("", text)) {
      CharTermAttribute word = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        if (phrase.length() > 0) {
          phrase.append(SynonymMap.WORD_SEPARATOR);
        }
        phrase.append(word.buffer(), 0, word.length());
      }
      stream.end();
    }
    return phrase.toCharsRef();
  }

  @Override
  protected Analyzer getWrappedAnalyzer(String fieldName) {
    return fieldName.endsWith(FieldNames.KEYWORD_SUFFIX)
            || fieldName.equals(FieldNames.ID)
            || wholeFields.contains(fieldName)
        ? whole
        : words;
  }

  private static final class Words extends Analyzer {
    private final CharArraySet stopWords;
    private final @Nullable SynonymMap synonyms;

    Words(CharArraySet stopWords, @Nullable SynonymMap synonyms) {
      this.stopWords = stopWords;
      this.synonyms = synonyms;
    }

    @Override
    protected TokenStreamComponents createComponents(String fieldName) {
      Tokenizer source = new StandardTokenizer();
      TokenStream result = new LowerCaseFilter(source);
      if (!stopWords.isEmpty()) {
        result = new StopFilter(result, stopWords);
      }
      if (synonyms != null) {
        result = new SynonymGraphFilter(result, synonyms, true);
      }
      return new TokenStreamComponents(source, result);
    }

    @Override
    protected TokenStream normalize(String fieldName, TokenStream in) {
      return new LowerCaseFilter(in);
    }
  }
}
