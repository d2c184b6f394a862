package org.indexport.layout;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.indexport.CorruptDumpException;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.spi.BlueprintJson.SectionHead;
import org.jspecify.annotations.Nullable;

/**
 * A section that is being read. Its content, and each attachment, is a run of members numbered 1,
 * 2, 3 …; what of a run is not read is passed over. One thread at a time, that of the cursor.
 */
public final class MemberSection extends Section {
  /** The run of the content; those of attachments are called as the attachments are. */
  private static final String CONTENT = "";

  private final String where;
  private final SectionPieces pieces;
  private final SeenNames attachments = new SeenNames();
  private String run = CONTENT;
  private long number;
  private @Nullable InputStream piece;
  private long contentBytes;
  private boolean begun;
  private boolean over;

  /**
   * Starts before its content.
   *
   * @param where names it in messages
   * @param head what its {@code section.json} says
   * @param pieces its other members
   */
  public MemberSection(String where, SectionHead head, SectionPieces pieces) {
    super(head.name(), head.index(), head.mediaType(), head.sensitivity());
    this.where = where;
    this.pieces = pieces;
  }

  @Override
  public InputStream content() {
    checkUsable();
    if (begun) {
      throw new IllegalStateException("the content of section " + this + " was read before");
    }
    begun = true;
    return new Run();
  }

  @Override
  public @Nullable Attachment nextAttachment() throws IOException {
    checkUsable();
    endRun();
    Member next = pieces.peek();
    if (next == null) {
      return null;
    }
    if (!(next.role() instanceof Member.SectionAttachment attachment)) {
      throw wrong("attachments after all of the content", next.path());
    }
    String name = unescaped(attachment.escapedName());
    if (!attachments.add(where, name)) {
      throw wrong("each attachment once, its pieces together", next.path() + " after others");
    }
    run = attachment.escapedName();
    number = 0;
    return new Attachment(name, new Run());
  }

  /**
   * Ends the section: passes over what was not read, and makes it invalid.
   *
   * @throws CorruptDumpException if a piece is missing or out of order
   * @throws IOException if reading fails
   */
  public void end() throws IOException {
    if (!over) {
      while (nextAttachment() != null) {
        // Passing over it is what is wanted.
      }
      over = true;
    }
  }

  /** The length of the content; known once the first attachment was asked for. */
  public long contentBytes() {
    return contentBytes;
  }

  private void checkUsable() {
    if (over) {
      throw new IllegalStateException("section " + this + " is no longer being read");
    }
  }

  private void endRun() throws IOException {
    begun = true;
    piece = null;
    while (isNextOfRun()) {
      pieces.pass();
    }
  }

  /** Whether the next member continues the present run; counts it if so. */
  private boolean isNextOfRun() throws IOException {
    Member next = pieces.peek();
    if (next == null) {
      return false;
    }
    long found;
    if (next.role() instanceof Member.SectionAttachment attachment) {
      if (!attachment.escapedName().equals(run)) {
        return false;
      }
      found = attachment.number();
    } else if (next.role() instanceof Member.SectionContent content) {
      if (!run.equals(CONTENT)) {
        return false;
      }
      found = content.number();
      contentBytes += next.size();
    } else {
      throw wrong("one section.json", next.path());
    }
    if (found != ++number) {
      throw wrong("piece " + number, next.path());
    }
    return true;
  }

  private String unescaped(String segment) throws CorruptDumpException {
    try {
      return IndexName.unescape(segment);
    } catch (IllegalArgumentException e) {
      throw wrong("an attachment's name whose special bytes are written as %XX", segment);
    }
  }

  private CorruptDumpException wrong(String expected, String found) {
    return new CorruptDumpException(
        where, expected, found, "write the section anew, or without it");
  }

  /** The bytes of a run. Closing it does nothing. */
  private final class Run extends InputStream {
    private final String name = run;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      checkUsable();
      if (!run.equals(name)) {
        throw new IllegalStateException("another attachment of " + MemberSection.this + " is read");
      }
      if (length == 0) {
        return 0;
      }
      while (true) {
        InputStream open = piece;
        int n = open == null ? -1 : open.read(bytes, offset, length);
        if (n > 0) {
          return n;
        }
        if (!isNextOfRun()) {
          piece = null;
          return -1;
        }
        piece = pieces.open();
      }
    }
  }
}
