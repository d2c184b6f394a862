package org.indexport.format.kourou.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.indexport.Document;
import org.indexport.DocumentRejectedException;
import org.indexport.DocumentSink;
import org.indexport.json.JsonText;
import org.indexport.spi.IdFinder;
import org.jspecify.annotations.Nullable;

/**
 * Gives on documents with their ids and nothing else beside them, and refuses ids that are none.
 */
final class IdSink implements DocumentSink {
  /** What Kuzzle takes, in bytes of UTF-8. */
  private static final int LONGEST_ID = 512;

  private static final int MOST_SHOWN = 60;

  private final DocumentSink lines;
  private final WrittenCollection collection;
  private final WriteChoices.MissingIds missing;
  private final IdFinder ids;

  IdSink(DocumentSink lines, WrittenCollection collection, WriteChoices.MissingIds missing) {
    this.lines = lines;
    this.collection = collection;
    this.missing = missing;
    this.ids = new IdFinder(collection.primaryKey());
  }

  @Override
  public void add(Document document) throws IOException {
    String id = ids.id(document);
    if (id == null || id.isEmpty()) {
      id = made(id, document);
    } else if (id.length() > LONGEST_ID / 3 && id.getBytes(UTF_8).length > LONGEST_ID) {
      throw new DocumentRejectedException(
          where(id),
          "an id of at most " + LONGEST_ID + " bytes",
          "one of " + id.getBytes(UTF_8).length,
          "leave the document out, or give it another id");
    }
    lines.add(document.withId(id, null, null));
    if (document.routing() != null || document.version() != null) {
      collection.loseRouting();
    }
  }

  private String made(@Nullable String id, Document document) throws DocumentRejectedException {
    if (missing == WriteChoices.MissingIds.MADE) {
      return collection.makeId();
    }
    int shown = Math.min(MOST_SHOWN, document.length());
    throw new DocumentRejectedException(
        "index %s, document %s"
            .formatted(
                collection.name(), new String(document.array(), document.offset(), shown, UTF_8)),
        "an id",
        id == null ? "none" : "an empty one",
        "name the member that holds ids as primary key, or set the option missing-ids to made");
  }

  private String where(String id) {
    return "index %s, document with id %s…"
        .formatted(collection.name(), JsonText.quote(id.substring(0, MOST_SHOWN)));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
