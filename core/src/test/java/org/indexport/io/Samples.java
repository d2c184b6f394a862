package org.indexport.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Bytes to compress. */
final class Samples {
  private Samples() {}

  /** Lines of JSON, the same for each length. */
  static byte[] lines(int length) {
    Random random = new Random(7);
    StringBuilder lines = new StringBuilder();
    for (int id = 0; lines.length() < length; id++) {
      lines.append("{\"id\":").append(id).append(",\"title\":\"Movie ");
      lines.append(Integer.toString(random.nextInt(1 << 20), 36)).append("\"}\n");
    }
    return lines.substring(0, length).getBytes(UTF_8);
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** One member as the platform writes it. */
  static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    return packed.toByteArray();
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
