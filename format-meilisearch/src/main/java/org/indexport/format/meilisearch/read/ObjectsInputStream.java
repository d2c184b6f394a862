package org.indexport.format.meilisearch.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DocumentPart;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.PartCutter;
import org.indexport.PartReading;
import org.indexport.ReadOptions;
import org.indexport.format.meilisearch.upgrade.Complaints;
import org.indexport.json.ByteBuilder;
import org.jspecify.annotations.Nullable;

/** Objects of an array, or separated by blanks, as JSON lines. Their bytes stay. */
final class ObjectsInputStream extends InputStream {
  private final PartReading reading;
  private final PartCutter cutter;
  private final Complaints complaints;
  private final ByteBuilder out = new ByteBuilder();
  private int taken;
  private @Nullable DocumentPart part;
  private @Nullable DocumentCursor documents;

  private ObjectsInputStream(PartReading reading, PartCutter cutter, Complaints complaints) {
    this.reading = reading;
    this.cutter = cutter;
    this.complaints = complaints;
  }

  private static PartReading reading(ReadOptions options) {
    return new PartReading(options.with(ReadOptions.Checking.EVERY_DOCUMENT));
  }

  private static IndexInfo index() {
    return IndexInfo.of("payload");
  }

  static ObjectsInputStream ofArray(
      InputStream in, String where, ReadOptions options, Complaints complaints) {
    PartReading reading = reading(options);
    return new ObjectsInputStream(reading, reading.array(in, index(), where), complaints);
  }

  static ObjectsInputStream ofValues(
      InputStream in, String where, ReadOptions options, Complaints complaints) {
    PartReading reading = reading(options);
    return new ObjectsInputStream(reading, reading.values(in, index(), where, 0), complaints);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    while (taken == out.size()) {
      out.clear();
      taken = 0;
      if (!next()) {
        return -1;
      }
    }
    int n = Math.min(length, out.size() - taken);
    System.arraycopy(out.array(), taken, bytes, offset, n);
    taken += n;
    return n;
  }

  /** Takes the next object, or goes on to the next part; false at the end. */
  private boolean next() throws IOException {
    DocumentCursor open = documents;
    if (open == null) {
      DocumentPart opened = cutter.next();
      if (opened == null) {
        tellDamages();
        return false;
      }
      part = opened;
      documents = opened.documents();
      return true;
    }
    Document document = open.next();
    if (document == null) {
      closePart();
    } else {
      out.write(document.array(), document.offset(), document.length()).write((byte) '\n');
    }
    return true;
  }

  private void tellDamages() throws IOException {
    for (DumpException damage : reading.damages()) {
      complaints.add(damage);
    }
  }

  private void closePart() throws IOException {
    DocumentPart open = part;
    part = null;
    documents = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() throws IOException {
    closePart();
  }
}
