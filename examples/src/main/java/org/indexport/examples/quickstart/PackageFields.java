package org.indexport.examples.quickstart;

import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.indexport.lucene.FieldNames;

/**
 * How the server indexes a package: words to search, exact values to filter and to count, numbers
 * to compare and to sort by.
 *
 * <p>This is plain Lucene. Two things make the index ready for the SDK, and many applications have
 * them already: the whole JSON in one stored field, and the id in another.
 */
final class PackageFields {
  private PackageFields() {}

  static Document of(DebianPackage debian, byte[] json) {
    Document document = new Document();
    document.add(new StringField(FieldNames.ID, debian.id(), Store.YES));
    document.add(new StoredField(FieldNames.SOURCE, json));

    document.add(new TextField("name", debian.name(), Store.NO));
    document.add(new TextField("description", debian.description(), Store.NO));
    document.add(new KeywordField("id", debian.id(), Store.NO));
    document.add(new KeywordField("section", debian.section(), Store.NO));
    for (String other : debian.depends()) {
      document.add(new KeywordField("depends", other, Store.NO));
    }
    for (String tag : debian.tags()) {
      document.add(new KeywordField("tags", tag, Store.NO));
    }
    if (debian.size() != null) {
      document.add(new LongField("size", debian.size(), Store.NO));
    }
    if (debian.installedSize() != null) {
      document.add(new LongField("installedSize", debian.installedSize(), Store.NO));
    }
    return document;
  }
}
