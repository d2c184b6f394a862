package org.indexport.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DocumentPart;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.ReadOptions;
import org.indexport.Section;
import org.indexport.Section.Attachment;
import org.indexport.spi.DumpFormat;
import org.jspecify.annotations.Nullable;

/** Everything that one reading of a dump gave, in a form that is compared fast. */
final class DumpReading {
  private final Map<IndexName, IndexInfo> indexes = new TreeMap<>();
  private final Map<IndexName, MessageDigest> running = new TreeMap<>();
  private final Map<IndexName, String> documents = new TreeMap<>();
  private final List<String> sections = new ArrayList<>();
  private List<DumpException> damages = List.of();
  private @Nullable Manifest manifest;
  private @Nullable DumpException refusal;

  private DumpReading() {}

  /** Reads all there is, and closes the source. */
  static DumpReading of(DumpFormat format, DumpSource source, ReadOptions options)
      throws IOException {
    DumpReading reading = new DumpReading();
    try (source;
        DumpReader reader = format.open(source, options)) {
      reader.header().indexes().forEach(reading::index);
      reading.read(reader);
    } catch (DumpException e) {
      Finding.unless(e.getMessage() != null, "an exception without a message");
      reading.refusal = e;
    }
    reading.running.forEach(
        (name, digest) -> reading.documents.put(name, HexFormat.of().formatHex(digest.digest())));
    return reading;
  }

  private void read(DumpReader reader) throws IOException {
    try (DumpCursor cursor = reader.entries()) {
      try {
        for (DumpEntry entry; (entry = cursor.next()) != null; ) {
          if (entry instanceof IndexInfo late) {
            index(late);
          } else if (entry instanceof DocumentPart part) {
            read(part);
          } else if (entry instanceof Section section) {
            read(section);
          }
        }
        manifest = cursor.finish();
      } finally {
        damages = cursor.damages();
      }
    }
  }

  private void index(IndexInfo index) {
    Finding.unless(
        indexes.put(index.name(), index) == null, "index %s is declared twice", index.name());
    running.put(index.name(), Digests.sha256());
  }

  private void read(DocumentPart part) throws IOException {
    MessageDigest digest = running.get(part.index().name());
    Finding.unless(digest != null, "%s of an index that is not declared", part);
    long count = 0;
    try (part;
        DocumentCursor cursor = part.documents()) {
      for (Document document; (document = cursor.next()) != null; count++) {
        add(digest, document);
      }
      Finding.unless(part.totals().documents() == count, "%s has %s documents", part, count);
    }
  }

  private static void add(@Nullable MessageDigest digest, Document document) {
    if (digest == null) {
      return;
    }
    Finding.unless(document.length() >= 2, "a document of %s bytes", document.length());
    Finding.unless(
        document.length() <= Limits.READ.maxDocumentBytes(),
        "a document beyond the limit: %s bytes",
        document.length());
    String beside = document.id() + "\n" + document.routing() + "\n" + document.version();
    digest.update(beside.getBytes(UTF_8));
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, document.length()));
    digest.update(document.array(), document.offset(), document.length());
    // Only documents that are sound have an id that can be found.
    document.resolvedId();
  }

  private void read(Section section) throws IOException {
    StringBuilder seen = new StringBuilder();
    seen.append(section).append(' ').append(section.mediaType()).append(section.sensitivity());
    seen.append(' ').append(digest(section.content()));
    for (Attachment attachment; (attachment = section.nextAttachment()) != null; ) {
      seen.append(' ').append(attachment.name()).append(' ').append(digest(attachment.content()));
    }
    sections.add(seen.toString());
  }

  private static String digest(InputStream in) throws IOException {
    MessageDigest digest = Digests.sha256();
    byte[] buffer = new byte[8 << 10];
    for (int n; (n = in.read(buffer)) >= 0; ) {
      digest.update(buffer, 0, n);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Whether it was found to be all there is, and sound. */
  boolean isComplete() {
    return refusal == null && manifest != null && damages.isEmpty();
  }

  /** Why reading stopped before the end, or null. */
  @Nullable DumpException refusal() {
    return refusal;
  }

  /** What was left out. */
  List<DumpException> damages() {
    return damages;
  }

  /** Whether another reading gave the same. */
  boolean hasContentOf(DumpReading other) {
    return indexes.equals(other.indexes)
        && documents.equals(other.documents)
        && sections.equals(other.sections);
  }

  @Override
  public String toString() {
    return "complete %s, indexes %s, documents %s, sections %s, damages %s, refusal %s"
        .formatted(isComplete(), indexes, documents, sections, damages, refusal);
  }
}
