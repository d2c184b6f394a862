package org.indexport.transfer;

/** What becomes of secrets: sections that hold some, and secret members of settings. */
public enum Secrets {
  /**
   * Formats that keep them for their owner ({@link org.indexport.spi.FormatTrait#SECRETS}) get
   * them; in all other targets they are left out, which the report says.
   */
  WHERE_KEPT,
  /** Every target gets them that has a place for them. */
  INCLUDED,
  /** No target gets them, which the report says. */
  LEFT_OUT
}
