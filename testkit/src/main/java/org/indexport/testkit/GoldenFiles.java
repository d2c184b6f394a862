package org.indexport.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.indexport.DumpHeader;
import org.indexport.DumpSink.Packing;
import org.indexport.ReadLimits;
import org.indexport.ReadOptions;
import org.indexport.WriteOptions;

/**
 * The golden files of one format in one packing: where they lie, and how they come about. {@link
 * GoldenContract} checks them; {@link GoldenWriter} writes them.
 *
 * <p>In {@link #folder()} lie the dumps, called after their cases, and {@code expected.json}, which
 * says for readers in any language what is in each.
 */
public interface GoldenFiles extends FormatUnderTest {
  /** The folder of the golden files. */
  Path folder();

  /**
   * The cases that are made of others, damaged ones above all. There must be those of {@link
   * GoldenDumps#requiredVariants()}.
   */
  List<GoldenVariant> variants();

  /** Cases that this packing cannot be published in, as names that not every file system has. */
  default Set<String> leftOut() {
    return Set.of();
  }

  /** Parts of 4 KiB, so that small dumps have several. */
  @Override
  default WriteOptions writeOptions() {
    return WriteOptions.DEFAULT.withPartBytes(4 << 10);
  }

  /** Limits that the huge document fits in, however small the heap is. */
  @Override
  default ReadOptions readOptions(DumpHeader written) {
    return ReadOptions.DEFAULT.with(ReadLimits.DEFAULT.withMaxDocumentBytes(64 << 20));
  }

  /**
   * The options by which a verification proves everything, also what the documents are. By default
   * those for reading.
   */
  default ReadOptions verifyOptions(DumpHeader written) {
    return readOptions(written);
  }

  /**
   * Compares a golden dump with what the writer of today makes of the same content, beyond the
   * content, which is the same. Fails with an {@link AssertionError}. By default anything will do.
   *
   * @throws IOException if reading fails
   */
  default void compareBytes(Path golden, Path writtenNow) throws IOException {}

  /** All cases: what writers write, as far as the format can hold it, and the variants. */
  default List<GoldenCase> cases() {
    List<GoldenCase> cases = new ArrayList<>();
    for (GoldenCase each : GoldenDumps.written()) {
      if (!leftOut().contains(each.name()) && GoldenDumps.fits(each.content(), traits())) {
        cases.add(each);
      }
    }
    Map<String, GoldenCase> written =
        cases.stream().collect(Collectors.toMap(GoldenCase::name, Function.identity()));
    for (GoldenVariant variant : variants()) {
      GoldenCase base = written.get(variant.base());
      if (base == null) {
        throw new IllegalStateException(variant.name() + " is made of what there is not");
      }
      cases.add(variant.of(base.content()));
    }
    return cases;
  }

  /**
   * One of the cases.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  default GoldenCase golden(String name) {
    return cases().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no golden case " + name));
  }

  /** The file name of a case: with {@code .dump} behind, unless it is a folder. */
  default String fileName(String name) {
    return sink(folder()).packing() == Packing.FILE ? name + ".dump" : name;
  }

  /** Where a case lies. */
  default Path path(String name) {
    return folder().resolve(fileName(name));
  }
}
