/**
 * A small search server over Lucene that offers what its users expect of one: dumps in the
 * background, snapshots on a schedule, and starting with either. It is the guide for servers that
 * are to embed the SDK; {@link org.indexport.examples.server.SearchServer} is the place to start
 * reading.
 */
@NullMarked
package org.indexport.examples.server;

import org.jspecify.annotations.NullMarked;
