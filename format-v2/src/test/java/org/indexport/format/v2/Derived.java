package org.indexport.format.v2;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.indexport.DocumentPart;
import org.indexport.DumpSink;
import org.indexport.IndexInfo;
import org.indexport.PartReading;
import org.indexport.ReadLimits;
import org.indexport.ReadOptions;
import org.indexport.Sha256;
import org.indexport.format.v2.container.ContainerWriter;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.FramePacker;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.layout.Member;
import org.indexport.layout.MemberNames;

/** Makes a sound dump of any members: with a manifest that says what they are. */
final class Derived {
  private Derived() {}

  /**
   * A dump of these members.
   *
   * @param change what is to be changed in the manifest, after it was derived
   */
  static byte[] dump(Forgery members, UnaryOperator<String> change) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Derivation derivation = new Derivation("a dump", ReadLimits.DEFAULT);
    try (FramePacker packer = new FramePacker(new FrameBuffers());
        ContainerWriter writer = ContainerWriter.create(DumpSink.stream(out), Instant.EPOCH)) {
      for (Map.Entry<String, byte[]> member : members.contents().entrySet()) {
        byte[] content = member.getValue();
        String name = member.getKey();
        if (!members.isPayload(name)) {
          derivation.small(name, content, writer.addSmall(name, content));
          continue;
        }
        try (PackedFrame frame = packer.pack(content, 0, content.length)) {
          if (MemberNames.roleOf("", name) instanceof Member.Documents part) {
            IndexInfo index = Objects.requireNonNull(derivation.index(part.index()));
            addPart(derivation, index, part.number() - 1, content, frame, writer, name);
          } else {
            derivation.payload(name, frame, writer.addPayload(name, frame));
          }
        }
      }
      ByteArrayOutputStream told = new ByteArrayOutputStream();
      derivation.build("test").writeTo(told);
      String manifest = told.toString(UTF_8);
      byte[] changed = change.apply(manifest).getBytes(UTF_8);
      writer.finish(to -> to.write(changed));
    }
    return out.toByteArray();
  }

  private static void addPart(
      Derivation derivation,
      IndexInfo index,
      long ordinal,
      byte[] lines,
      PackedFrame frame,
      ContainerWriter writer,
      String name)
      throws IOException {
    PartReading reading = new PartReading(ReadOptions.DEFAULT);
    var origin = new DocumentPart.Origin(name, 1, 0, DocumentPart.LastLine.ENDED);
    try (DocumentPart part = reading.part(index, ordinal, lines, 0, lines.length, origin)) {
      derivation.part(
          index,
          ordinal,
          part.totals(),
          lines.length,
          writer.addPayload(name, frame),
          Sha256.of(frame.sha256()));
    }
  }
}
