package org.indexport.format.v2;

import java.io.IOException;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentPart;
import org.indexport.DocumentTotals;
import org.indexport.IndexInfo;
import org.indexport.PartLoader;
import org.indexport.PartSummary;
import org.indexport.Sha256;
import org.indexport.TruncatedDumpException;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.layout.MemberNames;

/** A part at the place that the manifest tells, read by the thread that needs it. */
final class PlacedPart implements PartLoader {
  private final RandomReader reader;
  private final String member;
  private final PartSummary said;
  private final PartPlace place;

  PlacedPart(RandomReader reader, IndexInfo index, PartSummary said, long first) {
    this.reader = reader;
    this.member = MemberNames.documents(index.name(), said.ordinal());
    this.said = said;
    this.place = PartPlace.of(reader.name(), index.name(), said, first);
  }

  DocumentPart.Origin origin() {
    return new DocumentPart.Origin(place.toString(), 1, 0, DocumentPart.LastLine.ENDED);
  }

  @Override
  public void load(byte[] target) throws IOException {
    try (PackedFrame frame = frame()) {
      PartCheck.packed(place, said, frame.plainBytes(), Sha256.of(frame.sha256()));
      unpack(frame, target);
      PartCheck.lines(place, target, frame.plainBytes());
    }
  }

  private PackedFrame frame() throws IOException {
    try {
      return reader.container().payload(member, V2Manifest.placement(said));
    } catch (CorruptDumpException e) {
      throw place.damaged(e);
    } catch (TruncatedDumpException e) {
      throw place.cut(e);
    }
  }

  private void unpack(PackedFrame frame, byte[] target) throws IOException {
    try {
      reader.unpackers().unpack(frame, target);
    } catch (CorruptDumpException e) {
      throw place.damaged(e);
    }
  }

  @Override
  public long provenDocuments() {
    return said.documents();
  }

  @Override
  public void counted(DocumentTotals totals) throws CorruptDumpException {
    PartCheck.documents(place, said, totals);
  }
}
