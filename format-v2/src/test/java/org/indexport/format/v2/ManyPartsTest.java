package org.indexport.format.v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.indexport.Document;
import org.indexport.DocumentPart;
import org.indexport.DocumentSink;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.ReadOptions;
import org.indexport.WriteOptions;
import org.indexport.format.v2.container.Container;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.testkit.DumpContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The largest dump that a heap of 64 MiB must do for has so many parts, if larger ones. */
class ManyPartsTest {
  private static final int PARTS = 62_500;

  @TempDir Path folder;

  @Test
  void sixtyFourMebibytesSufficeForTheManifestOfManyParts() throws Exception {
    Path dump = folder.resolve("many.dump");

    run("write", dump);
    run("random", dump);
    run("order", dump);

    try (Container container =
            Container.open(
                DumpSource.path(dump), ReadOptions.DEFAULT.limits(), new FrameBuffers());
        InputStream manifest = container.manifest()) {
      assertThat(manifest.readAllBytes().length).isGreaterThan(10 << 20);
    }
  }

  private void run(String what, Path dump) throws Exception {
    String classes =
        Stream.of("jdk.module.path", "java.class.path")
            .map(System::getProperty)
            .filter(path -> path != null && !path.isEmpty())
            .reduce((a, b) -> a + File.pathSeparator + b)
            .orElseThrow();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path out = folder.resolve(what);
    Process process =
        new ProcessBuilder(
                java,
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                classes + File.pathSeparator + ownClasses(),
                InSmallHeap.class.getName(),
                what,
                dump.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();

    assertThat(process.waitFor()).as(Files.readString(out)).isZero();
  }

  /** Where this test's classes lie, which may be in no path if they were patched in. */
  private static String ownClasses() throws Exception {
    return Path.of(ManyPartsTest.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toString();
  }

  /** Runs in its own process. */
  static final class InSmallHeap {
    private InSmallHeap() {}

    public static void main(String[] arguments) throws IOException {
      Path dump = Path.of(arguments[1]);
      switch (arguments[0]) {
        case "write" -> write(dump);
        case "random" -> read(DumpSource.path(dump));
        default -> {
          try (InputStream in = Files.newInputStream(dump)) {
            read(DumpSource.stream("a stream", in));
          }
        }
      }
    }

    private static void write(Path dump) throws IOException {
      IndexInfo index = IndexInfo.builder(DumpSamples.MOVIES).primaryKey("id").build();
      DumpHeader header = DumpHeader.of(index);
      try (DumpWriter writer =
          DumpSamples.FORMAT.create(
              DumpSink.file(dump), header, WriteOptions.DEFAULT.withPartBytes(1))) {
        try (DocumentSink documents = writer.documents(index.name())) {
          for (int i = 0; i < PARTS; i++) {
            documents.add(Document.of("{\"id\":" + i + "}"));
          }
        }
        writer.finish();
      }
    }

    private static void read(DumpSource source) throws IOException {
      try (source;
          DumpReader reader = DumpSamples.FORMAT.open(source, ReadOptions.DEFAULT);
          DumpCursor cursor = reader.entries()) {
        for (DumpEntry entry; (entry = cursor.next()) != null; ) {
          try (DocumentPart part = (DocumentPart) entry) {
            DumpContent.read(part.documents());
          }
        }
        long documents = Objects.requireNonNull(cursor.finish()).indexes().get(0).documents();
        if (documents != PARTS) {
          throw new IllegalStateException(documents + " documents");
        }
      }
    }
  }
}
