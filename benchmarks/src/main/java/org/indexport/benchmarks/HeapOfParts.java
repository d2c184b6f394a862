package org.indexport.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.indexport.DocumentCursor;
import org.indexport.DocumentSink;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpWriter;
import org.indexport.Dumps;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.WriteOptions;

/**
 * The heap that the parts of a dump take while it is written and while it is open. Parts are tiny
 * here, one document each: only their number matters. A process of its own of {@link DumpHeap}.
 *
 * <p>Arguments: the dump to write, how many parts, the file for the two results in bytes.
 */
public final class HeapOfParts {
  private static final IndexName INDEX = IndexName.of("parts");

  private HeapOfParts() {}

  /** Runs. */
  public static void main(String[] arguments) throws IOException {
    Path dump = Path.of(arguments[0]);
    int parts = Integer.parseInt(arguments[1]);
    long writing = write(dump, parts);
    long reading = read(dump, parts);
    Files.write(Path.of(arguments[2]), List.of(Long.toString(writing), Long.toString(reading)));
  }

  private static long write(Path dump, int parts) throws IOException {
    DumpHeader header = DumpHeader.of(IndexInfo.of(INDEX.name()));
    WriteOptions options = WriteOptions.DEFAULT.withPartBytes(1);
    try (DumpWriter writer = Dumps.create("v2", dump, header, options)) {
      long used;
      try (DocumentSink sink = writer.documents(INDEX)) {
        for (int part = 0; part < parts; part++) {
          sink.add(("{\"id\":" + part + "}").getBytes(UTF_8));
        }
        used = usedHeap();
      }
      writer.finish();
      return used;
    }
  }

  private static long read(Path dump, int parts) throws IOException {
    try (DumpReader reader = Dumps.open(dump)) {
      // The last part, so that whatever is read at need is there.
      try (DocumentCursor last = reader.documents(INDEX, parts - 1, parts)) {
        if (last.next() == null) {
          throw new IOException("fewer than " + parts + " documents");
        }
      }
      return usedHeap();
    }
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
