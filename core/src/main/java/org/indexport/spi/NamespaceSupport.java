package org.indexport.spi;

/** Whether index names of an engine have a namespace. */
public enum NamespaceSupport {
  /** They cannot have one. */
  NONE,
  /** They can have one. */
  OPTIONAL,
  /** They must have one. */
  REQUIRED
}
