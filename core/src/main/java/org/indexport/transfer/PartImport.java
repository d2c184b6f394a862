package org.indexport.transfer;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DocumentHasher;
import org.indexport.DocumentPart;
import org.indexport.DocumentRejectedException;
import org.indexport.DocumentTotals;
import org.indexport.ReadLimits;
import org.indexport.json.DocumentScanner;
import org.indexport.json.DottedPath;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.DocumentBatch;
import org.indexport.transfer.PartOutcome.Rejected;
import org.jspecify.annotations.Nullable;

/** Sends the documents of one part, in batches, in order. */
final class PartImport {
  private static final Hasher64 XXH3 = Hashing.xxh3_64();

  private final IndexImport index;
  private final DocumentPart part;
  private final OrderGate.@Nullable Pass pass;
  private final Selection selection;
  private final ImportOptions options;
  private final @Nullable BatchSender sender;
  private final String idPrefix;

  private final List<Document> documents = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private final List<Rejected> rejected = new ArrayList<>();
  private final Sums sent = new Sums();
  private final Sums leftOut = new Sums();
  private final CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
  private long batchBytes;
  private long line;
  private long filtered;
  private long accepted;

  /** Adds documents up. */
  private final class Sums {
    private final DocumentHasher hasher = new DocumentHasher();
    private long bytes;

    void add(Document document) {
      bytes += document.length();
      hasher.add(document, index.source().lines());
    }

    DocumentTotals totals() {
      return new DocumentTotals(hasher.count(), bytes, 0, hasher.hash(), hasher.idHash());
    }
  }

  /**
   * Prepares to send a part.
   *
   * @param pass the part's place among those in flight, or null where ids cannot come in disorder
   * @param sender null to send nothing
   * @param idPrefix what ids begin with that are made here
   */
  PartImport(
      IndexImport index,
      DocumentPart part,
      OrderGate.@Nullable Pass pass,
      Selection selection,
      ImportOptions options,
      @Nullable BatchSender sender,
      String idPrefix) {
    this.index = index;
    this.part = part;
    this.pass = pass;
    this.selection = selection;
    this.options = options;
    this.sender = sender;
    this.idPrefix = idPrefix;
  }

  PartOutcome send() throws IOException {
    accepted = index.accepted();
    if (pass != null) {
      waitForSameIds(pass);
    }
    try (DocumentCursor all = part.documents()) {
      for (Document document; (document = all.next()) != null; line++) {
        take(document);
      }
    }
    flush();
    DocumentTotals read = part.totals();
    DocumentTotals acknowledged = DocumentTotals.NONE;
    if (sender != null) {
      acknowledged = selection.transform() == null ? read.minus(leftOut.totals()) : sent.totals();
    }
    return new PartOutcome(read, filtered, acknowledged, rejected);
  }

  private void waitForSameIds(OrderGate.Pass place) throws IOException {
    LongSet hashes = new LongSet();
    try (DocumentCursor all = part.documents()) {
      for (Document document; (document = all.next()) != null; ) {
        String id = document.resolvedId();
        if (id != null) {
          hashes.add(XXH3.hashCharsToLong(id));
        }
      }
    }
    try {
      index.gate().await(place, hashes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while another part was sent");
    }
  }

  private void take(Document document) throws IOException {
    DocumentFilter filter = selection.filter();
    if (accepted >= selection.limit()
        || (filter != null && !filter.accepts(index.source(), document))) {
      filtered++;
      leftOut.add(document);
      return;
    }
    accepted++;
    DocumentTransform transform = selection.transform();
    if (transform == null) {
      add(document);
      return;
    }
    try {
      Document made = transform.apply(index.source(), document);
      add(made == document ? document : checked(made));
    } catch (DocumentRejectedException e) {
      String id = document.resolvedId();
      reject(id == null ? derivedId() : id, String.valueOf(e.getMessage()), document);
    }
  }

  /** The id of the document at hand that has none. */
  private String derivedId() {
    return idPrefix + part.ordinal() + "-" + line;
  }

  private void add(Document document) throws IOException {
    String id = document.resolvedId();
    if (id == null) {
      id = derivedId();
    } else if (!utf8.canEncode(id)) {
      reject(id, "the id is not well-formed Unicode: it holds half a surrogate pair", document);
      return;
    }
    boolean full =
        documents.size() >= options.batchDocuments()
            || batchBytes + document.length() > options.batchBytes();
    if (full && !documents.isEmpty()) {
      flush();
    }
    documents.add(document);
    ids.add(id);
    batchBytes += document.length();
  }

  /** A document that a transform made, in bytes of its own, which are one JSON object. */
  private Document checked(Document made) throws IOException {
    Document own = made.copy();
    String key = made.id() == null ? index.source().primaryKey() : null;
    DocumentScanner scanner =
        new DocumentScanner(ReadLimits.DEFAULT.maxDepth())
            .select(key == null ? null : DottedPath.of(key));
    try {
      scanner.scan(own.array(), 0, own.length());
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException("the transform made something that is no JSON object", e);
    }
    return made.withSource(own.array(), scanner);
  }

  private void reject(String id, String reason, Document document) {
    rejected.add(new Rejected(id, reason, document));
    leftOut.add(document);
  }

  private void flush() throws IOException {
    if (sender != null && !documents.isEmpty()) {
      DocumentBatch batch =
          new DocumentBatch(index.target(), List.copyOf(documents), List.copyOf(ids), batchBytes);
      Map<Integer, String> refused = sender.send(batch);
      for (int i = 0; i < batch.size(); i++) {
        String reason = refused.isEmpty() ? null : refused.get(i);
        if (reason != null) {
          reject(batch.ids().get(i), reason, batch.documents().get(i));
        } else if (selection.transform() != null) {
          sent.add(batch.documents().get(i));
        }
      }
    }
    documents.clear();
    ids.clear();
    batchBytes = 0;
  }
}
