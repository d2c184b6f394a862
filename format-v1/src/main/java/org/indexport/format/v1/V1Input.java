package org.indexport.format.v1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.io.ExpansionGuard;
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
  private static final int GZIP = 0x1f;
  private static final long RATIO_FROM = 64L << 20;

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
    InputStream packed = source.open();
    try {
      InputStream own = source.isRewindable() ? packed : new KeptOpenInputStream(packed);
      InputStream plain = plain(source, own, options);
      return new V1Input(
          source.name(), options, new TarReader(source.name(), plain, options.limits()));
    } catch (IOException | RuntimeException e) {
      if (source.isRewindable()) {
        packed.close();
      }
      throw e;
    }
  }

  private static InputStream plain(DumpSource source, InputStream packed, ReadOptions options)
      throws IOException {
    PushbackInputStream in = new PushbackInputStream(packed, 1);
    int first = in.read();
    if (first < 0) {
      throw new TruncatedDumpException(
          source.name(), "a gzipped tar", "an empty file", "take a whole copy of the file");
    }
    in.unread(first);
    if (first != GZIP) {
      return new BufferedInputStream(in, 64 << 10);
    }
    int ratio = options.limits().maxExpansionRatio();
    ExpansionGuard guard =
        ExpansionGuard.of(
            Long.MAX_VALUE,
            ratio,
            RATIO_FROM,
            () ->
                new LimitExceededException(
                    source.name(),
                    "at most " + ratio + " times as many bytes after unpacking",
                    "more",
                    "raise the limit of expansion if the file is sound"));
    return guard.plain(GzipMembersInputStream.allMembers(guard.packed(in)));
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

  /** Leaves the closing to the source. */
  private static final class KeptOpenInputStream extends FilterInputStream {
    KeptOpenInputStream(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }
}
