package org.indexport.testkit;

/** How far a format's own bytes tell that they were damaged. */
public enum Protection {
  /** Any cut is seen to be one, and any other change is an error or changes nothing. */
  PROVEN,
  /**
   * Any change is an error or changes nothing; what is cut may read as a dump that ends earlier,
   * since nothing says where it should have ended.
   */
  CHECKSUMMED,
  /** Plain text: a change is an error or shows in the documents where it was made. */
  NONE,
  /**
   * Plain text in which names of indexes stand among the documents: as {@link #NONE}, but a change
   * of a name gives documents to another index.
   */
  NONE_OF_NAMES
}
