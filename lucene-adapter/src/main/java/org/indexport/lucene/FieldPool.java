package org.indexport.lucene;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.lucene.index.IndexableField;

/** Lucene fields of one name and kind, used again for each document. */
final class FieldPool<F extends IndexableField> {
  /** More fields than this are for one unusual document only. */
  private static final int KEPT = 64;

  private final Supplier<F> factory;
  private final List<F> fields = new ArrayList<>(1);
  private int used;

  FieldPool(Supplier<F> factory) {
    this.factory = factory;
  }

  /** Adds a field to a document and returns it, to be given its value. */
  F addTo(FieldList document) {
    if (used == 0) {
      document.borrowedFrom(this);
    }
    if (used == fields.size()) {
      fields.add(factory.get());
    }
    F field = fields.get(used++);
    document.add(field);
    return field;
  }

  boolean isInUse() {
    return used > 0;
  }

  void takeBack() {
    used = 0;
    if (fields.size() > KEPT) {
      fields.subList(KEPT, fields.size()).clear();
    }
  }
}
