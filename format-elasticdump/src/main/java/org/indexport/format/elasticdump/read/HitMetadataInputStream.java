package org.indexport.format.elasticdump.read;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Objects;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.ReadLimits;
import org.indexport.json.ByteBuilder;
import org.indexport.json.DocumentScanner;
import org.indexport.json.MalformedJsonException;
import org.indexport.json.UnexpectedBytesException;
import org.indexport.spi.Damages;
import org.indexport.spi.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * A line for each hit with something that envelopes have no place for: its position among the hits
 * of its index, from 0, its id, its type if that is not the index's, and other members as they are.
 */
final class HitMetadataInputStream extends InputStream {
  private final Iterator<DumpSource> files;
  private final ReadLimits limits;
  private final Damages damages;
  private final HitNames names;
  private final @Nullable String wanted;
  private final byte[] type;
  private final DocumentScanner scanner;
  private final ByteBuilder lines = new ByteBuilder();
  private final byte[] single = new byte[1];
  private int position;
  private long ordinal;
  private @Nullable InputStream text;
  private @Nullable HitBlocks blocks;

  /**
   * Starts before the first hit.
   *
   * @param index the index whose hits are meant
   */
  HitMetadataInputStream(DataSet set, IndexInfo index, ReadLimits limits, Damages damages) {
    this.files = set.files().iterator();
    this.limits = limits;
    this.damages = damages;
    this.names = new HitNames(set.otherwise());
    this.wanted = set.fixed() == null ? index.name().name() : null;
    this.type = HitType.bytes(index);
    this.scanner = new DocumentScanner(limits.maxDepth());
  }

  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    while (position == lines.size()) {
      lines.clear();
      position = 0;
      if (!fill()) {
        return -1;
      }
    }
    int n = Math.min(length, lines.size() - position);
    System.arraycopy(lines.array(), position, bytes, offset, n);
    position += n;
    return n;
  }

  /** Goes through one more block; false after the last. */
  private boolean fill() throws IOException {
    HitBlocks open = blocks;
    if (open == null) {
      if (!files.hasNext()) {
        return false;
      }
      DumpSource file = files.next();
      InputStream opened = PlainText.open(file, limits, damages);
      text = opened;
      blocks = new HitBlocks(opened, file.name(), limits, damages, byte[]::new);
      return true;
    }
    if (open.next(this::take) == null) {
      close();
    }
    return true;
  }

  private void take(HitScanner hit, long line) throws IOException {
    if (wanted != null && !wanted.equals(names.of(hit))) {
      return;
    }
    if (hit.hasExtras(type)) {
      int start = lines.size();
      lines.write(("{\"ordinal\":" + ordinal).getBytes(US_ASCII));
      hit.appendId(lines);
      hit.appendExtras(type, lines);
      lines.write((byte) '}');
      check(hit, start);
      lines.write((byte) '\n');
    }
    // Whoever reads the documents counts what can be rewritten.
    hit.rewrite();
    ordinal++;
  }

  private void check(HitScanner hit, int start) throws UnexpectedBytesException {
    try {
      scanner.scan(lines.array(), start, lines.size());
    } catch (MalformedJsonException e) {
      throw new UnexpectedBytesException(
          hit.start(), "members of well-formed JSON", "one that is not: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    InputStream open = text;
    text = null;
    blocks = null;
    if (open != null) {
      open.close();
    }
  }
}
