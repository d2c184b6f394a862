/** Writing dumps of version 6: the archive, what engines accept, ids, and the tables by version. */
package org.indexport.format.meilisearch.write;
