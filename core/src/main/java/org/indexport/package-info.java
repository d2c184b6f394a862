/**
 * Dumps of search engines: the model, and how they are read and written. Start at {@link
 * org.indexport.Dumps}; to load a dump into an engine or to dump one, see {@code
 * org.indexport.transfer}.
 */
package org.indexport;
