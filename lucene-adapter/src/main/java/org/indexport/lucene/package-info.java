/**
 * Lucene indexes as the source and as the target of dumps, and as the source of snapshots.
 *
 * <p>{@link org.indexport.lucene.LuceneEngineSource} reads documents, {@link
 * org.indexport.lucene.LuceneIndexer} writes them, {@link
 * org.indexport.lucene.LuceneSnapshotSource} copies files. How a document becomes Lucene's fields
 * and is found again in them is the matter of a {@link org.indexport.lucene.DocumentMapper}; {@link
 * org.indexport.lucene.FieldNames} and {@link org.indexport.lucene.SchemaAnalyzer} tell an
 * application how to search what the default one has written.
 */
package org.indexport.lucene;
