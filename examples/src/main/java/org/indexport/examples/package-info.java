/** Short programs that show the SDK at work. */
@NullMarked
package org.indexport.examples;

import org.jspecify.annotations.NullMarked;
