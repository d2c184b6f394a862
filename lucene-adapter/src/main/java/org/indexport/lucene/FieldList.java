package org.indexport.lucene;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.lucene.index.IndexableField;

/** The fields of one document after the other. */
final class FieldList implements Iterable<IndexableField> {
  private static final int KEPT = 4_096;

  private List<IndexableField> fields = new ArrayList<>();
  private final List<FieldPool<?>> lenders = new ArrayList<>();
  private boolean passedOver;

  void add(IndexableField field) {
    fields.add(field);
  }

  void borrowedFrom(FieldPool<?> pool) {
    lenders.add(pool);
  }

  /** Notes that a string is too long to be a term. */
  void passOver() {
    passedOver = true;
  }

  /** Whether a string of this document was too long to be a term. */
  boolean hasPassedOver() {
    return passedOver;
  }

  /** Empties the list and gives its fields back. */
  void clear() {
    for (int i = 0; i < lenders.size(); i++) {
      lenders.get(i).takeBack();
    }
    lenders.clear();
    passedOver = false;
    if (fields.size() > KEPT) {
      fields = new ArrayList<>();
    } else {
      fields.clear();
    }
  }

  @Override
  public Iterator<IndexableField> iterator() {
    return fields.iterator();
  }
}
