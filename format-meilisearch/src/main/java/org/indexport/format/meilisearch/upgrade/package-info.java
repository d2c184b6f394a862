/** Brings what older versions wrote to the shapes of version 6, version by version. */
package org.indexport.format.meilisearch.upgrade;
