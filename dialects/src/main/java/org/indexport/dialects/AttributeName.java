package org.indexport.dialects;

import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of attributes in Meilisearch settings: dotted paths, some of which mean more. */
final class AttributeName {
  /** Stands for all attributes. */
  static final String ALL = "*";

  /** The one attribute that holds a point on the Earth. */
  static final String GEO = "_geo";

  /** What the paths of vectors start with; the name of an embedder follows. */
  static final String VECTORS = "_vectors.";

  /** The order in which the engine writes its sets. */
  static final Comparator<String> BY_BYTES = AttributeName::compareBytes;

  /** Each step of a path costs a look-up of all that leads to it. */
  private static final int MAX_LENGTH = 1_000;

  private AttributeName() {}

  /** Compares the bytes that strings have in UTF-8, which is to compare their characters. */
  private static int compareBytes(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Halves of characters come last, as the characters do that they are halves of. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
  }

  /** Why a name is the path of no field, or null when it is one. */
  static @Nullable String problem(String name) {
    if (name.isEmpty()) {
      return "an attribute without a name";
    }
    if (isPattern(name)) {
      return "an attribute whose name starts or ends with *, which patterns do";
    }
    if (name.length() > MAX_LENGTH) {
      return "an attribute whose name is longer than " + MAX_LENGTH + " characters";
    }
    return isText(name) ? null : "an attribute whose name has half a character";
  }

  /** Whether a name stands for many where the engine allows it. */
  static boolean isPattern(String name) {
    return name.startsWith(ALL) || name.endsWith(ALL);
  }

  /** Whether a string has no surrogate without its other half, which the engine refuses. */
  static boolean isText(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** Whether names have a path, or an object that it lies in: the engine takes both for it. */
  static boolean isWithin(Set<String> names, String path) {
    return names.contains(path) || isNestedIn(names, path);
  }

  /** Whether names have an object that a path lies in. */
  static boolean isNestedIn(Set<String> names, String path) {
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      if (names.contains(path.substring(0, dot))) {
        return true;
      }
    }
    return false;
  }
}
