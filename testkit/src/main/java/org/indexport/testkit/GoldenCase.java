package org.indexport.testkit;

import org.jspecify.annotations.Nullable;

/**
 * A dump that is published with a format, so that every reader of it can be tried on the same
 * bytes. Immutable.
 *
 * @param name what the file is called, without an extension
 * @param summary one sentence for people
 * @param verdict what a reader must make of it
 * @param access how it can be read
 * @param content what is in it; of a dump that is not complete, what was in the one it was made of
 * @param base the name of the case it was made of by a change, or null when a writer wrote it
 */
public record GoldenCase(
    String name,
    String summary,
    Verdict verdict,
    Access access,
    DumpContent content,
    @Nullable String base) {

  /** What a reader must make of a dump. */
  public enum Verdict {
    /** It is whole and sound. */
    COMPLETE,
    /** It was cut short or never finished. */
    INCOMPLETE,
    /** It breaks the format's rules, or is not what it says of itself. */
    DAMAGED,
    /** It is of a version or a kind that the reader does not know, and says so. */
    REFUSED;

    /** The name in {@code expected.json}. */
    public String id() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** How a dump can be read. */
  public enum Access {
    /** From a stream, and so from a path too. */
    STREAM,
    /** From a path; from a stream, a reader may say that it cannot. */
    PATH
  }

  /** A dump that a writer writes. */
  static GoldenCase written(String name, String summary, DumpContent content) {
    return new GoldenCase(name, summary, Verdict.COMPLETE, Access.STREAM, content, null);
  }
}
