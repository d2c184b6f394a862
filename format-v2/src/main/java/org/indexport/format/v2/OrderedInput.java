package org.indexport.format.v2;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.ReadLimits;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.MemberReader;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.format.v2.container.Placement;
import org.indexport.layout.Member;
import org.indexport.layout.MemberInput;
import org.indexport.layout.MemberNames;
import org.indexport.spi.TextBudget;
import org.jspecify.annotations.Nullable;

/**
 * The members of a dump one after the other, of which what the manifest must say is derived on the
 * way. Those that readers do not know are passed over.
 */
final class OrderedInput implements MemberInput, Closeable {
  private final String name;
  private final MemberReader members;
  private final Derivation derivation;
  private final TextBudget budget = new TextBudget();
  private long position;
  private @Nullable Read peeked;
  private @Nullable Read present;
  private boolean atEnd;
  private @Nullable IOException failure;

  /** A member with its content, or its frame that whoever takes it closes. */
  private static final class Read {
    final Member member;
    final Placement placement;
    final byte[] content;
    @Nullable PackedFrame frame;

    Read(Member member, Placement placement, byte[] content, @Nullable PackedFrame frame) {
      this.member = member;
      this.placement = placement;
      this.content = content;
      this.frame = frame;
    }

    void close() {
      if (frame != null) {
        frame.close();
        frame = null;
      }
    }
  }

  private OrderedInput(String name, MemberReader members, Derivation derivation) {
    this.name = name;
    this.members = members;
    this.derivation = derivation;
  }

  /** Starts from the source's start. Closing it leaves a stream that the source was given open. */
  static OrderedInput open(DumpSource source, ReadLimits limits, FrameBuffers buffers)
      throws IOException {
    return new OrderedInput(
        source.name(),
        MemberReader.open(source, limits, buffers),
        new Derivation(source.name(), limits));
  }

  /** Reads {@code metadata.json} and all {@code index.json} that follow it directly. */
  void readHead() throws IOException {
    next();
    for (Member next; (next = peek()) != null && next.role() instanceof Member.Index; ) {
      next();
    }
  }

  /** Whether {@code metadata.json} was read. */
  boolean hasMetadata() {
    return position > 0;
  }

  /** What the members so far make of the manifest. */
  Derivation derivation() {
    return derivation;
  }

  /** The content of {@code manifest.json}, after the last member; to be closed. */
  InputStream manifest() throws IOException {
    return members.manifest();
  }

  /** Whether it cannot be read any further. */
  boolean isBroken() {
    return failure != null;
  }

  @Override
  public @Nullable Member peek() throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      while (peeked == null && !atEnd) {
        read();
      }
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    return peeked == null ? null : peeked.member;
  }

  private void read() throws IOException {
    var read = members.next();
    if (read == null) {
      atEnd = true;
      return;
    }
    if (read instanceof org.indexport.format.v2.container.Member.Small small) {
      peeked = small(small);
    } else if (read instanceof org.indexport.format.v2.container.Member.Payload payload) {
      peeked = payload(payload);
    }
  }

  private @Nullable Read small(org.indexport.format.v2.container.Member.Small small)
      throws IOException {
    Member.Role role = MemberNames.exactRoleOf(name, small.name());
    if (role instanceof Member.Documents) {
      throw wrong(small.name(), "documents in a frame of their own", "a small member");
    }
    keep(small.name());
    if (role.folder().isEmpty() && !(role instanceof Member.Other)) {
      budget.charge(name + ": " + small.name(), small.content());
    }
    derivation.small(small.name(), small.content(), small.placement());
    if (role instanceof Member.Other) {
      return null;
    }
    Member member = new Member(small.name(), small.content().length, position++, true, role);
    return new Read(member, small.placement(), small.content(), null);
  }

  private @Nullable Read payload(org.indexport.format.v2.container.Member.Payload payload)
      throws IOException {
    PackedFrame frame = payload.frame();
    boolean taken = false;
    try {
      Member.Role role = MemberNames.exactRoleOf(name, payload.name());
      if (role instanceof Member.Documents) {
        taken = true;
        Member member = new Member(payload.name(), frame.plainBytes(), position++, true, role);
        return new Read(member, payload.placement(), new byte[0], frame);
      }
      if (!(role instanceof Member.Other)) {
        throw wrong(payload.name(), "a small member", "a frame of its own");
      }
      keep(payload.name());
      derivation.payload(payload.name(), frame, payload.placement());
      return null;
    } finally {
      if (!taken) {
        frame.close();
      }
    }
  }

  /** What is told of a member is kept until the manifest is compared. */
  private void keep(String member) throws IOException {
    budget.keep(name + ": " + member, 2L * member.length());
  }

  private CorruptDumpException wrong(String member, String expected, String found) {
    return new CorruptDumpException(
        name + ": " + member, expected, found, "take another copy, or salvage what is whole");
  }

  @Override
  public @Nullable Member next() throws IOException {
    if (present != null) {
      present.close();
    }
    Member member = peek();
    present = peeked;
    peeked = null;
    return member;
  }

  private Read present() {
    return Objects.requireNonNull(present);
  }

  /** The frame of the part that {@link #next()} returned, to be closed by who takes it. */
  PackedFrame takeFrame() {
    PackedFrame frame = Objects.requireNonNull(present().frame);
    present().frame = null;
    return frame;
  }

  /** Where the member lies that {@link #next()} returned. */
  Placement placement() {
    return present().placement;
  }

  /** What the {@code index.json} says that {@link #next()} returned. */
  IndexInfo index(Member.Index role) {
    return Objects.requireNonNull(derivation.index(role.name()));
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
    if (present != null) {
      present.close();
    }
    if (peeked != null) {
      peeked.close();
    }
    members.close();
  }
}
