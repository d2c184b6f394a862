package org.indexport.format.jsonl;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpContent;

/** Makes, packs and reads texts. */
final class Texts {
  private static final FormatJsonl FORMAT = new FormatJsonl();

  private Texts() {}

  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  static byte[] packed(Compression compression, byte[] plain) throws IOException {
    return switch (compression) {
      case NONE -> plain;
      case GZIP -> gzip(plain);
      case ZSTD -> zstd(plain);
    };
  }

  static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  static byte[] zstd(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
      zstd.setChecksum(true);
      zstd.write(plain);
    }
    return out.toByteArray();
  }

  /** A zstd frame that every reader skips. */
  static byte[] skippable(byte[] content) {
    byte[] head = {0x5a, 0x2a, 0x4d, 0x18, (byte) content.length, 0, 0, 0};
    return joined(head, content);
  }

  static byte[] joined(byte[]... all) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] bytes : all) {
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  static DumpSource pipe(byte[] bytes) {
    return DumpSource.stream("standard input", new ByteArrayInputStream(bytes));
  }

  static List<String> readPipe(byte[] bytes) throws IOException {
    return read(pipe(bytes), ReadOptions.DEFAULT);
  }

  static List<String> readPipe(String text) throws IOException {
    return readPipe(utf8(text));
  }

  static List<String> readFile(Path file) throws IOException {
    return read(DumpSource.path(file), ReadOptions.DEFAULT);
  }

  /** The documents of the one index. */
  static List<String> read(DumpSource source, ReadOptions options) throws IOException {
    DumpContent content = content(source, options);
    IndexName only = content.header().indexes().get(0).name();
    return content.documents(only).stream().map(DocumentContent::json).toList();
  }

  static DumpContent content(DumpSource source, ReadOptions options) throws IOException {
    try (DumpReader reader = FORMAT.open(source, options)) {
      return DumpContent.read(reader);
    }
  }

  static Path write(Path file, byte[] bytes) throws IOException {
    return Files.write(file, bytes);
  }
}
