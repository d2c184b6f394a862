package org.indexport.format.v2.container;

import org.indexport.CorruptDumpException;
import org.indexport.LimitExceededException;
import org.indexport.TruncatedDumpException;
import org.jspecify.annotations.Nullable;

/**
 * A byte of an input, for messages.
 *
 * @param name the input
 * @param position the byte
 * @param remedy what to do if something is wrong there, or null for what usually helps
 */
record Place(String name, long position, @Nullable String remedy) {
  private static final String ANOTHER_COPY = "take another copy, or salvage what is whole";
  private static final String WHOLE_COPY = "take a whole copy, or salvage what is whole";

  Place(String name, long position) {
    this(name, position, null);
  }

  Place at(long other) {
    return new Place(name, other, remedy);
  }

  CorruptDumpException corrupt(String expected, String found) {
    return new CorruptDumpException(toString(), expected, found, orElse(ANOTHER_COPY));
  }

  TruncatedDumpException truncated(String expected) {
    return new TruncatedDumpException(
        toString(), expected, "the end of the file", orElse(WHOLE_COPY));
  }

  private String orElse(String usual) {
    return remedy == null ? usual : remedy;
  }

  LimitExceededException beyond(String limit, String found, String toRaise) {
    return new LimitExceededException(
        toString(), limit, found, "raise the limit of " + toRaise + " if the file is sound");
  }

  @Override
  public String toString() {
    return name + ": byte " + position;
  }
}
