package org.indexport.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads recipes: steps that each end with a byte that JSON does not have, made of fields with
 * another such byte between. What is behind the last end is a step that is not finished.
 */
final class Recipe {
  static final byte STEP = 0x1E;
  static final byte FIELD = 0x1F;

  private Recipe() {}

  /** The steps; the last one is what is not finished, and mostly empty. */
  static List<byte[]> steps(byte[] recipe) {
    return split(recipe, STEP, Integer.MAX_VALUE);
  }

  /** The fields of a step. The last one of as many as wanted is all of the rest. */
  static List<byte[]> fields(byte[] step, int most) {
    return split(step, FIELD, most);
  }

  private static List<byte[]> split(byte[] bytes, byte separator, int most) {
    List<byte[]> pieces = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < bytes.length && pieces.size() < most - 1; i++) {
      if (bytes[i] == separator) {
        pieces.add(Arrays.copyOfRange(bytes, from, i));
        from = i + 1;
      }
    }
    pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
    return pieces;
  }

  /** Changes bytes: three say where, which is taken modulo the length, and one is added to it. */
  static void change(byte[] bytes, byte[] changes, int from) {
    for (int i = from; i + 4 <= changes.length && bytes.length > 0; i += 4) {
      int at = (changes[i] & 0xFF) << 16 | (changes[i + 1] & 0xFF) << 8 | (changes[i + 2] & 0xFF);
      bytes[at % bytes.length] += changes[i + 3];
    }
  }
}
