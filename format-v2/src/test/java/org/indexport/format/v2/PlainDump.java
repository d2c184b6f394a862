package org.indexport.format.v2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.indexport.DocumentHasher;
import org.indexport.tar.TarOutput;
import org.jspecify.annotations.Nullable;

/**
 * The members of a small dump in either packing, to be changed one by one, also to what no writer
 * writes. All else stays as it was, and the manifest goes along with what is changed, so that
 * nothing is wrong but what was meant to be. Changed members have short names only.
 */
final class PlainDump {
  static final String MANIFEST = "manifest.json";
  static final long SECONDS = Instant.parse("2026-01-02T03:04:05Z").getEpochSecond();
  private static final String PACKED = ".zst";
  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final char FILE = '0';

  private final List<Piece> pieces;
  private final String manifest;

  private PlainDump(List<Piece> pieces, String manifest) {
    this.pieces = pieces;
    this.manifest = manifest;
  }

  /** How a member lies in the tar. */
  enum Kind {
    SMALL,
    PAYLOAD
  }

  /** A member. */
  private static final class Piece {
    private final String name;
    private final char type;
    private final byte[] content;

    /** Of a payload. */
    private final byte @Nullable [] frame;

    /** What the manifest says of it, where it says anything. */
    private final @Nullable Account told;

    Piece(String name, char type, byte[] content, byte @Nullable [] frame, @Nullable Account told) {
      this.name = name;
      this.type = type;
      this.content = content;
      this.frame = frame;
      this.told = told;
    }

    String name() {
      return name;
    }

    char type() {
      return type;
    }

    byte[] content() {
      return content;
    }

    byte @Nullable [] frame() {
      return frame;
    }

    @Nullable Account told() {
      return told;
    }

    /** With other content, of which the manifest does not know. */
    Piece tampered(byte[] other) {
      return new Piece(name, type, other, frame == null ? null : pack(other), told);
    }

    Piece flipped() {
      byte[] flipped = Objects.requireNonNull(frame).clone();
      flipped[flipped.length / 2] ^= 1;
      return new Piece(name, type, content, flipped, told);
    }

    Piece named(String other) {
      return new Piece(other, type, content, frame, told);
    }

    byte[] head() {
      byte[] head = TarOutput.head(name, content.length, SECONDS);
      if (type == FILE) {
        return head;
      }
      head[TYPE] = (byte) type;
      return checked(head);
    }

    byte[] small() {
      return join(head(), content, new byte[TarOutput.padding(content.length)]);
    }
  }

  /** What stands before a member's content in the tar, and where that ends. */
  private record Head(String name, int size, int end) {
    static Head of(byte[] tar, int at) {
      int size = Integer.parseInt(new String(tar, at + 124, 11, US_ASCII), 8);
      int end = at + BLOCK;
      if (tar[at + TYPE] == 'x') {
        String path = new String(tar, end, size, US_ASCII).replaceFirst("\\d+ path=", "").strip();
        Head next = of(tar, end + size + TarOutput.padding(size));
        return new Head(path, next.size(), next.end());
      }
      String prefix = text(tar, at + 345, 155);
      String name = text(tar, at, 100);
      return new Head(prefix.isEmpty() ? name : prefix + "/" + name, size, end);
    }

    private static String text(byte[] tar, int at, int most) {
      String text = new String(tar, at, most, US_ASCII);
      return text.indexOf(0) < 0 ? text : text.substring(0, text.indexOf(0));
    }
  }

  /** What a manifest says of a member. */
  record Account(long plainBytes, long packedBytes, long offset, String sha256) {
    Account at(long other) {
      return new Account(plainBytes, packedBytes, other, sha256);
    }

    @Override
    public String toString() {
      return "\"plainBytes\":%d,\"packedBytes\":%d,\"offset\":%d,\"sha256\":\"%s\""
          .formatted(plainBytes, packedBytes, offset, sha256);
    }
  }

  /** Reads a sound dump. */
  static PlainDump of(Path dump) throws IOException {
    return Files.isDirectory(dump) ? ofFolder(dump) : ofFile(Files.readAllBytes(dump));
  }

  private static PlainDump ofFolder(Path folder) throws IOException {
    List<Piece> pieces = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        byte[] bytes = Files.readAllBytes(file);
        if (name.endsWith(PACKED)) {
          byte[] plain = Zstd.decompress(bytes, (int) Zstd.getFrameContentSize(bytes));
          Account told = new Account(plain.length, bytes.length, 0, FileFrames.sha256(bytes));
          String member = name.substring(0, name.length() - PACKED.length());
          pieces.add(new Piece(member, FILE, plain, bytes, told));
        } else if (!name.equals(MANIFEST)) {
          Account told = new Account(bytes.length, bytes.length, 0, FileFrames.sha256(bytes));
          pieces.add(new Piece(name, FILE, bytes, null, told));
        }
      }
    }
    return new PlainDump(pieces, Files.readString(folder.resolve(MANIFEST)));
  }

  private static PlainDump ofFile(byte[] dump) {
    List<Piece> pieces = new ArrayList<>();
    long position = 0;
    List<FileFrames.Frame> frames = FileFrames.of(dump);
    for (int i = 0; ; i++) {
      FileFrames.Frame frame = frames.get(i);
      byte[] plain = frame.plain();
      int at = TarOutput.padding(position);
      position += plain.length;
      Head head = Head.of(plain, at);
      String name = head.name();
      int size = head.size();
      int from = head.end();
      if (from < plain.length || size == 0) {
        byte[] content = Arrays.copyOfRange(plain, from, from + size);
        Account told =
            new Account(size, frame.packed().length, frame.offset(), FileFrames.sha256(content));
        pieces.add(new Piece(name, FILE, content, null, told));
        continue;
      }
      FileFrames.Frame payload = frames.get(++i);
      position += size;
      if (name.equals(MANIFEST)) {
        return new PlainDump(pieces, new String(payload.plain(), UTF_8));
      }
      byte[] packed = payload.packed();
      Account told = new Account(size, packed.length, payload.offset(), FileFrames.sha256(packed));
      pieces.add(new Piece(name, FILE, payload.plain(), packed, told));
    }
  }

  /** The header, of one block, with the right checksum. */
  private static byte[] checked(byte[] header) {
    Arrays.fill(header, CHECKSUM, TYPE, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    byte[] digits = "%06o\0 ".formatted(sum).getBytes(US_ASCII);
    System.arraycopy(digits, 0, header, CHECKSUM, digits.length);
    return header;
  }

  static byte[] join(byte[]... all) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] one : all) {
      joined.writeBytes(one);
    }
    return joined.toByteArray();
  }

  /** A frame as the format wants it. */
  static byte[] pack(byte[] plain) {
    return pack(plain, 3);
  }

  private static byte[] pack(byte[] plain, int level) {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      context.setLevel(level);
      context.setChecksum(true);
      return context.compress(plain);
    }
  }

  private int find(String name) {
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no member " + name);
  }

  private PlainDump replaced(String name, UnaryOperator<Piece> change) {
    List<Piece> changed = new ArrayList<>(pieces);
    int place = find(name);
    changed.set(place, change.apply(changed.get(place)));
    return new PlainDump(changed, manifest);
  }

  /** The text of a member is another one of which the manifest does not know. */
  PlainDump tampered(String name, UnaryOperator<String> change) {
    return replaced(name, piece -> piece.tampered(latin(name, piece.content(), change)));
  }

  /**
   * The text of a member is another one, and the manifest says so. Of documents only if they are as
   * long as before.
   *
   * @param change of the text, byte by byte
   */
  PlainDump changed(String name, UnaryOperator<String> change) {
    byte[] before = pieces.get(find(name)).content();
    byte[] after = latin(name, before, change);
    PlainDump changed = replaced(name, piece -> followed(piece.tampered(after)));
    String told = manifest.replace(text(before), text(after)).replace(hash(before), hash(after));
    return new PlainDump(changed.pieces, follow(told, name, changed));
  }

  /** A bit in the middle of a payload's frame is wrong; the manifest does not know. */
  PlainDump flipped(String name) {
    return replaced(name, Piece::flipped);
  }

  /** Packed in another way, as the manifest says. */
  PlainDump packed(String name, int level) {
    PlainDump changed =
        replaced(
            name,
            piece ->
                followed(
                    new Piece(
                        name, FILE, piece.content(), pack(piece.content(), level), piece.told())));
    return new PlainDump(changed.pieces, follow(manifest, name, changed));
  }

  private String follow(String told, String name, PlainDump changed) {
    Account before = pieces.get(find(name)).told();
    Account after = changed.pieces.get(find(name)).told();
    return told.replace(String.valueOf(before), String.valueOf(after));
  }

  /** With what the manifest should say, but for the frame of a small member in a tar. */
  private static Piece followed(Piece piece) {
    Account told = Objects.requireNonNull(piece.told());
    byte[] frame = piece.frame();
    byte[] content = piece.content();
    byte[] digested = frame == null ? content : frame;
    Account now =
        new Account(content.length, digested.length, told.offset(), FileFrames.sha256(digested));
    return new Piece(piece.name(), piece.type(), content, frame, now);
  }

  private static byte[] latin(String name, byte[] content, UnaryOperator<String> change) {
    byte[] changed = change.apply(new String(content, ISO_8859_1)).getBytes(ISO_8859_1);
    if (Arrays.equals(changed, content)) {
      throw new IllegalArgumentException("nothing to change in " + name);
    }
    return changed;
  }

  private static String text(byte[] json) {
    return new String(json, UTF_8).strip();
  }

  /** The digest of lines, whatever is in them. */
  private static String hash(byte[] lines) {
    DocumentHasher hasher = new DocumentHasher();
    int from = 0;
    for (int i = 0; i < lines.length; i++) {
      if (lines[i] == '\n') {
        hasher.add(lines, from, i - from);
        from = i + 1;
      }
    }
    return hasher.hash().toString();
  }

  /** A member has another name, also in the manifest, which does not name parts. */
  PlainDump renamed(String name, String other) {
    PlainDump renamed = replaced(name, piece -> piece.named(other));
    return new PlainDump(renamed.pieces, manifest.replace(name, other));
  }

  /** A member is another kind of entry in the tar. */
  PlainDump typed(String name, char type) {
    return replaced(
        name, piece -> new Piece(name, type, piece.content(), piece.frame(), piece.told()));
  }

  PlainDump without(String name) {
    List<Piece> changed = new ArrayList<>(pieces);
    changed.remove(find(name));
    return new PlainDump(changed, manifest);
  }

  /** A further member with this text, the last one. */
  PlainDump with(Kind kind, String name, String text) {
    byte[] content = text.getBytes(UTF_8);
    byte[] frame = kind == Kind.PAYLOAD ? pack(content) : null;
    byte[] digested = frame == null ? content : frame;
    String sha256 = FileFrames.sha256(digested);
    // In the file its place becomes another one; nothing else has this one.
    Account told = new Account(content.length, digested.length, 0, sha256);
    String entry =
        "{\"name\":\"%s\"%s,%s}".formatted(name, frame == null ? "" : ",\"payload\":true", told);
    List<Piece> changed = new ArrayList<>(pieces);
    changed.add(new Piece(name, FILE, content, frame, told));
    return new PlainDump(changed, manifest.replaceFirst("\\]}\n$", "," + entry + "]}\n"));
  }

  /** A member comes last. */
  PlainDump last(String name) {
    List<Piece> changed = new ArrayList<>(pieces);
    changed.add(changed.remove(find(name)));
    return new PlainDump(changed, manifest);
  }

  /** The manifest says something else. */
  PlainDump manifest(UnaryOperator<String> change) {
    String changed = change.apply(manifest);
    if (changed.equals(manifest)) {
      throw new IllegalArgumentException("nothing to change in " + MANIFEST);
    }
    return new PlainDump(pieces, changed);
  }

  /** What is in each member, but for the manifest. */
  Map<String, byte[]> contents() {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    pieces.forEach(piece -> contents.put(piece.name(), piece.content()));
    return contents;
  }

  /** The manifest without what depends on how well parts are packed. */
  String manifestBeforePacking() {
    return manifest.replaceAll(",\"packedBytes\":\\d+,\"offset\":\\d+,\"sha256\":\"\\w+\"", "");
  }

  /** Writes it where it was read from. */
  void write(Path dump) throws IOException {
    if (!Files.isDirectory(dump)) {
      Files.write(dump, bytes());
      return;
    }
    try (Stream<Path> all = Files.walk(dump)) {
      for (Path old : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!old.equals(dump)) {
          Files.delete(old);
        }
      }
    }
    for (Piece piece : pieces) {
      byte[] frame = piece.frame();
      Path file = dump.resolve(piece.name() + (frame == null ? "" : PACKED)).normalize();
      // What would lie elsewhere is only listed.
      if (file.startsWith(dump.normalize())) {
        Files.createDirectories(file.getParent());
        Files.write(file, frame == null ? piece.content() : frame);
      }
    }
    Files.writeString(dump.resolve(MANIFEST), manifest);
  }

  /** The file packing. */
  byte[] bytes() {
    return bytes(manifest -> manifest);
  }

  /**
   * The file packing.
   *
   * @param change of the manifest when it knows all places
   */
  byte[] bytes(UnaryOperator<String> change) {
    return tar("", head -> head).end(change);
  }

  /** The file packing with something else in the tar before a payload. */
  byte[] bytesWithGlue(String name, UnaryOperator<byte[]> change) {
    return tar(name, change).end(manifest -> manifest);
  }

  private FileFrames tar(String changedName, UnaryOperator<byte[]> change) {
    FileFrames out = new FileFrames();
    String told = manifest;
    for (Piece piece : pieces) {
      byte[] padding = new byte[TarOutput.padding(out.plainBytes())];
      byte[] frame = piece.frame();
      Account before = piece.told();
      long offset;
      Account now;
      if (frame == null) {
        offset = out.size();
        byte[] packed = pack(join(padding, piece.small()));
        out.add(packed);
        now = before == null ? null : small(before, packed.length, offset);
      } else {
        byte[] glue = join(padding, piece.head());
        out.add(pack(piece.name().equals(changedName) ? change.apply(glue) : glue));
        offset = out.size();
        out.add(frame);
        now = before == null ? null : before.at(offset);
      }
      if (before != null) {
        told = told.replace(before.toString(), String.valueOf(now));
      }
    }
    return out.manifest(told);
  }

  private static Account small(Account before, int packedBytes, long offset) {
    return new Account(before.plainBytes(), packedBytes, offset, before.sha256());
  }
}
