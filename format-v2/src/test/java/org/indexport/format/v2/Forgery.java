package org.indexport.format.v2;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.indexport.DumpSink;
import org.indexport.ReadLimits;
import org.indexport.format.v2.container.ContainerWriter;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.FramePacker;
import org.indexport.format.v2.container.FrameUnpacker;
import org.indexport.format.v2.container.Member;
import org.indexport.format.v2.container.MemberReader;
import org.indexport.format.v2.container.PackedFrame;

/** A dump that is no longer what its writer made of it, in a container that is sound. */
final class Forgery {
  /** The plain content of each member. */
  private final Map<String, byte[]> contents = new LinkedHashMap<>();

  private final Map<String, Boolean> payloads = new LinkedHashMap<>();
  private String manifest;

  Forgery(byte[] dump) throws IOException {
    try (FrameUnpacker unpacker = new FrameUnpacker();
        MemberReader members =
            MemberReader.open(DumpSamples.stream(dump), ReadLimits.DEFAULT, new FrameBuffers())) {
      for (Member member; (member = members.next()) != null; ) {
        if (member instanceof Member.Small small) {
          put(small.name(), small.content());
        } else if (member instanceof Member.Payload payload) {
          try (PackedFrame frame = payload.frame()) {
            putPayload(payload.name(), unpacker.unpack(frame));
          }
        }
      }
      manifest = new String(members.manifest().readAllBytes(), UTF_8);
    }
  }

  /** Adds or changes a small member. */
  Forgery put(String name, byte[] content) {
    contents.put(name, content);
    payloads.put(name, false);
    return this;
  }

  /** Adds or changes a payload. */
  Forgery putPayload(String name, byte[] content) {
    contents.put(name, content);
    payloads.put(name, true);
    return this;
  }

  Forgery putPayload(String name, String content) {
    return putPayload(name, content.getBytes(UTF_8));
  }

  Forgery change(String name, UnaryOperator<String> change) {
    byte[] content = java.util.Objects.requireNonNull(contents.get(name));
    contents.put(name, change.apply(new String(content, UTF_8)).getBytes(UTF_8));
    return this;
  }

  Forgery remove(String name) {
    contents.remove(name);
    return this;
  }

  /** Puts a member behind all others. */
  Forgery moveToEnd(String name) {
    byte[] content = java.util.Objects.requireNonNull(contents.remove(name));
    contents.put(name, content);
    return this;
  }

  /** The plain content of each member, in order. */
  Map<String, byte[]> contents() {
    return contents;
  }

  boolean isPayload(String name) {
    return Boolean.TRUE.equals(payloads.get(name));
  }

  Forgery manifest(UnaryOperator<String> change) {
    manifest = change.apply(manifest);
    return this;
  }

  String manifest() {
    return manifest;
  }

  byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FramePacker packer = new FramePacker(new FrameBuffers());
        ContainerWriter writer = ContainerWriter.create(DumpSink.stream(out), Instant.EPOCH)) {
      for (Map.Entry<String, byte[]> member : contents.entrySet()) {
        byte[] content = member.getValue();
        if (Boolean.TRUE.equals(payloads.get(member.getKey()))) {
          try (PackedFrame frame = packer.pack(content, 0, content.length)) {
            writer.addPayload(member.getKey(), frame);
          }
        } else {
          writer.addSmall(member.getKey(), content);
        }
      }
      writer.finish(to -> to.write(manifest.getBytes(UTF_8)));
    }
    return out.toByteArray();
  }
}
