package org.indexport.format.v1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The members of a small tar that Indexport wrote, to be changed one by one; all else, headers
 * included, stays as it was. Short names only.
 */
final class PlainTar {
  private static final int BLOCK = 512;

  private final List<Piece> pieces;

  private PlainTar(List<Piece> pieces) {
    this.pieces = pieces;
  }

  /** A header and what follows it. */
  private static final class Piece {
    private final byte[] header;
    private final byte[] content;

    Piece(byte[] header, byte[] content) {
      this.header = header;
      this.content = content;
    }

    String name() {
      String name = new String(header, 0, 100, US_ASCII);
      return name.substring(0, name.indexOf(0));
    }

    Piece withName(String name) {
      byte[] changed = header.clone();
      Arrays.fill(changed, 0, 100, (byte) 0);
      byte[] bytes = name.getBytes(US_ASCII);
      System.arraycopy(bytes, 0, changed, 0, bytes.length);
      return new Piece(checked(changed), content);
    }

    Piece withContent(byte[] other) {
      byte[] changed = header.clone();
      byte[] size = "%011o".formatted(other.length).getBytes(US_ASCII);
      System.arraycopy(size, 0, changed, 124, size.length);
      return new Piece(checked(changed), other);
    }

    /** Without the user's name, by which Indexport promises an order. */
    Piece disowned() {
      byte[] changed = header.clone();
      Arrays.fill(changed, 265, 297, (byte) 0);
      return new Piece(checked(changed), content);
    }

    Piece asLink(String target) {
      byte[] changed = withContent(new byte[0]).header.clone();
      changed[156] = '2';
      byte[] bytes = target.getBytes(US_ASCII);
      System.arraycopy(bytes, 0, changed, 157, bytes.length);
      return new Piece(checked(changed), new byte[0]);
    }

    /** The header with the right checksum. */
    private static byte[] checked(byte[] header) {
      Arrays.fill(header, 148, 156, (byte) ' ');
      int sum = 0;
      for (byte b : header) {
        sum += b & 0xff;
      }
      byte[] digits = "%06o\0 ".formatted(sum).getBytes(US_ASCII);
      System.arraycopy(digits, 0, header, 148, digits.length);
      return header;
    }

    void writeTo(ByteArrayOutputStream out) {
      out.writeBytes(header);
      out.writeBytes(content);
      out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }
  }

  /** Unpacks a dump. */
  static PlainTar of(Path dump) throws IOException {
    byte[] plain = plain(Files.readAllBytes(dump));
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    while (plain[at] != 0) {
      String size = new String(plain, at + 124, 11, US_ASCII);
      int end = at + BLOCK + Integer.parseInt(size, 8);
      pieces.add(
          new Piece(
              Arrays.copyOfRange(plain, at, at + BLOCK),
              Arrays.copyOfRange(plain, at + BLOCK, end)));
      at = (end + BLOCK - 1) / BLOCK * BLOCK;
    }
    return new PlainTar(pieces);
  }

  /** What gzip unpacks. */
  static byte[] plain(byte[] dump) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(dump)).readAllBytes();
  }

  static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  private int find(String name) {
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no member " + name);
  }

  private PlainTar replaced(String name, UnaryOperator<Piece> change) {
    List<Piece> changed = new ArrayList<>(pieces);
    int place = find(name);
    changed.set(place, change.apply(changed.get(place)));
    return new PlainTar(changed);
  }

  /** The text of a member is another one. */
  PlainTar changed(String name, UnaryOperator<String> change) {
    return replaced(
        name,
        piece -> {
          String before = new String(piece.content, UTF_8);
          String after = change.apply(before);
          if (after.equals(before)) {
            throw new IllegalArgumentException("nothing to change in " + name);
          }
          return piece.withContent(after.getBytes(UTF_8));
        });
  }

  /** As {@link #changed}, for bytes that are no text. */
  PlainTar changedBytes(String name, UnaryOperator<String> change) {
    return replaced(
        name,
        piece ->
            piece.withContent(
                change.apply(new String(piece.content, ISO_8859_1)).getBytes(ISO_8859_1)));
  }

  PlainTar renamed(String name, String other) {
    return replaced(name, piece -> piece.withName(other));
  }

  PlainTar linked(String name, String target) {
    return replaced(name, piece -> piece.asLink(target));
  }

  PlainTar without(String name) {
    List<Piece> changed = new ArrayList<>(pieces);
    changed.remove(find(name));
    return new PlainTar(changed);
  }

  /** A further member with this text, before another. */
  PlainTar withBefore(String place, String name, String text) {
    List<Piece> changed = new ArrayList<>(pieces);
    int at = find(place);
    changed.add(at, changed.get(at).withName(name).withContent(text.getBytes(UTF_8)));
    return new PlainTar(changed);
  }

  /** A member comes again, before another. */
  PlainTar repeatedBefore(String place, String name) {
    List<Piece> changed = new ArrayList<>(pieces);
    changed.add(find(place), changed.get(find(name)));
    return new PlainTar(changed);
  }

  /** The last member comes first, the last but one second, and so on. */
  PlainTar reversed() {
    List<Piece> changed = new ArrayList<>(pieces.stream().map(Piece::disowned).toList());
    Collections.reverse(changed);
    return new PlainTar(changed);
  }

  /** Where the header of a member starts. */
  int offset(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pieces.subList(0, find(name)).forEach(piece -> piece.writeTo(out));
    return out.size();
  }

  /** The tar, with its two blocks of zeros. */
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pieces.forEach(piece -> piece.writeTo(out));
    out.writeBytes(new byte[2 * BLOCK]);
    return out.toByteArray();
  }
}
