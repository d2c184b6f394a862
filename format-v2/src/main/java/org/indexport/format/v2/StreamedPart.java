package org.indexport.format.v2;

import java.io.IOException;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentTotals;
import org.indexport.IndexInfo;
import org.indexport.PartLoader;
import org.indexport.Sha256;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.format.v2.container.Placement;
import org.jspecify.annotations.Nullable;

/** A part that came by: its frame is kept until the part is needed, and unpacked then. */
final class StreamedPart implements PartLoader {
  private final PartPlace place;
  private final PackedFrame frame;
  private final Placement placement;
  private final Unpackers unpackers;
  private final Derivation derivation;
  private final IndexInfo index;
  private final long ordinal;
  private @Nullable Sha256 sha256;

  /**
   * A part that nothing was read of.
   *
   * @param frame is the part's from now on
   * @param derivation is told of the part when its documents are counted
   */
  StreamedPart(
      PartPlace place,
      PackedFrame frame,
      Placement placement,
      Unpackers unpackers,
      Derivation derivation,
      IndexInfo index,
      long ordinal) {
    this.place = place;
    this.frame = frame;
    this.placement = placement;
    this.unpackers = unpackers;
    this.derivation = derivation;
    this.index = index;
    this.ordinal = ordinal;
  }

  @Override
  public void load(byte[] target) throws IOException {
    try (frame) {
      sha256 = Sha256.of(frame.sha256());
      unpackers.unpack(frame, target);
      PartCheck.lines(place, target, frame.plainBytes());
    } catch (CorruptDumpException e) {
      throw place.damaged(e);
    }
  }

  @Override
  public void counted(DocumentTotals totals) throws CorruptDumpException {
    if (totals.documents() == 0) {
      throw place.wrong("at least one document", "none");
    }
    if (sha256 != null) {
      derivation.part(index, ordinal, totals, frame.plainBytes(), placement, sha256);
    }
  }

  @Override
  public void close() {
    frame.close();
  }
}
