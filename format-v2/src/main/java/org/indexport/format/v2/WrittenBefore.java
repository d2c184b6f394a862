package org.indexport.format.v2;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentPart;
import org.indexport.DocumentTotals;
import org.indexport.DumpSink;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.PartReading;
import org.indexport.ReadOptions;
import org.indexport.ReadOptions.Checking;
import org.indexport.Sha256;
import org.indexport.format.v2.container.FrameUnpacker;
import org.indexport.format.v2.container.Member;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.format.v2.container.Resumption;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.layout.Member.Documents;
import org.indexport.layout.Member.Index;
import org.indexport.layout.Member.Metadata;
import org.indexport.layout.Member.Role;
import org.indexport.layout.MemberNames;

/** What a dump held at its last checkpoint, read again. */
final class WrittenBefore implements Resumption, Closeable {
  private static final String NEXT = "remove the checkpoint and the unfinished dump to start anew";

  private final String where;
  private final long durable;
  private final Map<IndexName, Long> parts = new HashMap<>();
  private final long sections;
  private final Derivation derivation;
  private final FrameUnpacker unpacker = new FrameUnpacker();

  /**
   * The documents were checked before they were written, and the frames prove that they are these.
   */
  private final PartReading reading =
      new PartReading(ReadOptions.DEFAULT.with(V2Writer.limits()).with(Checking.TRUSTED));

  private WrittenBefore(String where, long durable, long sections) {
    this.where = where;
    this.durable = durable;
    this.sections = sections;
    this.derivation = new Derivation(where, V2Writer.limits());
  }

  /** Takes what a checkpoint tells. */
  static WrittenBefore of(DumpSink sink, JsonObject state) throws MalformedJsonException {
    Long sections = state.number("sections");
    WrittenBefore before =
        new WrittenBefore(sink.name(), number(state, "durable"), sections == null ? 0 : sections);
    if (state.has("indexes")) {
      for (JsonObject index : state.objects("indexes")) {
        String name = index.string("name");
        if (name == null) {
          throw index.unexpected("name", "a string");
        }
        before.parts.put(new IndexName(index.string("namespace"), name), number(index, "parts"));
      }
    }
    return before;
  }

  private static long number(JsonObject json, String name) throws MalformedJsonException {
    Long number = json.number(name);
    if (number == null) {
      throw json.unexpected(name, "a number");
    }
    return number;
  }

  @Override
  public long durable() {
    return durable;
  }

  @Override
  public boolean contains(String member) {
    Role role;
    try {
      role = MemberNames.roleOf(where, member);
    } catch (CorruptDumpException e) {
      return false;
    }
    if (role instanceof Documents documents) {
      return documents.number() <= parts.getOrDefault(documents.index(), 0L);
    }
    if (role instanceof Index index) {
      return parts.containsKey(index.name());
    }
    if (!role.folder().isEmpty()) {
      return MemberNames.sectionNumber(role.folder()) <= sections;
    }
    return role instanceof Metadata;
  }

  @Override
  public void take(Member member) throws IOException {
    if (member instanceof Member.Small small) {
      derivation.small(small.name(), small.content(), small.placement());
    } else if (member instanceof Member.Payload payload) {
      try (PackedFrame frame = payload.frame()) {
        take(payload, frame);
      }
    }
  }

  private void take(Member.Payload payload, PackedFrame frame) throws IOException {
    if (!(MemberNames.roleOf(where, payload.name()) instanceof Documents documents)) {
      throw wrong(payload.name(), "a member of a dump that was begun");
    }
    IndexInfo index = derivation.index(documents.index());
    if (index == null) {
      throw wrong(payload.name(), "index.json of its index before it");
    }
    long ordinal = documents.number() - 1;
    if (ordinal != derivation.nextOrdinal(documents.index())) {
      throw wrong(payload.name(), "part " + derivation.nextOrdinal(documents.index()));
    }
    derivation.part(
        index,
        ordinal,
        count(index, ordinal, payload.name(), frame),
        frame.plainBytes(),
        payload.placement(),
        Sha256.of(frame.sha256()));
  }

  private CorruptDumpException wrong(String member, String expected) {
    return new CorruptDumpException(where, expected, member, NEXT);
  }

  private DocumentTotals count(IndexInfo index, long ordinal, String name, PackedFrame frame)
      throws IOException {
    byte[] buffer = reading.buffer(frame.plainBytes());
    unpacker.unpack(frame, buffer, 0);
    DocumentPart.Origin origin =
        new DocumentPart.Origin(where + ": " + name, 1, 0, DocumentPart.LastLine.ENDED);
    try (DocumentPart part = reading.part(index, ordinal, buffer, 0, frame.plainBytes(), origin)) {
      return part.totals();
    }
  }

  /** What was read. */
  Derivation derivation() {
    return derivation;
  }

  @Override
  public void close() {
    unpacker.close();
  }
}
