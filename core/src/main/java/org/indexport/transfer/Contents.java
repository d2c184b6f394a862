package org.indexport.transfer;

/** What of each index is transferred. */
public enum Contents {
  /** Settings, documents and side data. */
  EVERYTHING,
  /** Settings, and side data, but no document. */
  SETTINGS_ONLY,
  /** Documents alone; a target that does not exist is made with its defaults. */
  DOCUMENTS_ONLY
}
