/**
 * JSON lines and JSON arrays: what everybody has. {@link org.indexport.format.jsonl.FormatJsonl}
 * says what is read and written.
 */
package org.indexport.format.jsonl;
