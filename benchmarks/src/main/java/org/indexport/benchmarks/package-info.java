/**
 * Measurements as ratios to a named peer in the same run; {@code docs/benchmarks.md} has figures.
 */
@NullMarked
package org.indexport.benchmarks;

import org.jspecify.annotations.NullMarked;
