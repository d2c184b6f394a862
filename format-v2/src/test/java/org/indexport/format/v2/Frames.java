package org.indexport.format.v2;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.ReadLimits;
import org.indexport.Sha256;
import org.indexport.format.v2.container.CountingChannel;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.Member;
import org.indexport.format.v2.container.MemberReader;
import org.indexport.format.v2.container.PackedFrame;

/** Looks at dumps as runs of bytes. */
final class Frames {
  private Frames() {}

  /** The digest of each payload's frame, and of each small member's content, by name. */
  static Map<String, Sha256> digests(DumpSource source) throws IOException {
    Map<String, Sha256> digests = new LinkedHashMap<>();
    try (source;
        MemberReader members = MemberReader.open(source, ReadLimits.DEFAULT, new FrameBuffers())) {
      for (Member member; (member = members.next()) != null; ) {
        if (member instanceof Member.Payload payload) {
          try (PackedFrame frame = payload.frame()) {
            digests.put(member.name(), Sha256.of(frame.sha256()));
          }
        } else if (member instanceof Member.Small small) {
          digests.put(member.name(), Digests.sha256(small.content()));
        }
      }
    }
    return digests;
  }

  static Map<String, Sha256> digests(byte[] dump) throws IOException {
    return digests(DumpSamples.stream(dump));
  }

  static DumpSource source(byte[] dump) {
    return DumpSource.channel("a dump", new CountingChannel(dump));
  }

  /** A copy of all of a dump as one file. */
  static byte[] copy(DumpCopy copy) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    copy.to(DumpSink.stream(out));
    return out.toByteArray();
  }
}
