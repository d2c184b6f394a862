package org.indexport.schema;

/** What a field is used for. */
public enum FieldRole {
  /** Words of it are searched. */
  SEARCHABLE,
  /** Filters and facets use it. */
  FILTERABLE,
  /** Results can be sorted by it. */
  SORTABLE,
  /** It is shown in results. */
  DISPLAYED
}
