package org.indexport.lifecycle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DumpHeader;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.spi.EngineSource;
import org.jspecify.annotations.Nullable;

/** An engine that is read no faster than it may be, and stops being read between documents. */
final class ThrottledSource implements EngineSource {
  private final EngineSource engine;
  private final Throttle throttle;

  ThrottledSource(EngineSource engine, Throttle throttle) {
    this.engine = engine;
    this.throttle = throttle;
  }

  @Override
  public DumpHeader header() throws IOException {
    return engine.header();
  }

  @Override
  public List<DocumentCursor> slices(IndexName index, int wanted) throws IOException {
    List<DocumentCursor> slices = new ArrayList<>();
    for (DocumentCursor slice : engine.slices(index, wanted)) {
      slices.add(new Slice(slice));
    }
    return slices;
  }

  @Override
  public Iterable<Section> sections() throws IOException {
    return engine.sections();
  }

  @Override
  public List<String> notices() {
    return engine.notices();
  }

  @Override
  public List<String> losses(IndexName index) throws IOException {
    return engine.losses(index);
  }

  @Override
  public void close() throws IOException {
    engine.close();
  }

  private final class Slice implements DocumentCursor {
    private final DocumentCursor documents;
    private final long step = throttle.step();
    private long passed;

    Slice(DocumentCursor documents) {
      this.documents = documents;
    }

    @Override
    public @Nullable Document next() throws IOException {
      throttle.check();
      if (passed >= step) {
        throttle.pass(passed);
        passed = 0;
      }
      Document document = documents.next();
      passed += document == null ? 0 : document.length();
      return document;
    }

    @Override
    public void close() throws IOException {
      documents.close();
    }
  }
}
