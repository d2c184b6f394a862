/** Dumps of Meilisearch: versions 1 to 6 are read, version 6 is written. */
package org.indexport.format.meilisearch;
