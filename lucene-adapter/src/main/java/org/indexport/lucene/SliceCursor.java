package org.indexport.lucene;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.util.Bits;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.Lines;
import org.jspecify.annotations.Nullable;

/** The live documents within a run of document numbers. */
final class SliceCursor implements DocumentCursor {
  private final List<LeafReaderContext> leaves;
  private final int to;
  private final DocumentMapper mapper;
  private final Lines lines;
  private int next;
  private int leaf;
  private int base;
  private int leafEnd;
  private @Nullable Bits live;
  private DocumentMapper.@Nullable Decoder decoder;

  SliceCursor(
      List<LeafReaderContext> leaves, int from, int to, DocumentMapper mapper, Lines lines) {
    this.leaves = leaves;
    this.next = from;
    this.to = to;
    this.mapper = mapper;
    this.lines = lines;
  }

  @Override
  public @Nullable Document next() throws IOException {
    try {
      while (next < to) {
        DocumentMapper.Decoder current = decoder;
        if (current == null || next >= leafEnd) {
          current = enterLeaf();
        }
        int docId = next++ - base;
        if (live == null || live.get(docId)) {
          return current.document(docId);
        }
      }
      return null;
    } catch (CorruptIndexException e) {
      throw new CorruptDumpException(
          "the Lucene index is damaged: " + e.getMessage() + "; restore it", e);
    }
  }

  private DocumentMapper.Decoder enterLeaf() throws IOException {
    while (next >= leaves.get(leaf).docBase + leaves.get(leaf).reader().maxDoc()) {
      leaf++;
    }
    LeafReaderContext context = leaves.get(leaf);
    LeafReader reader = context.reader();
    base = context.docBase;
    leafEnd = base + reader.maxDoc();
    live = reader.getLiveDocs();
    decoder = mapper.decoder(reader, lines);
    return decoder;
  }

  @Override
  public void close() {
    next = to;
    decoder = null;
  }
}
