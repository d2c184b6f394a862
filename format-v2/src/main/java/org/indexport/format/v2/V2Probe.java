package org.indexport.format.v2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.layout.MemberNames;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;
import org.indexport.tar.UstarHeader;

/** Recognises dumps by their first member, and folders by what lies in them. */
final class V2Probe {
  private static final Pattern FORMAT =
      Pattern.compile("\\A\\s*\\{[^{}\\[\\]]*\"format\"\\s*:\\s*\"indexport\"");

  private static final byte[] FIRST = (MemberNames.METADATA + '\0').getBytes(ISO_8859_1);
  private static final int MOST_DEPTH = 64;
  private static final String INDEXES = "indexes";
  private static final String PART = ".jsonl.zst";
  private static final int MOST_FILES = 1_000;

  private V2Probe() {}

  static MatchStrength match(Probe probe) throws IOException {
    if (probe.isDirectory()) {
      Path folder = probe.path();
      return folder == null ? MatchStrength.NONE : matchFolder(folder);
    }
    return probe.isZstd() ? matchFile(probe.prefix()) : MatchStrength.NONE;
  }

  private static MatchStrength matchFile(byte[] prefix) {
    byte[] plain = unpacked(prefix);
    if (plain.length == 0) {
      // Damaged or cut, or of a frame whose first block is large: opening it tells.
      return MatchStrength.WEAK;
    }
    boolean first =
        plain.length >= UstarHeader.SIZE
            && UstarHeader.isSound(plain)
            && Arrays.equals(plain, 0, FIRST.length, FIRST, 0, FIRST.length);
    if (!first) {
      return MatchStrength.NONE;
    }
    String text = new String(plain, UstarHeader.SIZE, plain.length - UstarHeader.SIZE, ISO_8859_1);
    return FORMAT.matcher(text).find() ? MatchStrength.FULL : MatchStrength.NONE;
  }

  /** What can be unpacked of a prefix, up to a limit. */
  private static byte[] unpacked(byte[] prefix) {
    byte[] plain = new byte[Probe.PREFIX_BYTES];
    int size = 0;
    try (InputStream in = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(prefix))) {
      for (int n; (n = in.read(plain, size, plain.length - size)) > 0; ) {
        size += n;
      }
    } catch (IOException endOfPrefixOrDamage) {
      // What was unpacked before is all that a probe needs.
    }
    return Arrays.copyOf(plain, size);
  }

  private static MatchStrength matchFolder(Path folder) throws IOException {
    byte[] metadata = start(folder.resolve(MemberNames.METADATA));
    if (metadata.length > 0) {
      return matchMetadata(metadata);
    }
    byte[] manifest = start(folder.resolve(MemberNames.MANIFEST));
    if (FORMAT.matcher(new String(manifest, ISO_8859_1)).find()) {
      return MatchStrength.STRONG;
    }
    return hasParts(folder.resolve(INDEXES)) ? MatchStrength.STRONG : MatchStrength.NONE;
  }

  /** Another format's dump that was unpacked may have this file too, with its own version. */
  private static MatchStrength matchMetadata(byte[] metadata) {
    try {
      Long version = JsonObject.parse(metadata, MOST_DEPTH).number("version");
      if (version != null && version < FormatV2.VERSION) {
        return MatchStrength.NONE;
      }
    } catch (MalformedJsonException e) {
      // Its start is enough then.
    }
    return FORMAT.matcher(new String(metadata, ISO_8859_1)).find()
        ? MatchStrength.FULL
        : MatchStrength.NONE;
  }

  private static byte[] start(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return new byte[0];
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(Probe.PREFIX_BYTES);
    }
  }

  private static boolean hasParts(Path indexes) throws IOException {
    if (!Files.isDirectory(indexes, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(indexes, 3)) {
      Optional<Path> part =
          files.limit(MOST_FILES).filter(file -> file.toString().endsWith(PART)).findFirst();
      return part.isPresent();
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
