package org.indexport.spi;

/** How sure a format is that an input is its own; later constants win. */
public enum MatchStrength {
  /** Not this format. */
  NONE,
  /** Possible; any format that knows better wins. */
  WEAK,
  /** The structure fits. */
  STRONG,
  /** The input names this format. */
  FULL
}
