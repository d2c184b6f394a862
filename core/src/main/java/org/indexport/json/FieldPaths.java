package org.indexport.json;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows several paths at a time. Immutable; states belong to the walk that asks for them. */
final class FieldPaths {
  private static final int LEFT = -1;

  private final FieldPath[] paths;

  FieldPaths(List<FieldPath> paths) {
    this.paths = paths.toArray(FieldPath[]::new);
  }

  /** The states at the root. */
  int[] start() {
    return new int[paths.length];
  }

  /** The states after a key, or null when no path leads over it. */
  int @Nullable [] follow(int[] states, byte[] b, int from, int to) throws MalformedJsonException {
    int[] next = null;
    for (int i = 0; i < paths.length; i++) {
      int state = states[i] == LEFT ? FieldPath.NONE : paths[i].match(b, from, to, states[i]);
      if (state != FieldPath.NONE) {
        if (next == null) {
          next = new int[paths.length];
          Arrays.fill(next, LEFT);
        }
        next[i] = state;
      }
    }
    return next;
  }

  /** Whether one of the paths ends here. */
  boolean end(int[] states) {
    for (int i = 0; i < paths.length; i++) {
      if (states[i] != LEFT && paths[i].isEnd(states[i])) {
        return true;
      }
    }
    return false;
  }

  /** Whether one of the paths is a member, or holds it. */
  boolean hold(String member) {
    return Arrays.stream(paths).anyMatch(path -> path.holds(member));
  }
}
