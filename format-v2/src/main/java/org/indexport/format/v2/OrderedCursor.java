package org.indexport.format.v2;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentPart;
import org.indexport.DumpEntry;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.Manifest;
import org.indexport.PartList;
import org.indexport.PartReading;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.layout.Member;
import org.indexport.layout.MemberInput;
import org.indexport.layout.MemberNames;
import org.jspecify.annotations.Nullable;

/** Walks the members as they come, and compares the manifest with all that was read. */
final class OrderedCursor extends V2Cursor {
  private static final long MOST_PARTS = Runtime.getRuntime().maxMemory() / 4 / PartList.BYTES_EACH;

  private final OrderedReader reader;
  private final OrderedInput input;
  private final Predicate<IndexName> wanted;
  private final Map<IndexName, Long> lastOrdinals = new HashMap<>();
  private long parts;

  OrderedCursor(OrderedReader reader, OrderedInput input, Predicate<IndexName> wanted) {
    super(reader, new PartReading(reader.options()));
    this.reader = reader;
    this.input = input;
    this.wanted = wanted;
  }

  @Override
  MemberInput input() {
    return input;
  }

  @Override
  boolean isBroken() {
    return input.isBroken();
  }

  @Override
  @Nullable DumpEntry entry(Member member) throws IOException {
    if (member.role() instanceof Member.Index index) {
      return input.index(index);
    }
    if (member.role() instanceof Member.Documents documents) {
      return part(member, documents);
    }
    return null;
  }

  private @Nullable DocumentPart part(Member member, Member.Documents documents)
      throws IOException {
    IndexName name = documents.index();
    IndexInfo index = input.derivation().index(name);
    if (index == null) {
      throw wrong(member, "index.json of index " + name + " before its documents", "none");
    }
    long ordinal = documents.number() - 1;
    Long last = lastOrdinals.put(name, ordinal);
    if (ordinal < 0
        || (last != null && last >= ordinal)
        || !MemberNames.documents(name, ordinal).equals(member.path())) {
      throw wrong(member, "parts in order, numbered from 1", "this one");
    }
    if (!wanted.test(name)) {
      reading().tally().leaveOut(name);
      return null;
    }
    if (++parts > MOST_PARTS) {
      throw new LimitExceededException(
          name(),
          "at most " + MOST_PARTS + " parts, as this heap can tell apart",
          "more",
          "give the program more memory if the file is sound");
    }
    PackedFrame frame = input.takeFrame();
    PartPlace place = PartPlace.of(name(), name, ordinal, input.placement());
    DocumentPart.Origin origin =
        new DocumentPart.Origin(place.toString(), 1, 0, DocumentPart.LastLine.ENDED);
    int length = frame.plainBytes();
    StreamedPart loader =
        new StreamedPart(
            place,
            frame,
            input.placement(),
            reader.unpackers(),
            input.derivation(),
            index,
            ordinal);
    return reading().part(index, ordinal, length, loader, origin);
  }

  private CorruptDumpException wrong(Member member, String expected, String found) {
    return new CorruptDumpException(
        input.where(member), expected, found, "take another copy, or salvage what is whole");
  }

  @Override
  Manifest compare() throws IOException {
    V2Manifest said = V2Manifest.read(reader.source(), input::manifest, reader.options().limits());
    V2Manifest found = input.derivation().build(said.manifest().generator());
    new ManifestComparison(name(), said, found).compare(reading().tally()::isWhole);
    return said.manifest();
  }

  @Override
  public void close() throws IOException {
    super.close();
    input.close();
  }
}
