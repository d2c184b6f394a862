package org.indexport.format.v2;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.Manifest.IndexSummary;
import org.indexport.PartReading;
import org.indexport.PartSummary;
import org.indexport.Sha256;
import org.indexport.TruncatedDumpException;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.format.v2.container.Placement;
import org.indexport.format.v2.container.Salvage;
import org.indexport.layout.Member;
import org.indexport.layout.MemberInput;
import org.indexport.layout.MemberNames;
import org.jspecify.annotations.Nullable;

/** What is whole, of parts and sections; what is not is noted. */
final class SalvageInput implements MemberInput, Closeable {
  private final String name;
  private final SalvageScan scan;
  private final PartReading reading;
  private final Salvage salvage;
  private final Set<String> whole = new HashSet<>();
  private long position;
  private @Nullable Found peeked;
  private @Nullable Found present;

  /** Which part a frame is that lost its name; made when the first such frame is found. */
  private @Nullable Map<Sha256, Member.Documents> byDigest;

  /** A piece of a section with its content, or a part with its frame. */
  static final class Found {
    private final Member member;
    private final Placement placement;
    private final byte[] content;
    private final @Nullable PackedFrame frame;

    private Found(Member member, Placement placement, byte[] content, @Nullable PackedFrame frame) {
      this.member = member;
      this.placement = placement;
      this.content = content;
      this.frame = frame;
    }

    Placement placement() {
      return placement;
    }

    /** The frame of a part, to be closed by who asks for it. */
    PackedFrame frame() {
      return Objects.requireNonNull(frame);
    }
  }

  private SalvageInput(String name, SalvageScan scan, PartReading reading, Salvage salvage) {
    this.name = name;
    this.scan = scan;
    this.reading = reading;
    this.salvage = salvage;
  }

  static SalvageInput open(SalvageReader reader, PartReading reading) throws IOException {
    SalvageScan scan = reader.scan();
    reading.damaged(reader.cause());
    for (DumpException note : scan.notes()) {
      reading.damaged(note);
    }
    SalvageInput input =
        new SalvageInput(
            reader.name(),
            scan,
            reading,
            Salvage.open(reader.source(), reader.options().limits(), new FrameBuffers()));
    for (String folder : scan.sectionFolders()) {
      if (scan.isWhole(folder)) {
        input.whole.add(folder);
      } else {
        reading.damaged(reader.loss(folder + ": not all of this section is there"));
      }
    }
    return input;
  }

  @Override
  public @Nullable Member peek() throws IOException {
    while (peeked == null) {
      Salvage.Find find = salvage.next();
      if (find == null) {
        return null;
      }
      try {
        peeked = found(find);
      } catch (CorruptDumpException | TruncatedDumpException e) {
        reading.damaged(e);
      }
    }
    return peeked.member;
  }

  private @Nullable Found found(Salvage.Find find) throws IOException {
    if (find instanceof Salvage.Lost lost) {
      reading.damaged(lost(lost));
    } else if (find instanceof Salvage.Nameless nameless) {
      return part(nameless);
    } else if (find instanceof Salvage.Whole found) {
      if (found.member() instanceof org.indexport.format.v2.container.Member.Small small) {
        return piece(small);
      }
      if (found.member() instanceof org.indexport.format.v2.container.Member.Payload payload) {
        return part(payload);
      }
    }
    return null;
  }

  private DumpException lost(Salvage.Lost lost) {
    long from = lost.placement().offset();
    String message =
        "%s: bytes %d:%d%s are lost: %s"
            .formatted(
                name,
                from,
                from + lost.placement().packedBytes(),
                lost.name() == null ? "" : " of " + lost.name(),
                lost.reason().getMessage());
    return lost.reason() instanceof TruncatedDumpException
        ? new TruncatedDumpException(message, lost.reason())
        : new CorruptDumpException(message, lost.reason());
  }

  private @Nullable Found piece(org.indexport.format.v2.container.Member.Small small)
      throws DumpException {
    Member.Role role = MemberNames.roleOf(name, small.name());
    if (!whole.contains(role.folder())) {
      return null;
    }
    Member member = new Member(small.name(), small.content().length, position++, true, role);
    return new Found(member, small.placement(), small.content(), null);
  }

  private @Nullable Found part(org.indexport.format.v2.container.Member.Payload payload)
      throws DumpException {
    Member.Role role;
    try {
      role = MemberNames.roleOf(name, payload.name());
    } catch (CorruptDumpException e) {
      payload.frame().close();
      throw e;
    }
    if (!(role instanceof Member.Documents documents)) {
      payload.frame().close();
      return null;
    }
    return part(payload.name(), documents, payload.placement(), payload.frame());
  }

  private Found part(String path, Member.Documents role, Placement at, PackedFrame frame) {
    Member member = new Member(path, frame.plainBytes(), position++, true, role);
    return new Found(member, at, new byte[0], frame);
  }

  private Found part(Salvage.Nameless nameless) throws DumpException {
    Member.Documents role = byDigest().get(Sha256.of(nameless.frame().sha256()));
    if (role == null) {
      int plainBytes = nameless.frame().plainBytes();
      nameless.frame().close();
      throw new CorruptDumpException(
          nameless.frame().where(),
          "a name for the " + plainBytes + " plain bytes of this frame",
          "none",
          "they are left out");
    }
    String path = MemberNames.documents(role.index(), role.number() - 1);
    return part(path, role, nameless.placement(), nameless.frame());
  }

  private Map<Sha256, Member.Documents> byDigest() {
    Map<Sha256, Member.Documents> known = byDigest;
    if (known == null) {
      known = new HashMap<>();
      V2Manifest manifest = scan.manifest();
      if (manifest != null) {
        for (IndexSummary index : manifest.manifest().indexes()) {
          for (PartSummary part : Objects.requireNonNull(index.parts())) {
            known.put(part.sha256(), new Member.Documents(index.name(), part.ordinal() + 1));
          }
        }
      }
      byDigest = known;
    }
    return known;
  }

  @Override
  public @Nullable Member next() throws IOException {
    Member member = peek();
    present = peeked;
    peeked = null;
    return member;
  }

  /** What {@link #next()} returned. */
  Found present() {
    return Objects.requireNonNull(present);
  }

  @Override
  public InputStream content() {
    return new ByteArrayInputStream(present().content);
  }

  @Override
  public byte[] text(Member member) {
    return present().content;
  }

  @Override
  public String where(Member member) {
    return name + ": " + member.path();
  }

  @Override
  public void close() throws IOException {
    if (peeked != null && peeked.frame != null) {
      peeked.frame.close();
    }
    salvage.close();
  }
}
