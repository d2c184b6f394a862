package org.indexport.format.v2.container;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.ReadLimits;
import org.jspecify.annotations.Nullable;

/** A container and what went into it. */
final class Sample {
  static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05Z");
  static final String METADATA = "metadata.json";
  static final String INDEX = "indexes/movies/index.json";
  static final String PART = "indexes/movies/documents-%06d.jsonl";

  private Sample() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] lines(int part, int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("{\"id\":").append(part).append(",\"n\":").append(i).append("}\n");
    }
    return utf8(lines.toString());
  }

  /** Some members: small ones and payloads, also side by side, with a long name and no content. */
  static Map<String, byte[]> members(int parts) {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put(METADATA, utf8("{\"format\":\"indexport\",\"version\":2,\"kind\":\"dump\"}"));
    members.put(INDEX, utf8("{\"name\":\"movies\"}"));
    for (int i = 1; i <= parts; i++) {
      members.put(PART.formatted(i), lines(i, 40 + i));
    }
    members.put("sections/0001-" + "k".repeat(90) + "/empty.json", new byte[0]);
    members.put("sections/0002-" + "%2F".repeat(80) + "/section.json", utf8("{}"));
    return members;
  }

  static Placement at(Map<String, Placement> placements, String name) {
    return Objects.requireNonNull(placements.get(name));
  }

  static boolean isPayload(String name) {
    return name.endsWith(".jsonl");
  }

  static Map<String, Placement> write(DumpSink sink, Map<String, byte[]> members)
      throws IOException {
    Map<String, Placement> placements = new LinkedHashMap<>();
    FrameBuffers buffers = new FrameBuffers();
    try (ContainerWriter writer = ContainerWriter.create(sink, MODIFIED);
        FramePacker packer = new FramePacker(buffers)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        byte[] content = member.getValue();
        if (isPayload(member.getKey())) {
          try (PackedFrame frame = packer.pack(content, 0, content.length)) {
            placements.put(member.getKey(), writer.addPayload(member.getKey(), frame));
          }
        } else {
          placements.put(member.getKey(), writer.addSmall(member.getKey(), content));
        }
      }
      writer.finish(out -> out.write(manifest()));
    }
    return placements;
  }

  static byte[] manifest() {
    return utf8("{\"indexes\":[{\"name\":\"movies\"}]}\n");
  }

  static byte[] file(Map<String, byte[]> members) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(DumpSink.stream(out), members);
    return out.toByteArray();
  }

  static DumpSource channel(byte[] bytes) {
    return DumpSource.channel("sample", new CountingChannel(bytes));
  }

  static DumpSource stream(byte[] bytes) {
    return DumpSource.stream("sample", new ByteArrayInputStream(bytes));
  }

  /** All members in order, unpacked. */
  static Map<String, byte[]> read(DumpSource source) throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    read(source, members, null);
    return members;
  }

  /** The same, with what was read before a failure. */
  static void read(
      DumpSource source, Map<String, byte[]> members, @Nullable Map<String, Placement> placements)
      throws IOException {
    try (MemberReader reader = MemberReader.open(source, ReadLimits.DEFAULT, new FrameBuffers());
        FrameUnpacker unpacker = new FrameUnpacker()) {
      for (Member member; (member = reader.next()) != null; ) {
        members.put(member.name(), content(member, unpacker));
        if (placements != null) {
          placements.put(member.name(), member.placement());
        }
      }
      members.put("manifest.json", reader.manifest().readAllBytes());
    }
  }

  static byte[] content(Member member, FrameUnpacker unpacker) throws IOException {
    if (member instanceof Member.Payload payload) {
      try (PackedFrame frame = payload.frame()) {
        return unpacker.unpack(frame);
      }
    }
    return ((Member.Small) member).content();
  }

  /** All members at random. */
  static Map<String, byte[]> readAt(DumpSource source, Map<String, Placement> placements)
      throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    try (Container container = Container.open(source, ReadLimits.DEFAULT, new FrameBuffers());
        FrameUnpacker unpacker = new FrameUnpacker()) {
      for (Map.Entry<String, Placement> entry : placements.entrySet()) {
        String name = entry.getKey();
        if (isPayload(name)) {
          try (PackedFrame frame = container.payload(name, entry.getValue())) {
            members.put(name, unpacker.unpack(frame));
          }
        } else {
          members.put(name, container.small(name, entry.getValue()));
        }
      }
      members.put("manifest.json", container.manifest().readAllBytes());
    }
    return members;
  }

  static Map<String, byte[]> withManifest(Map<String, byte[]> members) {
    Map<String, byte[]> all = new LinkedHashMap<>(members);
    all.put("manifest.json", manifest());
    return all;
  }

  static List<Salvage.Find> salvage(DumpSource source) throws IOException {
    List<Salvage.Find> finds = new ArrayList<>();
    try (Salvage salvage = Salvage.open(source, ReadLimits.DEFAULT, new FrameBuffers())) {
      for (Salvage.Find find; (find = salvage.next()) != null; ) {
        finds.add(find);
      }
    }
    return finds;
  }

  /** Whole members that were salvaged. */
  static Map<String, byte[]> whole(List<Salvage.Find> finds) throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    try (FrameUnpacker unpacker = new FrameUnpacker()) {
      for (Salvage.Find find : finds) {
        if (find instanceof Salvage.Whole whole) {
          members.put(whole.member().name(), content(whole.member(), unpacker));
        }
      }
    }
    return members;
  }
}
