package org.indexport.format.v2;

import java.util.function.Supplier;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.IndexName;
import org.indexport.PartSummary;
import org.indexport.TruncatedDumpException;
import org.indexport.format.v2.container.Placement;

/** A part of a dump, for messages. Ranges are from the first to before the last, as everywhere. */
final class PartPlace {
  private static final String NEXT = "take another copy, or salvage what is whole";

  private final String dump;
  private final Supplier<String> part;

  /**
   * Names a part.
   *
   * @param dump names the dump
   * @param part says which part it is; asked only when there is something to say of it
   */
  PartPlace(String dump, Supplier<String> part) {
    this.dump = dump;
    this.part = part;
  }

  /** A part of which only the member is known. */
  static PartPlace of(String dump, IndexName index, long ordinal, Placement at) {
    return new PartPlace(
        dump,
        () ->
            "index %s, part %d, bytes %d:%d"
                .formatted(index, ordinal, at.offset(), at.offset() + at.packedBytes()));
  }

  /**
   * A part that the manifest lists.
   *
   * @param first the position of its first document among those of its index
   */
  static PartPlace of(String dump, IndexName index, PartSummary said, long first) {
    return new PartPlace(
        dump,
        () ->
            "index %s, part %d, documents %d:%d, bytes %d:%d"
                .formatted(
                    index,
                    said.ordinal(),
                    first,
                    first + said.documents(),
                    said.offset(),
                    said.offset() + said.packedBytes()));
  }

  /** Which part it is. */
  String part() {
    return part.get();
  }

  /** Something is wrong with it. */
  CorruptDumpException wrong(String expected, String found) {
    return new CorruptDumpException(toString(), expected, found, NEXT);
  }

  /** Says of damage that it is of this part. */
  CorruptDumpException damaged(CorruptDumpException damage) {
    return new CorruptDumpException(message(damage), damage);
  }

  /** Says of a cut that it is of this part. */
  TruncatedDumpException cut(TruncatedDumpException cut) {
    return new TruncatedDumpException(message(cut), cut);
  }

  private String message(DumpException cause) {
    String message = String.valueOf(cause.getMessage());
    String known = dump + ": ";
    return this + ": " + (message.startsWith(known) ? message.substring(known.length()) : message);
  }

  @Override
  public String toString() {
    return dump + ": " + part.get();
  }
}
