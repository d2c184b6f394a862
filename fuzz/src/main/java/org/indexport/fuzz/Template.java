package org.indexport.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.indexport.DocumentHasher;

/**
 * A manifest in which a dollar, a letter and a number stand for something of the member of that
 * number: {@code o} and {@code k} for offset and length of its frame and {@code s} for its SHA-256,
 * {@code n} for the length of its content and {@code c} for its SHA-256, {@code d}, {@code b} and
 * {@code h} for the number, bytes and hash of its lines. So the fuzzer can change what a manifest
 * tells of, and the manifest stays true.
 */
final class Template {
  private static final Pattern HOLE = Pattern.compile("\\$([okncsdbh])([0-9]{1,4})");

  private static final class Piece {
    private final long offset;
    private final int packedBytes;
    private final Supplier<String> packedSha256;
    private final byte[] content;

    Piece(long offset, int packedBytes, Supplier<String> packedSha256, byte[] content) {
      this.offset = offset;
      this.packedBytes = packedBytes;
      this.packedSha256 = packedSha256;
      this.content = content;
    }
  }

  private final List<Piece> pieces = new ArrayList<>();

  /** Adds the next member. */
  void add(long offset, int packedBytes, Supplier<String> packedSha256, byte[] content) {
    pieces.add(new Piece(offset, packedBytes, packedSha256, content));
  }

  /** The text with all that stands for something replaced. */
  byte[] fill(byte[] text) {
    return HOLE.matcher(new String(text, ISO_8859_1))
        .replaceAll(
            hole -> {
              int number = Integer.parseInt(hole.group(2));
              return number < pieces.size()
                  ? value(pieces.get(number), hole.group(1).charAt(0))
                  : "0";
            })
        .getBytes(ISO_8859_1);
  }

  private static String value(Piece piece, char kind) {
    return switch (kind) {
      case 'o' -> String.valueOf(piece.offset);
      case 'k' -> String.valueOf(piece.packedBytes);
      case 's' -> piece.packedSha256.get();
      case 'n' -> String.valueOf(piece.content.length);
      case 'c' -> Digests.sha256(piece.content);
      default -> ofLines(piece.content, kind);
    };
  }

  private static String ofLines(byte[] content, char kind) {
    DocumentHasher hasher = new DocumentHasher();
    long count = 0;
    long bytes = 0;
    for (int from = 0; from < content.length; ) {
      int end = from;
      while (end < content.length && content[end] != '\n') {
        end++;
      }
      if (end > from) {
        hasher.add(content, from, end - from);
        bytes += end - from;
        count++;
      }
      from = end + 1;
    }
    return switch (kind) {
      case 'd' -> String.valueOf(count);
      case 'b' -> String.valueOf(bytes);
      default -> hasher.hash().toString();
    };
  }
}
