/**
 * The quickstart: a search server of packages whose index is dumped, and built anew from the dump.
 *
 * <p>{@link org.indexport.examples.quickstart.PackageServer} and what it uses is an ordinary
 * application on Lucene; {@link org.indexport.examples.quickstart.Quickstart} is what the SDK adds.
 */
@NullMarked
package org.indexport.examples.quickstart;

import org.jspecify.annotations.NullMarked;
