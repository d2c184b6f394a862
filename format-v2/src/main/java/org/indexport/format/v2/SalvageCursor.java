package org.indexport.format.v2;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentPart;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.Manifest.IndexSummary;
import org.indexport.PartList;
import org.indexport.PartReading;
import org.indexport.PartSummary;
import org.indexport.Sha256;
import org.indexport.format.v2.SalvageInput.Found;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.layout.Member;
import org.indexport.layout.MemberInput;
import org.indexport.layout.MemberNames;
import org.jspecify.annotations.Nullable;

/** Walks what is whole, and says what is lost. */
final class SalvageCursor extends V2Cursor {
  private final SalvageReader reader;
  private final SalvageInput input;
  private final Predicate<IndexName> wanted;
  private final Map<IndexName, IndexInfo> indexes = new HashMap<>();
  private final Map<IndexName, Progress> progress = new HashMap<>();

  /** How far an index came. */
  private static final class Progress {
    long last = -1;

    /** The position among the parts that the manifest lists; those before were met, or are lost. */
    int position;

    /** Which of them were given. */
    final BitSet given = new BitSet();
  }

  private SalvageCursor(
      SalvageReader reader, PartReading reading, SalvageInput input, Predicate<IndexName> wanted) {
    super(reader, reading);
    this.reader = reader;
    this.input = input;
    this.wanted = wanted;
    for (IndexInfo index : reader.header().indexes()) {
      indexes.put(index.name(), index);
    }
  }

  static SalvageCursor open(SalvageReader reader, Predicate<IndexName> wanted) throws IOException {
    PartReading reading = new PartReading(reader.options());
    return new SalvageCursor(reader, reading, SalvageInput.open(reader, reading), wanted);
  }

  @Override
  MemberInput input() {
    return input;
  }

  @Override
  boolean isBroken() {
    return false;
  }

  @Override
  @Nullable DocumentPart entry(Member member) throws IOException {
    Found found = input.present();
    PackedFrame frame = found.frame();
    DocumentPart part = null;
    try {
      if (member.role() instanceof Member.Documents documents && wanted.test(documents.index())) {
        part = part(member, documents, found, frame);
      }
    } finally {
      if (part == null) {
        frame.close();
      }
    }
    return part;
  }

  private DocumentPart part(Member member, Member.Documents role, Found found, PackedFrame frame)
      throws IOException {
    IndexName name = role.index();
    long ordinal = role.number() - 1;
    IndexInfo index = indexes.get(name);
    Progress before = progress.computeIfAbsent(name, key -> new Progress());
    PartPlace place = PartPlace.of(name(), name, ordinal, found.placement());
    if (index == null) {
      throw place.wrong("index.json of its index", "none that is whole");
    }
    if (ordinal <= before.last || !MemberNames.documents(name, ordinal).equals(member.path())) {
      throw place.wrong("parts in order, each once", "one of these after part " + before.last);
    }
    PartSummary said = said(name, ordinal, place, before, frame);
    before.last = ordinal;
    DocumentPart.Origin origin =
        new DocumentPart.Origin(place.toString(), 1, 0, DocumentPart.LastLine.ENDED);
    FoundPart loader = new FoundPart(place, frame, reader.unpackers(), said);
    return reading().part(index, ordinal, frame.plainBytes(), loader, origin);
  }

  /** What the manifest says of a part, or null when there is none. */
  private @Nullable PartSummary said(
      IndexName index, long ordinal, PartPlace place, Progress before, PackedFrame frame)
      throws CorruptDumpException {
    V2Manifest manifest = reader.scan().manifest();
    if (manifest == null) {
      return null;
    }
    PartList parts = parts(manifest, index);
    int position = before.position;
    while (position < parts.size() && parts.get(position).ordinal() < ordinal) {
      position++;
    }
    if (position == parts.size() || parts.get(position).ordinal() != ordinal) {
      throw place.wrong("parts that the manifest lists", "another one");
    }
    PartSummary said = parts.get(position);
    PartCheck.packed(place, said, frame.plainBytes(), Sha256.of(frame.sha256()));
    before.position = position;
    before.given.set(position);
    return said;
  }

  private static PartList parts(V2Manifest manifest, IndexName index) {
    IndexSummary summary = Objects.requireNonNull(manifest.manifest().index(index));
    return Objects.requireNonNull(summary.parts());
  }

  /** There is nothing that proves what was read: what is lost is told instead. */
  @Override
  @Nullable Manifest compare() throws IOException {
    V2Manifest manifest = reader.scan().manifest();
    if (manifest == null) {
      IndexName missing = reader.scan().missingIndex();
      if (missing != null) {
        throw reader.loss("index " + missing + " is lost");
      }
      return null;
    }
    for (IndexSummary index : manifest.manifest().indexes()) {
      if (wanted.test(index.name())) {
        noteLost(index);
      }
    }
    return null;
  }

  private void noteLost(IndexSummary index) throws IOException {
    Progress given = progress.getOrDefault(index.name(), new Progress());
    PartList parts = Objects.requireNonNull(index.parts());
    long first = 0;
    for (int i = 0; i < parts.size(); i++) {
      PartSummary part = parts.get(i);
      if (!given.given.get(i)) {
        PartPlace place = PartPlace.of(name(), index.name(), part, first);
        reading()
            .damaged(reader.loss(place.part() + " is lost: " + part.documents() + " documents"));
      }
      first += part.documents();
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    input.close();
  }
}
