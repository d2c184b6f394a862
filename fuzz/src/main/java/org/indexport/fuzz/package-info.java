/**
 * Targets of a coverage-guided fuzzer: readers of untrusted bytes, and what must hold whatever the
 * bytes are. {@code fuzz/run} runs them, and this module's test replays what was found before.
 * {@code docs/fuzzing.md} tells more.
 */
@NullMarked
package org.indexport.fuzz;

import org.jspecify.annotations.NullMarked;
