package org.indexport.format.v2;

import java.io.IOException;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentTotals;
import org.indexport.PartLoader;
import org.indexport.PartSummary;
import org.indexport.format.v2.container.PackedFrame;
import org.jspecify.annotations.Nullable;

/** A part that was found whole in a damaged dump. */
final class FoundPart implements PartLoader {
  private final PartPlace place;
  private final PackedFrame frame;
  private final Unpackers unpackers;
  private final @Nullable PartSummary said;

  /**
   * A part of which nothing was given yet.
   *
   * @param frame is the part's from now on
   * @param said what the manifest says of it, or null when there is none
   */
  FoundPart(PartPlace place, PackedFrame frame, Unpackers unpackers, @Nullable PartSummary said) {
    this.place = place;
    this.frame = frame;
    this.unpackers = unpackers;
    this.said = said;
  }

  @Override
  public void load(byte[] target) throws IOException {
    try (frame) {
      unpackers.unpack(frame, target);
      PartCheck.lines(place, target, frame.plainBytes());
    } catch (CorruptDumpException e) {
      throw place.damaged(e);
    }
  }

  @Override
  public void counted(DocumentTotals totals) throws CorruptDumpException {
    if (said != null) {
      PartCheck.documents(place, said, totals);
    }
  }

  @Override
  public void close() {
    frame.close();
  }
}
