package org.indexport.testkit;

/**
 * What every {@link org.indexport.spi.Indexer} does. Extend it in a test class, fill in the hooks
 * of {@link IndexerUnderTest}, and give each test an engine of its own that holds nothing.
 *
 * <p>Nearly everything is expected of everybody; what an engine cannot hold is narrowed down by
 * hooks ({@link #ids()}, {@link #names()}, {@link #sources()}), and a namespace where the engine
 * has none, or none where it needs one, is expected to be refused.
 */
public abstract class IndexerContract implements TakesDocuments, ManagesIndexes {
  /** For tests. */
  protected IndexerContract() {}
}
