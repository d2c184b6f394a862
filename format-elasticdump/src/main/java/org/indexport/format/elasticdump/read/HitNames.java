package org.indexport.format.elasticdump.read;

import java.util.Arrays;
import org.indexport.format.elasticdump.read.HitScanner.Slice;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.indexport.json.UnexpectedBytesException;

/** Tells the index of each hit, at little cost as long as it is that of the hit before. */
final class HitNames {
  private final String otherwise;
  private byte[] last = {};
  private String lastName = "";

  /**
   * Starts before the first hit.
   *
   * @param otherwise the name for hits that name none
   */
  HitNames(String otherwise) {
    this.otherwise = otherwise;
  }

  /**
   * The name of a hit's index.
   *
   * @throws UnexpectedBytesException if it is none
   */
  String of(HitScanner hit) throws UnexpectedBytesException {
    Slice slice = hit.index();
    if (!slice.isThere()) {
      return otherwise;
    }
    byte[] bytes = hit.buffer();
    if (!Arrays.equals(bytes, slice.from(), slice.to(), last, 0, last.length)) {
      lastName = name(bytes, slice);
      last = Arrays.copyOfRange(bytes, slice.from(), slice.to());
    }
    return lastName;
  }

  private static String name(byte[] bytes, Slice slice) throws UnexpectedBytesException {
    try {
      String name = JsonText.unquote(bytes, slice.from(), slice.to());
      if (isName(name)) {
        return name;
      }
    } catch (MalformedJsonException e) {
      // Said below.
    }
    throw UnexpectedBytesException.at(bytes, slice.from(), "the name of an index as \"_index\"");
  }

  /** Whether an index can be called so. */
  static boolean isName(String text) {
    return !text.isEmpty()
        && text.codePoints()
            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
