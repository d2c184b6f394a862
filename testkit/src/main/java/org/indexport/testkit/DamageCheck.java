package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.IndexName;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.jspecify.annotations.Nullable;

/**
 * What a reader may make of damaged bytes.
 *
 * @param protection what the format promises
 * @param whole what is read of the dump when it is not damaged
 */
record DamageCheck(Protection protection, DumpContent whole) {
  /** Opens the damaged dump and reads it to its end. */
  interface Reading {
    DumpContent read() throws IOException;
  }

  /** Some bytes are wrong. */
  void changed(Reading reading) {
    DumpContent found = new Attempt(reading).content();
    if (found == null) {
      return;
    }
    switch (protection) {
      case PROVEN, CHECKSUMMED -> assertThat(found).as("read without an error").isEqualTo(whole);
      case NONE ->
          whole
              .documents()
              .forEach((index, documents) -> nearlySame(documents, found.documents(index), index));
      case NONE_OF_NAMES ->
          whole
              .documents()
              .forEach((index, documents) -> nearlySame(documents, renamed(found, index), index));
    }
  }

  /** The last bytes are missing. */
  void cut(Reading reading) {
    // Of a few bytes nobody can tell what they were.
    cut(reading, TruncatedDumpException.class, UnknownFormatException.class);
  }

  /**
   * The last bytes of one of several files are missing; the others may prove that it was longer.
   */
  void cutAmongOthers(Reading reading) {
    cut(
        reading,
        TruncatedDumpException.class,
        UnknownFormatException.class,
        CorruptDumpException.class);
  }

  private void cut(Reading reading, Class<?>... expected) {
    Attempt attempt = new Attempt(reading);
    DumpContent found = attempt.content();
    if (protection == Protection.PROVEN) {
      assertThat(attempt.error()).as("a dump that is cut short").isInstanceOfAny(expected);
    } else if (found != null) {
      whole.documents().forEach((index, documents) -> startOf(documents, found, index));
    }
  }

  /** The documents of an index, which may be called otherwise now. */
  private List<DocumentContent> renamed(DumpContent found, IndexName index) {
    List<DocumentContent> same = found.documents(index);
    if (!same.isEmpty() || whole.documents(index).isEmpty()) {
      return same;
    }
    return found.documents().entrySet().stream()
        .filter(other -> !whole.documents().containsKey(other.getKey()))
        .map(Map.Entry::getValue)
        .filter(documents -> !documents.isEmpty())
        .findFirst()
        .orElse(same);
  }

  /** One document may have changed, or have become two or none; the others are as they were. */
  private static void nearlySame(
      List<DocumentContent> documents, List<DocumentContent> now, IndexName index) {
    int shorter = Math.min(documents.size(), now.size());
    int same = 0;
    while (same < shorter && documents.get(same).equals(now.get(same))) {
      same++;
    }
    int sameAtEnd = 0;
    while (sameAtEnd < shorter - same
        && documents
            .get(documents.size() - 1 - sameAtEnd)
            .equals(now.get(now.size() - 1 - sameAtEnd))) {
      sameAtEnd++;
    }
    assertThat(now.size()).as("documents").isBetween(documents.size() - 1, documents.size() + 1);
    assertThat(same + sameAtEnd)
        .as("documents of %s that are as they were", index)
        .isGreaterThanOrEqualTo(documents.size() - 2);
  }

  private static void startOf(List<DocumentContent> documents, DumpContent found, IndexName index) {
    List<DocumentContent> now = found.documents(index);
    assertThat(now).as("documents of %s", index).hasSizeLessThanOrEqualTo(documents.size());
    assertThat(now).isEqualTo(documents.subList(0, now.size()));
  }

  /** Reads, and allows for no exception but the typed ones. */
  private static final class Attempt {
    private @Nullable DumpContent content;
    private @Nullable DumpException error;

    Attempt(Reading reading) {
      try {
        content = reading.read();
      } catch (DumpException e) {
        error = e;
        assertThat(e).hasMessageMatching("(?s).{10,}");
      } catch (Exception | OutOfMemoryError | StackOverflowError e) {
        throw new AssertionError("not one of the typed errors: " + e, e);
      }
    }

    @Nullable DumpContent content() {
      return content;
    }

    @Nullable DumpException error() {
      return error;
    }
  }
}
