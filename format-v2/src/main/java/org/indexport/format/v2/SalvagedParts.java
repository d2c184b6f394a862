package org.indexport.format.v2;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentPart;
import org.indexport.DocumentTotals;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Manifest.IndexSummary;
import org.indexport.PartReading;
import org.indexport.PartSummary;
import org.indexport.ReadLimits;
import org.indexport.ReadOptions;
import org.indexport.Sha256;
import org.indexport.format.v2.SalvageReport.LostParts;
import org.indexport.format.v2.SalvageSurvey.Found;
import org.indexport.format.v2.SalvageSurvey.Kind;
import org.indexport.format.v2.container.ContainerWriter;
import org.indexport.format.v2.container.FrameUnpacker;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.layout.Member;
import org.indexport.layout.MemberNames;
import org.jspecify.annotations.Nullable;

/** Counts the documents of parts, takes those that are sound, and tells which are lost. */
final class SalvagedParts implements Closeable {
  /**
   * What was taken.
   *
   * @param documents how many documents
   * @param bytes the sum of their lengths
   */
  record Counted(long documents, long bytes) {
    static final Counted NOTHING = new Counted(0, 0);
  }

  /** The parts of one index. */
  private static final class Taken {
    final Set<Long> ordinals = new HashSet<>();
    final TreeMap<Long, String> refused = new TreeMap<>();
    long last = -1;
  }

  private final String where;
  private final SalvagePlan plan;
  private final PartReading reading;
  private final FrameUnpacker unpacker = new FrameUnpacker();
  private final Map<IndexName, Taken> indexes = new HashMap<>();

  SalvagedParts(String where, SalvagePlan plan, ReadLimits limits) {
    this.where = where;
    this.plan = plan;
    ReadOptions usual = ReadOptions.DEFAULT;
    this.reading =
        new PartReading(
            new ReadOptions(limits, usual.checking(), ReadOptions.Damage.REFUSE, Map.of()));
  }

  /** Writes a part, unless something is wrong with it after all. */
  Counted take(
      Member.Documents member,
      String name,
      PackedFrame frame,
      ContainerWriter writer,
      Derivation derivation)
      throws IOException {
    long ordinal = member.number() - 1;
    Taken taken = indexes.computeIfAbsent(member.index(), index -> new Taken());
    IndexInfo index = Objects.requireNonNull(plan.indexes().get(member.index()));
    DocumentTotals totals;
    try {
      if (ordinal <= taken.last) {
        throw new CorruptDumpException("it comes after part " + taken.last);
      }
      totals = count(index, ordinal, frame);
    } catch (CorruptDumpException e) {
      taken.refused.putIfAbsent(ordinal, String.valueOf(e.getMessage()));
      return Counted.NOTHING;
    }
    taken.last = ordinal;
    taken.ordinals.add(ordinal);
    derivation.part(
        index,
        ordinal,
        totals,
        frame.plainBytes(),
        writer.addPayload(name, frame),
        Sha256.of(frame.sha256()));
    return new Counted(totals.documents(), totals.bytes());
  }

  private DocumentTotals count(IndexInfo index, long ordinal, PackedFrame frame)
      throws IOException {
    PartPlace place =
        new PartPlace(where, () -> "index %s, part %d".formatted(index.name(), ordinal));
    int length = frame.plainBytes();
    byte[] lines = reading.buffer(length);
    unpacker.unpack(frame, lines, 0);
    PartCheck.lines(place, lines, length);
    var origin = new DocumentPart.Origin(place.toString(), 1, 0, DocumentPart.LastLine.ENDED);
    try (DocumentPart part = reading.part(index, ordinal, lines, 0, length, origin)) {
      DocumentTotals totals = part.totals();
      if (totals.documents() == 0) {
        throw place.wrong("at least one document", "none");
      }
      PartSummary said = plan.said(index.name(), ordinal);
      if (said != null) {
        checkIdHash(place, index, said);
        PartCheck.documents(place, said, totals);
      }
      return totals;
    }
  }

  private static void checkIdHash(PartPlace place, IndexInfo index, PartSummary said)
      throws CorruptDumpException {
    if (index.lines() == Lines.ENVELOPE && said.idHash() == null) {
      throw place.wrong("an idHash in the manifest", "none");
    }
  }

  /** The parts that are lost, by index and ordinal. */
  List<LostParts> lost(SalvageSurvey survey) {
    List<LostParts> lost = new ArrayList<>();
    V2Manifest said = plan.said();
    if (said == null) {
      lostAlone(survey, lost);
    } else {
      for (IndexSummary index : said.manifest().indexes()) {
        lostOf(index, survey, lost);
      }
    }
    return lost;
  }

  private void lostOf(IndexSummary index, SalvageSurvey survey, List<LostParts> lost) {
    Taken taken = indexes.getOrDefault(index.name(), new Taken());
    long first = 0;
    for (PartSummary part : Objects.requireNonNull(index.parts())) {
      if (!taken.ordinals.contains(part.ordinal())) {
        lost.add(
            new LostParts(
                index.name(),
                part.ordinal(),
                part.ordinal() + 1,
                first,
                part.documents(),
                part.offset(),
                part.offset() + part.packedBytes(),
                reason(taken.refused.get(part.ordinal()), index.name(), part, survey)));
      }
      first += part.documents();
    }
  }

  private String reason(
      @Nullable String refused, IndexName index, PartSummary part, SalvageSurvey survey) {
    if (refused != null) {
      return refused;
    }
    for (Found found : survey.finds()) {
      boolean isIt = isLost(found, index, part.ordinal());
      boolean isThere =
          found.kind() == Kind.LOST
              && found.name() == null
              && found.at().offset() < part.offset() + part.packedBytes()
              && part.offset() < found.end();
      if (isIt || isThere) {
        return String.valueOf(found.reason());
      }
    }
    return "it is not there";
  }

  private boolean isLost(Found found, IndexName index, long ordinal) {
    return found.kind() == Kind.LOST
        && Objects.equals(found.name(), MemberNames.documents(index, ordinal));
  }

  /** Without a manifest: what was announced or refused, and what is missing in between. */
  private void lostAlone(SalvageSurvey survey, List<LostParts> lost) {
    Map<IndexName, Map<Long, LostParts>> known = new TreeMap<>(Comparator.naturalOrder());
    plan.indexes().keySet().forEach(index -> known.put(index, new TreeMap<>()));
    indexes.forEach(
        (index, taken) ->
            taken.refused.forEach((ordinal, reason) -> put(known, index, ordinal, -1, -1, reason)));
    for (Found found : survey.finds()) {
      String name = found.name();
      if (name != null && survey.role(name) instanceof Member.Documents documents) {
        IndexName index = documents.index();
        long ordinal = documents.number() - 1;
        if (indexes.getOrDefault(index, new Taken()).ordinals.contains(ordinal)) {
          continue;
        }
        String reason = found.reason();
        if (reason == null) {
          reason =
              plan.indexes().containsKey(index)
                  ? "two parts have this name"
                  : "what is known of its index is lost";
        }
        put(known, index, ordinal, found.at().offset(), found.end(), reason);
      }
    }
    known.forEach((index, parts) -> addWithGaps(index, parts, lost));
  }

  private static void put(
      Map<IndexName, Map<Long, LostParts>> known,
      IndexName index,
      long ordinal,
      long from,
      long to,
      String reason) {
    known
        .computeIfAbsent(index, created -> new TreeMap<>())
        .putIfAbsent(ordinal, new LostParts(index, ordinal, ordinal + 1, -1, -1, from, to, reason));
  }

  private void addWithGaps(IndexName index, Map<Long, LostParts> parts, List<LostParts> lost) {
    Set<Long> taken = indexes.getOrDefault(index, new Taken()).ordinals;
    List<Long> all = new ArrayList<>(taken);
    all.addAll(parts.keySet());
    all.sort(Comparator.naturalOrder());
    long next = 0;
    for (long ordinal : all) {
      if (ordinal > next) {
        lost.add(new LostParts(index, next, ordinal, -1, -1, -1, -1, "nothing of it was found"));
      }
      LostParts one = parts.get(ordinal);
      if (one != null && !taken.contains(ordinal)) {
        lost.add(one);
      }
      next = ordinal + 1;
    }
  }

  @Override
  public void close() {
    unpacker.close();
  }
}
