package org.indexport.format.meilisearch.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** Writes tars block by block, also ones that no library would write. */
final class TarBuilder {
  static final int BLOCK = 512;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  TarBuilder files(Map<String, String> files) {
    files.forEach(this::file);
    return this;
  }

  TarBuilder file(String name, String content) {
    return entry(name, '0', content.getBytes(UTF_8), header -> {});
  }

  TarBuilder folder(String name) {
    return entry(name, '5', new byte[0], header -> {});
  }

  TarBuilder link(String name, char type, String target) {
    return entry(name, type, new byte[0], header -> put(header, 157, target));
  }

  TarBuilder longName(String name, String content) {
    entry("././@LongLink", 'L', (name + "\0").getBytes(UTF_8), header -> {});
    return file(name.substring(0, 99), content);
  }

  TarBuilder pax(char type, String... records) {
    StringBuilder text = new StringBuilder();
    for (String record : records) {
      int length = record.getBytes(UTF_8).length + 2;
      int digits = String.valueOf(length).length();
      if (String.valueOf(length + digits).length() > digits) {
        digits++;
      }
      text.append(length + digits).append(' ').append(record).append('\n');
    }
    return entry("PaxHeaders/x", type, text.toString().getBytes(UTF_8), header -> {});
  }

  TarBuilder entry(String name, char type, byte[] content, Consumer<byte[]> change) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, String.format("%011o", content.length));
    put(header, 136, "00000000000");
    header[156] = (byte) type;
    put(header, 257, "ustar\00000");
    change.accept(header);
    seal(header);
    out.writeBytes(header);
    out.writeBytes(content);
    return zeros((BLOCK - content.length % BLOCK) % BLOCK);
  }

  static void seal(byte[] header) {
    Arrays.fill(header, 148, 156, (byte) ' ');
    long sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format("%06o\0 ", sum));
  }

  static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  TarBuilder bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  TarBuilder zeros(int count) {
    out.writeBytes(new byte[count]);
    return this;
  }

  byte[] plain() {
    return out.toByteArray();
  }

  byte[] packed() {
    return pack(zeros(2 * BLOCK).plain());
  }

  static byte[] pack(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return packed.toByteArray();
  }

  static Path write(Path folder, byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(folder, "test", ".dump"), bytes);
  }
}
