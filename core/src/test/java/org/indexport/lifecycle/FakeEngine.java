package org.indexport.lifecycle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.spi.EngineSource;
import org.jspecify.annotations.Nullable;

/** An engine in memory, as it was when this was made; reading it can be held up, or fail. */
final class FakeEngine implements EngineSource {
  static final IndexName MOVIES = IndexName.of("movies");

  private final List<String> documents;
  private final Step step;

  /** Whether it was closed. */
  volatile boolean closed;

  /** Called before each document. */
  interface Step {
    void before(int document) throws IOException;
  }

  FakeEngine(List<String> documents, Step step) {
    this.documents = List.copyOf(documents);
    this.step = step;
  }

  static FakeEngine of(int count) {
    return new FakeEngine(documents(count), document -> {});
  }

  static FakeEngine of(int count, Step step) {
    return new FakeEngine(documents(count), step);
  }

  static List<String> documents(int count) {
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      documents.add("{\"id\":" + i + "}");
    }
    return documents;
  }

  @Override
  public DumpHeader header() {
    IndexInfo movies =
        IndexInfo.builder(MOVIES).primaryKey("id").documentCount((long) documents.size()).build();
    return DumpHeader.of(movies).withEngine("fake", "1.0");
  }

  @Override
  public List<DocumentCursor> slices(IndexName index, int wanted) {
    return List.of(
        new DocumentCursor() {
          private int next;

          @Override
          public @Nullable Document next() throws IOException {
            if (next == documents.size()) {
              return null;
            }
            step.before(next);
            return Document.of(documents.get(next++));
          }

          @Override
          public void close() {}
        });
  }

  @Override
  public List<String> losses(IndexName index) {
    return List.of("a field that is not stored");
  }

  @Override
  public void close() {
    closed = true;
  }
}
