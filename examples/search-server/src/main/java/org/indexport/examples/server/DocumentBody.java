package org.indexport.examples.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.indexport.Document;
import org.indexport.json.DocumentId;
import org.indexport.json.DocumentScanner;
import org.indexport.json.DottedPath;
import org.indexport.json.MalformedJsonException;

/**
 * Cuts the body of a request, a JSON array of objects or one object after the other, into
 * documents: slices of its bytes, which are never written anew.
 */
final class DocumentBody {
  private static final int MAX_DEPTH = 1_000;

  /** Numbers and strings of any length are somebody's data. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNestingDepth(MAX_DEPTH)
                  .build())
          .build();

  private final byte[] body;
  private final String primaryKey;
  private final DocumentScanner scanner;
  private final List<Document> documents = new ArrayList<>();

  private DocumentBody(byte[] body, String primaryKey) {
    this.body = body;
    this.primaryKey = primaryKey;
    this.scanner = new DocumentScanner(MAX_DEPTH).select(DottedPath.of(primaryKey));
  }

  /**
   * Reads a body.
   *
   * @param primaryKey the member that holds the id of each document
   * @return the documents with their ids beside them; they share the array
   * @throws Refusal if the body is anything else, or a document has no id
   */
  static List<Document> parse(byte[] body, String primaryKey) throws IOException, Refusal {
    DocumentBody cut = new DocumentBody(body, primaryKey);
    try (JsonParser json = JSON.createParser(body)) {
      cut.readAll(json);
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest("malformed_payload", String.valueOf(e.getMessage()));
    }
    return cut.documents;
  }

  private void readAll(JsonParser json) throws IOException, Refusal {
    JsonToken first = json.nextToken();
    if (first == null) {
      throw Refusal.badRequest("missing_payload", "there are no documents in the body; send some");
    }
    boolean isArray = first == JsonToken.START_ARRAY;
    JsonToken end = isArray ? JsonToken.END_ARRAY : null;
    for (JsonToken token = isArray ? json.nextToken() : json.currentToken();
        token != end;
        token = json.nextToken()) {
      if (token != JsonToken.START_OBJECT) {
        throw malformed("an object", String.valueOf(token));
      }
      int from = (int) json.currentTokenLocation().getByteOffset();
      if (from < 0) {
        throw malformed("UTF-8", "another encoding");
      }
      json.skipChildren();
      add(from, (int) json.currentLocation().getByteOffset());
    }
    if (isArray && json.nextToken() != null) {
      throw malformed("the end of the body after the array", "something else");
    }
  }

  private void add(int from, int to) throws Refusal {
    try {
      // Finds the id and what the parser passed over: bytes that are not UTF-8, for instance.
      scanner.scan(body, from, to);
      String id = DocumentId.of(body, scanner.valueStart(), scanner.valueEnd());
      if (id == null || id.isEmpty()) {
        throw Refusal.badRequest(
            "missing_document_id",
            "document %d has no string or number as its member '%s'"
                .formatted(documents.size() + 1, primaryKey));
      }
      documents.add(Document.of(id, null, null, body, from, to - from));
    } catch (MalformedJsonException e) {
      throw malformed(e.expected(), e.found());
    }
  }

  private Refusal malformed(String expected, String found) {
    return Refusal.badRequest(
        "malformed_payload",
        "document %d: expected %s, found %s".formatted(documents.size() + 1, expected, found));
  }
}
