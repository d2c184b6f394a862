package org.indexport.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DumpReader;
import org.indexport.Dumps;

/** A corpus of JSON lines, repeated to a size with ids of their own for every repetition. */
final class Corpus {
  private static final String START = "{\"id\":\"";

  private final List<byte[]> documents = new ArrayList<>();

  private Corpus() {}

  /** Reads a corpus whose documents begin with their id. */
  static Corpus read(Path file) throws IOException {
    Corpus corpus = new Corpus();
    try (DumpReader dump = Dumps.open(file);
        DocumentCursor cursor = dump.documents(dump.header().indexes().get(0).name())) {
      for (Document document; (document = cursor.next()) != null; ) {
        String text = document.toString();
        if (!text.startsWith(START)) {
          throw new IllegalArgumentException("a document that does not begin with its id: " + text);
        }
        corpus.documents.add(text.getBytes(UTF_8));
      }
    }
    return corpus;
  }

  /** The document at a position of what {@link #write} writes. */
  byte[] document(long position) {
    byte[] prefix = prefix(position / documents.size());
    byte[] document = documents.get((int) (position % documents.size()));
    byte[] whole = Arrays.copyOf(prefix, prefix.length + document.length - START.length());
    System.arraycopy(
        document, START.length(), whole, prefix.length, document.length - START.length());
    return whole;
  }

  private static byte[] prefix(long copy) {
    return (START + copy + "-").getBytes(UTF_8);
  }

  /** Writes whole repetitions until there are so many documents and so many bytes. */
  Written write(Path file, long leastDocuments, long leastBytes) throws IOException {
    long count = 0;
    long bytes = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (int copy = 0; count < leastDocuments || bytes < leastBytes; copy++) {
        byte[] prefix = prefix(copy);
        for (byte[] document : documents) {
          out.write(prefix);
          out.write(document, START.length(), document.length - START.length());
          out.write('\n');
          bytes += prefix.length + document.length - START.length() + 1;
        }
        count += documents.size();
      }
    }
    return new Written(file, count, bytes);
  }

  /** A file of JSON lines. */
  record Written(Path file, long documents, long bytes) {
    @Override
    public String toString() {
      return String.format("%,d documents, %,.0f MB of JSON lines", documents, bytes / 1e6);
    }
  }
}
