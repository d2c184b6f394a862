package org.indexport.lucene;

import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.UnicodeUtil;

/** An exact string, as a term and in doc values, whose bytes are overwritten by the next one. */
final class ReusableKeyword extends KeywordField {
  private final BytesRef bytes;

  ReusableKeyword(String name) {
    this(name, new BytesRef());
  }

  private ReusableKeyword(String name, BytesRef bytes) {
    super(name, bytes, Field.Store.NO);
    this.bytes = bytes;
  }

  /** Whether Lucene takes a string of this length as a term. */
  static boolean fits(String value) {
    return value.length() <= IndexWriter.MAX_TERM_LENGTH / 3
        || (value.length() <= IndexWriter.MAX_TERM_LENGTH
            && UnicodeUtil.calcUTF16toUTF8Length(value, 0, value.length())
                <= IndexWriter.MAX_TERM_LENGTH);
  }

  void set(String value) {
    int max = UnicodeUtil.maxUTF8Length(value.length());
    if (bytes.bytes.length < max) {
      bytes.bytes = new byte[ArrayUtil.oversize(max, 1)];
    }
    bytes.length = UnicodeUtil.UTF16toUTF8(value, 0, value.length(), bytes.bytes);
  }
}
