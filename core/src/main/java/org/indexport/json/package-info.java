/**
 * JSON at the level of bytes, for authors of formats and adapters: checking a document and finding
 * its id in one pass ({@link org.indexport.json.DocumentScanner}), the envelope that holds what
 * lies beside a document ({@link org.indexport.json.EnvelopeScanner}), and writing small pieces of
 * JSON. Nothing here builds a tree of a document or serialises one again.
 */
package org.indexport.json;
