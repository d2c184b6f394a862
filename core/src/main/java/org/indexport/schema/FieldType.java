package org.indexport.schema;

/** What a field's values are. */
public enum FieldType {
  /** Prose, analysed into words. */
  TEXT,
  /** An exact string. */
  KEYWORD,
  /** A whole number of 64 bits. */
  INTEGER,
  /** A floating-point number of 64 bits. */
  FLOAT,
  /** True or false. */
  BOOLEAN,
  /** A date or a time. */
  DATE,
  /** A point on the Earth. */
  GEO_POINT,
  /** A dense vector. */
  VECTOR,
  /** An object with fields of its own. */
  OBJECT,
  /** Not known: decided by each value. */
  ANY
}
