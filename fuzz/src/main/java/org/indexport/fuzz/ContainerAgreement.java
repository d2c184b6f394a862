package org.indexport.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.format.v2.container.Container;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.FrameUnpacker;
import org.indexport.format.v2.container.Member;
import org.indexport.format.v2.container.MemberReader;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.format.v2.container.Placement;
import org.indexport.format.v2.container.Salvage;
import org.jspecify.annotations.Nullable;

/**
 * What must hold when a container is read in all ways that there are. What is sound when read in
 * order is so at random, member by member, and salvaging it gives all of it and nothing else.
 */
final class ContainerAgreement {
  private static final String NAME = "input";
  private static final String MANIFEST = "manifest.json";

  /** A member as one way of reading gave it. */
  private record Seen(String name, Placement at, boolean isPayload, String content) {}

  private final FrameBuffers buffers = new FrameBuffers();
  private final FrameUnpacker unpacker = new FrameUnpacker();

  void check(byte[] input) throws IOException {
    List<Seen> members = new ArrayList<>();
    String manifest = readInOrder(input, members);
    readAtRandom(input, members, manifest);
    salvage(input, members, manifest);
  }

  private static DumpSource channel(byte[] input) {
    return DumpSource.channel(NAME, new MemoryChannel(input));
  }

  private String content(PackedFrame frame) throws IOException {
    try (frame) {
      return Digests.sha256(unpacker.unpack(frame));
    }
  }

  /** The digest of the manifest, or null unless it is sound. */
  private @Nullable String readInOrder(byte[] input, List<Seen> members) throws IOException {
    try (DumpSource source = DumpSource.stream(NAME, new ByteArrayInputStream(input));
        MemberReader reader = MemberReader.open(source, Limits.READ, buffers)) {
      for (Member member; (member = reader.next()) != null; ) {
        members.add(seen(member));
      }
      Finding.unless(
          Digests.sha256(reader.manifest().readAllBytes()).startsWith(reader.id()),
          "an id of another manifest");
      return Digests.sha256(reader.manifest().readAllBytes());
    } catch (DumpException e) {
      return null;
    }
  }

  private Seen seen(Member member) throws IOException {
    if (member instanceof Member.Payload payload) {
      return new Seen(member.name(), member.placement(), true, content(payload.frame()));
    }
    byte[] bytes = ((Member.Small) member).content();
    Finding.unless(
        bytes.length <= Limits.READ.maxMetadataBytes(), "%s bytes in memory", bytes.length);
    return new Seen(member.name(), member.placement(), false, Digests.sha256(bytes));
  }

  private void readAtRandom(byte[] input, List<Seen> members, @Nullable String manifest)
      throws IOException {
    try (DumpSource source = channel(input);
        Container container = Container.open(source, Limits.READ, buffers)) {
      if (manifest != null) {
        Finding.unless(
            manifest.equals(Digests.sha256(container.manifest().readAllBytes())),
            "another manifest at random");
      }
      for (Seen member : members) {
        readAtRandom(container, member, manifest != null);
      }
      container.metadata();
    } catch (DumpException e) {
      if (manifest != null) {
        throw new AssertionError("sound, but not at random", e);
      }
    }
  }

  private void readAtRandom(Container container, Seen member, boolean isSound) throws IOException {
    try {
      String found =
          member.isPayload
              ? content(container.payload(member.name, member.at))
              : Digests.sha256(container.small(member.name, member.at));
      Finding.unless(found.equals(member.content), "another %s at random", member);
    } catch (DumpException e) {
      if (isSound) {
        throw e;
      }
    }
  }

  private void salvage(byte[] input, List<Seen> members, @Nullable String manifest)
      throws IOException {
    List<Seen> found = new ArrayList<>();
    long end = 0;
    try (DumpSource source = channel(input);
        Salvage salvage = Salvage.open(source, Limits.READ, buffers)) {
      for (Salvage.Find find; (find = salvage.next()) != null; ) {
        Placement at = find.placement();
        Finding.unless(at.offset() >= end && at.packedBytes() > 0, "%s before byte %s", find, end);
        end = at.offset() + at.packedBytes();
        Finding.unless(end <= input.length, "%s behind the end at %s", find, input.length);
        if (find instanceof Salvage.Nameless nameless) {
          content(nameless.frame());
        }
        if (find instanceof Salvage.Whole whole) {
          found.add(seen(whole.member()));
        } else {
          Finding.unless(manifest == null, "sound, but salvage finds %s", find);
        }
      }
    } catch (DumpException e) {
      if (manifest != null) {
        throw new AssertionError("sound, but cannot be salvaged", e);
      }
      return;
    }
    if (manifest != null) {
      Seen last = found.isEmpty() ? null : found.remove(found.size() - 1);
      Finding.unless(
          last != null && last.name.equals(MANIFEST) && last.content.equals(manifest),
          "%s instead of the manifest",
          last);
      Finding.unless(found.equals(members), "salvage finds%n%s instead of%n%s", found, members);
    }
  }
}
