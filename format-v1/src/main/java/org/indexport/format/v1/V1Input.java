package org.indexport.format.v1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.ReadOptions;
import org.indexport.files.PackedTar;
import org.indexport.io.GzipMembersInputStream;
import org.indexport.layout.Member;
import org.indexport.layout.MemberInput;
import org.indexport.layout.MemberNames;
import org.indexport.layout.SeenNames;
import org.indexport.spi.TextBudget;
import org.indexport.tar.TarOutput;
import org.indexport.tar.TarReader;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the members of a dump, unpacked. Members that readers ignore are passed over, and a
 * name that comes twice is refused.
 */
final class V1Input implements MemberInput, Closeable {

  private final String name;
  private final ReadOptions options;
  private final TarReader tar;
  private final SeenNames seen = new SeenNames();
  private final TextBudget budget = new TextBudget();
  private @Nullable Member peeked;
  private long position;
  private boolean atEnd;

  private V1Input(String name, ReadOptions options, TarReader tar) {
    this.name = name;
    this.options = options;
    this.tar = tar;
  }

  /** Starts from the source's start. Closing it leaves a stream that the source was given open. */
  static V1Input open(DumpSource source, ReadOptions options) throws IOException {
    InputStream plain =
        PackedTar.open(source, source.name(), options.limits(), GzipMembersInputStream::allMembers);
    return new V1Input(
        source.name(), options, new TarReader(source.name(), plain, options.limits()));
  }

  /** Unpacks the rest on a thread of its own. */
  void readAhead() {
    tar.readAhead();
  }

  /** Whether the archive cannot be read any further. */
  boolean isBroken() {
    return tar.isBroken();
  }

  /** The memory that metadata may still take. */
  TextBudget budget() {
    return budget;
  }

  @Override
  public @Nullable Member peek() throws IOException {
    while (peeked == null && !atEnd) {
      TarReader.Entry entry = tar.next();
      if (entry == null) {
        atEnd = true;
        return null;
      }
      if (!seen.add(name, entry.path())) {
        throw new CorruptDumpException(
            name, "each member once", entry.path() + " again", "take another copy of the file");
      }
      Member.Role role = MemberNames.roleOf(name, entry.path());
      if (!(role instanceof Member.Other)) {
        boolean ours = entry.owner().equals(TarOutput.OWNER);
        peeked = new Member(entry.path(), entry.size(), position++, ours, role);
      }
    }
    return peeked;
  }

  @Override
  public @Nullable Member next() throws IOException {
    Member member = peek();
    peeked = null;
    return member;
  }

  @Override
  public InputStream content() {
    return tar.content();
  }

  @Override
  public byte[] text(Member member) throws IOException {
    int most = options.limits().maxMetadataBytes();
    if (member.size() > most) {
      throw new LimitExceededException(
          where(member),
          "metadata of at most " + most + " bytes",
          member.size() + " bytes",
          "raise the limit of metadata, and the heap, if the file is sound");
    }
    byte[] text = content().readAllBytes();
    budget.charge(where(member), text);
    return text;
  }

  @Override
  public String where(Member member) {
    return name + ": " + member.path();
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
