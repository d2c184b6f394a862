package org.indexport;

/** Whether a dump is known to be whole. Completeness is proven, never inferred. */
public enum Completeness {
  /** Its own closing part proves that everything is there. */
  COMPLETE,
  /** It was cut short or never finished; what is there may be sound. */
  INCOMPLETE,
  /** Bytes of it are wrong. */
  DAMAGED,
  /** Its format has no means to prove it. */
  UNPROVABLE
}
