package org.indexport.testkit;

import java.nio.charset.StandardCharsets;
import org.indexport.Document;
import org.jspecify.annotations.Nullable;

/**
 * A document as a value that can be kept and compared. Immutable.
 *
 * @param id the id beside the document, or null
 * @param routing the routing beside it, or null
 * @param version the version beside it, or null
 * @param json its source
 */
public record DocumentContent(
    @Nullable String id, @Nullable String routing, @Nullable Long version, String json) {

  /** A document with nothing beside it. */
  public static DocumentContent of(String json) {
    return new DocumentContent(null, null, null, json);
  }

  /** A copy of a document. */
  public static DocumentContent of(Document document) {
    return new DocumentContent(
        document.id(), document.routing(), document.version(), document.json());
  }

  /** A new document of this content, which lies in the middle of a larger array. */
  public Document toDocument() {
    byte[] bytes = ("x" + json + "}").getBytes(StandardCharsets.UTF_8);
    return Document.of(id, routing, version, bytes, 1, bytes.length - 2);
  }

  /** Long documents are shortened. */
  @Override
  public String toString() {
    String shown = json.length() > 200 ? json.substring(0, 200) + " …" : json;
    return "(" + id + ", " + routing + ", " + version + ") " + shown;
  }
}
