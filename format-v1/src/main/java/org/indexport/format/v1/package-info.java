/**
 * Format v1: a gzipped tar of JSON files and JSON lines. {@code docs/format/v1.md} of this project
 * is its normative description.
 */
package org.indexport.format.v1;
