package org.indexport.format.v2.container;

import org.indexport.CorruptDumpException;
import org.indexport.LimitExceededException;
import org.indexport.TruncatedDumpException;

/**
 * A byte of an input, for messages.
 *
 * @param name the input
 * @param position the byte
 */
record Place(String name, long position) {
  private static final String ANOTHER_COPY = "take another copy, or salvage what is whole";

  Place at(long other) {
    return new Place(name, other);
  }

  CorruptDumpException corrupt(String expected, String found) {
    return new CorruptDumpException(toString(), expected, found, ANOTHER_COPY);
  }

  TruncatedDumpException truncated(String expected) {
    return new TruncatedDumpException(
        toString(), expected, "the end of the file", "take a whole copy, or salvage what is whole");
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
