package org.indexport.spi;

/** What a format can do and hold. */
public enum FormatTrait {
  /** Dumps can be written, not only read. */
  WRITABLE,
  /** A dump can hold more than one index. */
  MANY_INDEXES,
  /** A file holds one index and is called after it; several indexes make a folder. */
  FILE_PER_INDEX,
  /** Names can have a namespace. */
  NAMESPACES,
  /** Names must have a namespace. */
  NAMESPACE_REQUIRED,
  /** Ids, routing and versions can lie outside the documents. */
  OUTSIDE_IDS,
  /** Settings and primary keys are carried. */
  SETTINGS,
  /** Side data is carried. */
  SECTIONS,
  /** Secrets are carried by default. */
  SECRETS,
  /** A dump proves its own completeness. */
  PROVES_COMPLETENESS,
  /** An unfinished dump can be resumed from a checkpoint. */
  RESUMABLE
}
