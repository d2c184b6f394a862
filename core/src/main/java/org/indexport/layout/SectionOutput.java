package org.indexport.layout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.indexport.Manifest;
import org.indexport.Section;
import org.indexport.Section.Attachment;
import org.indexport.spi.BlueprintJson;

/**
 * Writes sections: their content, and each attachment, in pieces whose size is known. One thread at
 * a time.
 */
public final class SectionOutput {
  private static final int MOST_PIECE_BYTES = 1 << 20;

  private final MemberOutput out;
  private final byte[] piece;

  /**
   * Prepares to write.
   *
   * @param out takes the members
   * @param pieceBytes the size of pieces; larger ones than 1 MiB are not made
   */
  public SectionOutput(MemberOutput out, int pieceBytes) {
    this.out = out;
    this.piece = new byte[Math.min(pieceBytes, MOST_PIECE_BYTES)];
  }

  /**
   * Reads a section to its end and writes it.
   *
   * @param section the section; its content is read here
   * @param number tells it from others of its name
   * @throws IllegalArgumentException if two attachments have one name, or one cannot be written
   * @throws IOException if reading or writing fails
   */
  public Manifest.SectionSummary write(Section section, long number) throws IOException {
    String folder = MemberNames.sectionFolder(number, section.name());
    byte[] head = BlueprintJson.section(section);
    out.add(MemberNames.section(folder), head, head.length);
    long bytes;
    String extension = section.mediaType().extension();
    try (InputStream content = section.content()) {
      bytes = pieces(content, n -> MemberNames.content(folder, n, extension));
    }
    Set<String> names = new HashSet<>();
    for (Attachment next; (next = section.nextAttachment()) != null; ) {
      String name = next.name();
      check(section, name, names);
      try (InputStream content = next.content()) {
        pieces(content, n -> MemberNames.attachment(folder, name, n));
      }
    }
    return new Manifest.SectionSummary(
        section.name(), section.index(), bytes, section.sensitivity());
  }

  private static void check(Section section, String name, Set<String> names) {
    if (name.isEmpty() || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      throw new IllegalArgumentException(
          "an attachment of section %s has no name, or none of well-formed Unicode: '%s'"
              .formatted(section, name));
    }
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "section %s has two attachments of the name '%s'".formatted(section, name));
    }
    MemberNames.checkLength(MemberNames.attachment("", name, 1));
  }

  /** Names a piece by its number, from 1. */
  private interface PieceName {
    String of(long number);
  }

  /** Writes at least one piece, and returns the number of bytes. */
  private long pieces(InputStream in, PieceName name) throws IOException {
    long bytes = 0;
    int length = in.readNBytes(piece, 0, piece.length);
    for (long number = 1; length > 0 || number == 1; number++) {
      out.add(name.of(number), piece, length);
      bytes += length;
      length = length < piece.length ? 0 : in.readNBytes(piece, 0, piece.length);
    }
    return bytes;
  }
}
