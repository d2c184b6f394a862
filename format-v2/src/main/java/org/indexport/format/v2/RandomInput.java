package org.indexport.format.v2;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.indexport.CorruptDumpException;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.PartReading;
import org.indexport.Sha256;
import org.indexport.TruncatedDumpException;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.layout.Member;
import org.indexport.layout.MemberInput;
import org.indexport.layout.MemberNames;
import org.indexport.spi.TextBudget;
import org.jspecify.annotations.Nullable;

/**
 * The parts and the pieces of sections of a complete dump, in the order of the file. Other members
 * are compared on the way with what the manifest says of them.
 */
final class RandomInput implements MemberInput {
  private final RandomReader reader;
  private final PartReading reading;
  private final Predicate<IndexName> wanted;
  private final boolean everything;
  private final List<MemberEntry> members;
  private final ListedParts parts;
  private final TextBudget budget = new TextBudget();
  private int nextMember;
  private long position;
  private @Nullable Listed peeked;
  private @Nullable Listed present;

  /** What the manifest lists: either a member or a part. */
  private record Listed(
      Member member, @Nullable MemberEntry entry, ListedParts.@Nullable Listed part) {}

  RandomInput(RandomReader reader, PartReading reading, Predicate<IndexName> wanted) {
    this.reader = reader;
    this.reading = reading;
    this.wanted = wanted;
    this.members = reader.listed().members();
    this.parts = new ListedParts(reader.manifest(), wanted);
    this.everything = parts.areAll();
  }

  @Override
  public @Nullable Member peek() throws IOException {
    while (peeked == null) {
      MemberEntry entry = nextMember < members.size() ? members.get(nextMember) : null;
      if (entry != null && entry.placement().offset() <= parts.nextOffset()) {
        nextMember++;
        peeked = listed(entry);
      } else if (parts.isAtEnd()) {
        return null;
      } else {
        peeked = listed(parts.next());
      }
    }
    return peeked.member();
  }

  /** A piece of a section; of other members null. */
  private @Nullable Listed listed(MemberEntry entry) throws IOException {
    Member.Role role = MemberNames.exactRoleOf(reader.name(), entry.name());
    if (!role.folder().isEmpty()) {
      return new Listed(member(entry.name(), entry.plainBytes(), role), entry, null);
    }
    try {
      check(entry, role);
    } catch (CorruptDumpException | TruncatedDumpException e) {
      reading.damaged(e);
    }
    return null;
  }

  private Listed listed(ListedParts.Listed part) {
    IndexName index = part.index().name();
    long ordinal = part.said().ordinal();
    Member.Role role = new Member.Documents(index, ordinal + 1);
    String name = MemberNames.documents(index, ordinal);
    return new Listed(member(name, part.said().plainBytes(), role), null, part);
  }

  private Member member(String name, long size, Member.Role role) {
    return new Member(name, size, position++, true, role);
  }

  private void check(MemberEntry entry, Member.Role role) throws IOException {
    if (role instanceof Member.Index index) {
      if (wanted.test(index.name())) {
        compare(entry, reader.listed().indexes().get(index.name()));
      }
    } else if (everything && role instanceof Member.Metadata) {
      compare(entry, reader.listed().metadata());
    } else if (everything && entry.kind() == MemberEntry.Kind.SMALL) {
      read(entry);
    } else if (everything) {
      try (PackedFrame frame = reader.container().payload(entry.name(), entry.placement())) {
        same(entry, frame.plainBytes(), Sha256.of(frame.sha256()));
      }
    }
  }

  private void compare(MemberEntry entry, @Nullable String said) throws IOException {
    String found = new String(read(entry), java.nio.charset.StandardCharsets.UTF_8);
    if (said == null || !said.strip().equals(found.strip())) {
      throw wrong(entry, "the text that the manifest repeats", "another one");
    }
  }

  /** The content of a small member. */
  private byte[] read(MemberEntry entry) throws IOException {
    int most = reader.options().limits().maxMetadataBytes();
    if (entry.plainBytes() > most) {
      throw new LimitExceededException(
          where(entry),
          "metadata of at most " + most + " bytes",
          entry.plainBytes() + " bytes",
          "raise the limit of metadata, and the heap, if the file is sound");
    }
    byte[] content = reader.container().small(entry.name(), entry.placement());
    same(entry, content.length, Digests.sha256(content));
    return content;
  }

  private void same(MemberEntry entry, long bytes, Sha256 sha256) throws CorruptDumpException {
    if (bytes != entry.plainBytes() || !sha256.equals(entry.sha256())) {
      throw wrong(
          entry,
          "%d bytes with the SHA-256 %s as the manifest says"
              .formatted(entry.plainBytes(), entry.sha256()),
          "%d bytes with %s".formatted(bytes, sha256));
    }
  }

  private CorruptDumpException wrong(MemberEntry entry, String expected, String found) {
    return new CorruptDumpException(
        where(entry), expected, found, "take another copy, or salvage what is whole");
  }

  private String where(MemberEntry entry) {
    return reader.name() + ": " + entry.name();
  }

  /**
   * Reads all pieces of a section, of which the first was just returned, and returns to it.
   *
   * @throws CorruptDumpException if one is damaged
   */
  void checkPieces(String folder) throws IOException {
    for (int i = nextMember; i < members.size(); i++) {
      Member.Role role = MemberNames.exactRoleOf(reader.name(), members.get(i).name());
      if (role.folder().equals(folder)) {
        read(members.get(i));
      } else if (!(role instanceof Member.Other)) {
        return;
      }
    }
  }

  @Override
  public @Nullable Member next() throws IOException {
    Member member = peek();
    present = peeked;
    peeked = null;
    return member;
  }

  /** The part that {@link #next()} returned. */
  ListedParts.Listed part() {
    return Objects.requireNonNull(Objects.requireNonNull(present).part());
  }

  private byte[] presentContent() throws IOException {
    return read(Objects.requireNonNull(Objects.requireNonNull(present).entry()));
  }

  @Override
  public byte[] text(Member member) throws IOException {
    byte[] text = presentContent();
    budget.charge(where(member), text);
    return text;
  }

  @Override
  public String where(Member member) {
    return reader.name() + ": " + member.path();
  }

  /** Reads nothing before the first byte is asked for. */
  @Override
  public InputStream content() {
    return new InputStream() {
      private @Nullable InputStream content;

      @Override
      public int read() throws IOException {
        return content().read();
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return content().read(bytes, offset, length);
      }

      private InputStream content() throws IOException {
        InputStream known = content;
        if (known == null) {
          known = new ByteArrayInputStream(presentContent());
          content = known;
        }
        return known;
      }
    };
  }
}
