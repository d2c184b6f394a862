package org.indexport.testkit;

import java.io.IOException;
import java.nio.file.Path;
import org.indexport.testkit.GoldenCase.Access;
import org.indexport.testkit.GoldenCase.Verdict;

/**
 * A golden dump that no writer writes: another one, changed. Each format has its own ways.
 *
 * @param name what the file is called, without an extension
 * @param base the name of the case that is changed, one of {@link GoldenDumps#written()}
 * @param summary one sentence for people: what is different
 * @param verdict what a reader must make of it; a complete one has the content of its base
 * @param access how it can be read
 * @param change makes it
 */
public record GoldenVariant(
    String name, String base, String summary, Verdict verdict, Access access, Change change) {

  /** Changes a dump in its place. The result must not depend on the time or the platform. */
  @FunctionalInterface
  public interface Change {
    /**
     * Changes a file or folder.
     *
     * @throws IOException if reading or writing fails
     */
    void apply(Path dump) throws IOException;
  }

  /** A variant that can be read from a stream. */
  public static GoldenVariant of(
      String name, String base, String summary, Verdict verdict, Change change) {
    return new GoldenVariant(name, base, summary, verdict, Access.STREAM, change);
  }

  GoldenCase of(DumpContent content) {
    return new GoldenCase(name, summary, verdict, access, content, base);
  }
}
