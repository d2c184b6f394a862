/** Reading dumps: the archive, the files of each version, and what a reader gives of them. */
package org.indexport.format.meilisearch.read;
