package org.indexport.format.v2;

import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.indexport.Completeness;
import org.indexport.DocumentCursor;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpHeader;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.PartList;
import org.indexport.PartReading;
import org.indexport.PartSummary;
import org.indexport.ReadOptions;
import org.indexport.format.v2.container.Container;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.io.Closing;
import org.jspecify.annotations.Nullable;

/**
 * Reads a complete dump at random: the manifest when it is opened, and then only what is asked for.
 */
final class RandomReader extends V2Reader {
  private final Container container;
  private final V2Manifest manifest;

  private RandomReader(
      DumpSource source, ReadOptions options, Container container, V2Manifest manifest) {
    super(source, options);
    this.container = container;
    this.manifest = manifest;
  }

  static RandomReader open(DumpSource source, ReadOptions options) throws IOException {
    Container container = Container.open(source, options.limits(), new FrameBuffers());
    try {
      V2Manifest manifest = V2Manifest.read(source, container::manifest, options.limits());
      ListedMembers.check(source.name(), manifest, options.limits());
      container.checkCount(manifest.smallMembers(), manifest.payloads());
      return new RandomReader(source, options, container, manifest);
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, container);
      throw e;
    }
  }

  @Override
  public DumpHeader header() {
    return manifest.manifest().header();
  }

  @Override
  public Completeness completeness() {
    return Completeness.COMPLETE;
  }

  @Override
  public Manifest manifest() {
    return manifest.manifest();
  }

  /** The manifest with everything that only this format needs. */
  V2Manifest listed() {
    return manifest;
  }

  Container container() {
    return container;
  }

  /** All that a manifest tells of is in its digest, and so in the id of the container. */
  @Override
  public String fingerprint() throws IOException {
    OptionalLong size = source().size();
    return container.id() + (size.isPresent() ? "-" + size.getAsLong() : "");
  }

  @Override
  DumpCursor start(Predicate<IndexName> documentsOf) {
    return new RandomCursor(this, documentsOf);
  }

  @Override
  public DocumentCursor documents(IndexName index) throws IOException {
    known(index);
    return super.documents(index);
  }

  @Override
  public DocumentCursor documents(IndexName index, long from, long to) throws IOException {
    checkOpen();
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("the range %d:%d".formatted(from, to));
    }
    return new RangeCursor(this, known(index), from, to);
  }

  @Override
  public @Nullable DocumentPart part(IndexName index, long ordinal) throws IOException {
    checkOpen();
    IndexInfo known = known(index);
    long first = 0;
    for (PartSummary part : parts(index)) {
      if (part.ordinal() == ordinal) {
        return part(new PartReading(options()), known, part, first);
      }
      first += part.documents();
    }
    return null;
  }

  private IndexInfo known(IndexName index) {
    IndexInfo known = header().index(index);
    if (known == null) {
      throw new IllegalArgumentException(name() + " has no index " + index);
    }
    return known;
  }

  /** The parts of an index. */
  PartList parts(IndexName index) {
    Manifest.IndexSummary summary = Objects.requireNonNull(manifest.manifest().index(index));
    return Objects.requireNonNull(summary.parts());
  }

  /**
   * A part, of which nothing is read before it is needed.
   *
   * @param first the position of its first document
   */
  DocumentPart part(PartReading reading, IndexInfo index, PartSummary said, long first) {
    PlacedPart placed = new PlacedPart(this, index, said, first);
    return reading.part(index, said.ordinal(), (int) said.plainBytes(), placed, placed.origin());
  }

  @Override
  @Nullable Closeable opened() {
    return container;
  }
}
