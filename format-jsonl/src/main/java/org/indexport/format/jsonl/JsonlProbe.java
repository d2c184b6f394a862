package org.indexport.format.jsonl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.indexport.spi.Probe;

/** Tells by the first bytes whether an input may be JSON lines or an array of objects. */
final class JsonlProbe {
  private static final int MOST_PLAIN_BYTES = 16 * Probe.PREFIX_BYTES;

  private JsonlProbe() {}

  static boolean matches(Probe probe) throws IOException {
    Path path = probe.path();
    if (probe.isDirectory()) {
      return path != null && FolderInput.hasFiles(path);
    }
    if (probe.prefix().length == 0) {
      // An empty index, or what is left of a dump of another format: here the name has to tell.
      return path != null && FileNames.isKnown(String.valueOf(path.getFileName()));
    }
    byte[] text = probe.isZstd() ? unpackedZstd(probe.prefix()) : probe.plainPrefix();
    int at = TextInput.skipBlanks(text, afterMark(text), text.length);
    return at == text.length || startsObjects(text, at) || startsUtf16(text);
  }

  private static int afterMark(byte[] text) {
    boolean marked =
        text.length >= 3
            && text[0] == (byte) 0xef
            && text[1] == (byte) 0xbb
            && text[2] == (byte) 0xbf;
    return marked ? 3 : 0;
  }

  /** Whether there may be an object, or an array of them; a cut prefix may be either. */
  private static boolean startsObjects(byte[] text, int first) {
    int object = first;
    if (text[first] == '[') {
      object = TextInput.skipBlanks(text, first + 1, text.length);
      if (object == text.length || text[object] == ']') {
        return true;
      }
    }
    if (text[object] != '{') {
      return false;
    }
    int member = TextInput.skipBlanks(text, object + 1, text.length);
    return member == text.length || text[member] == '"' || text[member] == '}';
  }

  /** JSON in another encoding is recognised, so that opening it can say what is wrong. */
  private static boolean startsUtf16(byte[] text) {
    if (!TextInput.looksUtf16(text, text.length)) {
      return false;
    }
    for (int i = 0; i < Math.min(4, text.length); i++) {
      if (text[i] == '{' || text[i] == '[') {
        return true;
      }
    }
    return false;
  }

  private static byte[] unpackedZstd(byte[] prefix) {
    byte[] plain = new byte[MOST_PLAIN_BYTES];
    int size = 0;
    try (InputStream in =
        new ZstdFramesInputStream(new ByteArrayInputStream(prefix), "the input")) {
      int n;
      while (size < plain.length && (n = in.read(plain, size, plain.length - size)) > 0) {
        size += n;
      }
    } catch (IOException cutPrefixOrDamage) {
      // What was unpacked before is all that a probe needs.
    }
    return Arrays.copyOf(plain, size);
  }
}
