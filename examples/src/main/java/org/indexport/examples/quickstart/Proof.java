package org.indexport.examples.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DocumentHasher;
import org.indexport.DocumentTotals;
import org.indexport.DumpReader;
import org.indexport.Dumps;
import org.indexport.ReadOptions;
import org.indexport.lucene.LuceneEngineSource;
import org.indexport.lucene.SourceMapper;
import org.indexport.transfer.DumpDifference;
import org.indexport.transfer.DumpVerifier;
import org.indexport.transfer.EngineReader;
import org.indexport.transfer.Verification;

/**
 * Reads all that a dump or an index holds, to prove that two hold the same. What is compared is
 * each document's bytes, by a hash that does not depend on their order.
 */
final class Proof {
  private Proof() {}

  /** Reads all of a dump, whatever its format. */
  static Verification ofDump(Path file) throws IOException {
    try (DumpReader dump = Dumps.open(file)) {
      return readAll(dump);
    }
  }

  /** Reads all of a folder of Lucene indexes, as if it were a dump. */
  static Verification ofIndexes(Path folder) throws IOException {
    LuceneEngineSource lucene = LuceneEngineSource.open(folder, new SourceMapper());
    try (EngineReader engine = EngineReader.of(lucene, 1, ReadOptions.DEFAULT)) {
      return readAll(engine);
    }
  }

  private static Verification readAll(DumpReader dump) throws IOException {
    Verification read = DumpVerifier.of(dump).verify();
    if (read.problem() != null) {
      throw read.problem();
    }
    return read;
  }

  /** The documents of one section that a dump holds. */
  static DocumentTotals ofSection(String section, Path file) throws IOException {
    DocumentHasher hasher = new DocumentHasher();
    long bytes = 0;
    try (DumpReader dump = Dumps.open(file);
        DocumentCursor documents = dump.documents(PackageSchema.INDEX)) {
      for (Document document; (document = documents.next()) != null; ) {
        byte[] json = document.array();
        int offset = document.offset();
        int length = document.length();
        if (DebianPackage.parse(json, offset, length).section().equals(section)) {
          hasher.add(json, offset, length);
          bytes += length;
        }
      }
    }
    return new DocumentTotals(hasher.count(), bytes, 0, hasher.hash(), hasher.idHash());
  }

  /** What was read of the packages. */
  static DocumentTotals packages(Verification read) {
    return Objects.requireNonNull(read.totals().get(PackageSchema.INDEX), "no packages");
  }

  /**
   * Demands that all hold the same: documents, settings, primary key.
   *
   * @param held what is compared with the first, by what it is called
   * @throws DifferenceException if any differs from the first
   */
  static void requireEqual(Map<String, Verification> held) throws DifferenceException {
    Map.Entry<String, Verification> first = held.entrySet().iterator().next();
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, Verification> other : held.entrySet()) {
      for (DumpDifference found : DumpDifference.between(first.getValue(), other.getValue())) {
        differences.add(
            "%s of %s: %s has %s, %s has %s"
                .formatted(
                    found.what(),
                    found.index(),
                    first.getKey(),
                    found.left(),
                    other.getKey(),
                    found.right()));
      }
    }
    if (!differences.isEmpty()) {
      throw new DifferenceException(differences);
    }
  }

  /**
   * Demands that two values are equal.
   *
   * @throws DifferenceException if they are not
   */
  static void requireEqual(String what, Object expected, Object found) throws DifferenceException {
    if (!expected.equals(found)) {
      throw new DifferenceException(what + ": expected " + expected + ", found " + found);
    }
  }
}
