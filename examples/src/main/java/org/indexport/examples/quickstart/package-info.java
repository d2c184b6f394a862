/**
 * The quickstart: a search server of packages whose index is dumped, and built anew from the dump.
 *
 * <p>{@link org.indexport.examples.quickstart.PackageServer} and what it uses is an ordinary
 * application on Lucene. {@link org.indexport.examples.quickstart.PackageDumps} is what the SDK
 * adds to it, and {@link org.indexport.examples.quickstart.Quickstart} tells the story.
 */
@NullMarked
package org.indexport.examples.quickstart;

import org.jspecify.annotations.NullMarked;
