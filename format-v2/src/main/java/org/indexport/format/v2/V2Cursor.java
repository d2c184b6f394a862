package org.indexport.format.v2;

import java.io.IOException;
import java.util.List;
import org.indexport.CorruptDumpException;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.Manifest;
import org.indexport.PartReading;
import org.indexport.ReadOptions.Damage;
import org.indexport.Section;
import org.indexport.TruncatedDumpException;
import org.indexport.layout.Member;
import org.indexport.layout.MemberInput;
import org.indexport.layout.MemberSection;
import org.indexport.layout.PiecesInPlace;
import org.indexport.layout.SectionTally;
import org.indexport.layout.SeenNames;
import org.indexport.spi.BlueprintJson;
import org.indexport.spi.BlueprintJson.SectionHead;
import org.jspecify.annotations.Nullable;

/** Walks the members of a dump, wherever they come from. */
abstract class V2Cursor implements DumpCursor {
  private final V2Reader reader;
  private final PartReading reading;
  private final SeenNames folders = new SeenNames();
  private final SectionTally sections = new SectionTally();
  private String folder = "";
  private @Nullable MemberSection section;
  private boolean ended;
  private boolean closed;
  private @Nullable IOException failure;

  V2Cursor(V2Reader reader, PartReading reading) {
    this.reader = reader;
    this.reading = reading;
  }

  final PartReading reading() {
    return reading;
  }

  /** Names the dump in messages. */
  final String name() {
    return reader.name();
  }

  final boolean skipsDamage() {
    return reader.options().damage() == Damage.SKIP;
  }

  final SectionTally sections() {
    return sections;
  }

  /** The members that mean something to users. */
  abstract MemberInput input();

  /** Whether nothing more can be read, after damage was met. */
  abstract boolean isBroken();

  /** What a member that is no piece of a section gives, or null. */
  abstract @Nullable DumpEntry entry(Member member) throws IOException;

  /** Makes sure that all pieces of a section, of which the first was just read, are sound. */
  void checkPieces(String ofFolder) throws IOException {}

  /** Compares what was read with what the dump says. */
  abstract @Nullable Manifest compare() throws IOException;

  @Override
  public final @Nullable DumpEntry next() throws IOException {
    if (closed) {
      throw new IllegalStateException("the cursor is closed");
    }
    if (failure != null) {
      throw failure;
    }
    try {
      DumpEntry entry = null;
      while (entry == null && !ended) {
        entry = nextOfMember();
      }
      return entry;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private @Nullable DumpEntry nextOfMember() throws IOException {
    try {
      endSection();
      Member member = input().next();
      if (member == null) {
        ended = true;
        return null;
      }
      return member.role().folder().isEmpty() ? entry(member) : startSection(member);
    } catch (CorruptDumpException | TruncatedDumpException e) {
      reading.damaged(e);
      ended |= isBroken();
      return null;
    }
  }

  private @Nullable Section startSection(Member member) throws IOException {
    String found = member.role().folder();
    if (found.equals(folder)) {
      // What is left of a section whose damage was noted.
      return null;
    }
    folder = found;
    if (!folders.add(name(), found)) {
      throw wrong(member, "the members of a section together", "this one after others");
    }
    if (!(member.role() instanceof Member.SectionHead)) {
      throw wrong(member, found + "/section.json before the rest of a section", "this one");
    }
    String where = input().where(member);
    SectionHead head =
        new BlueprintJson(where, reader.options().limits()).readSection(input().text(member));
    checkPieces(found);
    MemberSection started = new MemberSection(where, head, new PiecesInPlace(input(), found));
    section = started;
    return started;
  }

  private CorruptDumpException wrong(Member member, String expected, String found) {
    return new CorruptDumpException(
        input().where(member), expected, found, "write the section anew, or without it");
  }

  private void endSection() throws IOException {
    MemberSection open = section;
    section = null;
    if (open != null) {
      open.end();
      sections.add(open);
    }
  }

  @Override
  public final @Nullable Manifest finish() throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (!ended) {
      throw new IllegalStateException("there is more to read");
    }
    reading.checkPartsClosed();
    if (isBroken()) {
      return null;
    }
    try {
      return compare();
    } catch (CorruptDumpException | TruncatedDumpException e) {
      reading.damaged(e);
      return null;
    }
  }

  @Override
  public final List<DumpException> damages() {
    return reading.damages();
  }

  @Override
  public void close() throws IOException {
    closed = true;
  }
}
