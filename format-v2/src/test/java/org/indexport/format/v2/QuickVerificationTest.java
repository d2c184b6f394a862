package org.indexport.format.v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.indexport.Completeness;
import org.indexport.CorruptDumpException;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.testkit.GoldenCase;
import org.indexport.testkit.GoldenCase.Verdict;
import org.indexport.testkit.GoldenFiles;
import org.indexport.transfer.DumpVerifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verification of golden files finds that does not look into documents. */
class QuickVerificationTest {
  /** Lies about documents whose frames are those that the manifest tells of. */
  private static final Set<String> FOUND_BY_READING =
      Set.of(
          "blank-around-document",
          "carriage-return",
          "document-not-an-object",
          "document-not-utf8",
          "malformed-document",
          "malformed-envelope",
          "wrong-bytes",
          "wrong-hash",
          "wrong-id-hash");

  private static Completeness verdict(GoldenFiles files, GoldenCase golden) throws IOException {
    try (DumpSource source = DumpSource.path(files.path(golden.name()));
        DumpReader reader = files.format().open(source, ReadOptions.DEFAULT)) {
      return DumpVerifier.of(reader).verify().completeness();
    } catch (TruncatedDumpException e) {
      return Completeness.INCOMPLETE;
    } catch (CorruptDumpException e) {
      return Completeness.DAMAGED;
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {V2Goldens.class, V2FolderGoldens.class})
  void onlyLiesAboutDocumentsGoUnnoticed(Class<? extends GoldenFiles> packing) throws Exception {
    GoldenFiles files = packing.getDeclaredConstructor().newInstance();
    Set<String> unnoticed = new TreeSet<>();
    for (GoldenCase golden : files.cases()) {
      if (golden.verdict() == Verdict.INCOMPLETE) {
        assertThat(verdict(files, golden)).as(golden.name()).isEqualTo(Completeness.INCOMPLETE);
      } else if (golden.verdict() == Verdict.DAMAGED) {
        Completeness found = verdict(files, golden);
        assertThat(found).as(golden.name()).isNotEqualTo(Completeness.INCOMPLETE);
        if (found == Completeness.COMPLETE) {
          unnoticed.add(golden.name());
        }
      }
    }
    assertThat(FOUND_BY_READING).containsAll(unnoticed);
  }
}
