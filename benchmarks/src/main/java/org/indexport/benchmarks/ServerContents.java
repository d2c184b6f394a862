package org.indexport.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.indexport.DocumentCursor;
import org.indexport.DumpReader;
import org.indexport.Dumps;
import org.indexport.IndexName;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.lucene.FieldNames;
import org.indexport.transfer.DumpVerifier;
import org.indexport.transfer.Verification;

/**
 * What is in the two indexes of a server that is to be killed, wherever they were found.
 *
 * @param documents how many documents are in the index that does not change
 * @param hash a hash of these in any order; 0 if it was not asked for
 * @param rows the documents of the index that clients add to, sorted
 */
record ServerContents(long documents, long hash, List<String> rows) {
  /** The index that does not change. */
  static final String FIXED = "fixed";

  /** The index that clients add to, {@link DocumentRow} by row. */
  static final String GROWING = "growing";

  private static final int MAX_DEPTH = 10;

  /** Collects. */
  private static final class Reading {
    private long documents;
    private long hash;
    private final List<String> rows = new ArrayList<>();

    void add(String index, byte[] array, int offset, int length) {
      byte[] document = Arrays.copyOfRange(array, offset, offset + length);
      if (index.equals(FIXED)) {
        documents++;
        hash += 31L * Arrays.hashCode(document) + length;
      } else {
        rows.add(new String(document, UTF_8));
      }
    }

    ServerContents end() {
      Collections.sort(rows);
      return new ServerContents(documents, hash, rows);
    }
  }

  /** What a server answers; without a hash. */
  static ServerContents of(ServerClient client, int mostRows)
      throws IOException, InterruptedException, MalformedJsonException {
    long documents = ServerClient.number(client.get("/indexes/" + FIXED), "documents");
    JsonObject found = client.get("/indexes/" + GROWING + "/search?q=&limit=" + mostRows);
    List<String> rows = new ArrayList<>(found.raws("hits"));
    Collections.sort(rows);
    return new ServerContents(documents, 0, rows);
  }

  /** What a dump holds, which is verified. */
  static ServerContents ofDump(Path file) throws IOException, Violation {
    try (DumpReader dump = Dumps.open(file)) {
      Verification verification = DumpVerifier.of(dump).verify();
      if (!verification.isSound()) {
        throw new Violation(file + ": " + verification);
      }
    }
    Reading reading = new Reading();
    try (DumpReader dump = Dumps.open(file)) {
      for (String index : List.of(FIXED, GROWING)) {
        try (DocumentCursor cursor = dump.documents(IndexName.of(index))) {
          for (org.indexport.Document document; (document = cursor.next()) != null; ) {
            reading.add(index, document.array(), document.offset(), document.length());
          }
        }
      }
    }
    return reading.end();
  }

  /** What a folder of Lucene indexes holds, the checksums of whose files are verified. */
  static ServerContents ofDatabase(Path folder) throws IOException {
    Reading reading = new Reading();
    for (String index : List.of(FIXED, GROWING)) {
      try (Directory directory = FSDirectory.open(folder.resolve(index));
          DirectoryReader reader = DirectoryReader.open(directory)) {
        for (LeafReaderContext leaf : reader.leaves()) {
          leaf.reader().checkIntegrity();
          read(index, leaf, reading);
        }
      }
    }
    return reading.end();
  }

  private static void read(String index, LeafReaderContext leaf, Reading reading)
      throws IOException {
    Bits live = leaf.reader().getLiveDocs();
    for (int id = 0; id < leaf.reader().maxDoc(); id++) {
      if (live == null || live.get(id)) {
        Document document = leaf.reader().storedFields().document(id, Set.of(FieldNames.SOURCE));
        BytesRef source = document.getBinaryValue(FieldNames.SOURCE);
        reading.add(index, source.bytes, source.offset, source.length);
      }
    }
  }

  /** Whether the same was found; hashes count where both were asked for. */
  boolean isSame(ServerContents other) {
    return documents == other.documents
        && (hash == 0 || other.hash == 0 || hash == other.hash)
        && rows.equals(other.rows);
  }

  /**
   * The numbers of the last documents of all rows. Violated if the documents are not those of one
   * point in time.
   */
  List<Long> last(String where, int clients) throws MalformedJsonException, Violation {
    long[][] numbers = new long[clients][DocumentRow.IDS];
    long[] last = new long[clients];
    for (String row : rows) {
      JsonObject document = JsonObject.parse(row.getBytes(UTF_8), MAX_DEPTH);
      int client = (int) longOf(document, "client");
      long number = longOf(document, "number");
      numbers[client][(int) (number % DocumentRow.IDS)] = number;
      last[client] = Math.max(last[client], number);
    }
    for (int client = 0; client < clients; client++) {
      for (long number = last[client];
          number > Math.max(0, last[client] - DocumentRow.IDS);
          number--) {
        long found = numbers[client][(int) (number % DocumentRow.IDS)];
        if (found != number) {
          throw new Violation(
              "%s: document %d of client %d is there, but instead of document %d there is %d"
                  .formatted(where, last[client], client, number, found));
        }
      }
    }
    return Arrays.stream(last).boxed().toList();
  }

  private static long longOf(JsonObject document, String name)
      throws MalformedJsonException, Violation {
    Long value = document.number(name);
    if (value == null) {
      throw new Violation("no " + name + " in " + document);
    }
    return value;
  }
}
