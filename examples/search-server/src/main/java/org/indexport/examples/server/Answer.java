package org.indexport.examples.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.indexport.examples.server.SearchIndex.Hits;
import org.indexport.json.JsonObject;

/** What is answered to a request. */
final class Answer {
  private final int status;
  private final byte[] json;

  /**
   * Creates an answer.
   *
   * @param status the HTTP status
   * @param json the body; not copied
   */
  Answer(int status, byte[] json) {
    this.status = status;
    this.json = json;
  }

  int status() {
    return status;
  }

  byte[] json() {
    return json;
  }

  static Answer of(int status, JsonObject.Builder json) {
    return new Answer(status, json.build().getBytes(StandardCharsets.UTF_8));
  }

  static Answer of(Refusal refusal) {
    return of(
        refusal.status(),
        new JsonObject.Builder()
            .put("code", refusal.code())
            .put("message", String.valueOf(refusal.getMessage())));
  }

  /** The documents byte for byte, and how many there are. */
  static Answer of(Hits hits) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    json.writeBytes("{\"hits\":[".getBytes(StandardCharsets.UTF_8));
    for (Iterator<byte[]> all = hits.documents().iterator(); all.hasNext(); ) {
      json.writeBytes(all.next());
      if (all.hasNext()) {
        json.write(',');
      }
    }
    json.writeBytes(("],\"total\":" + hits.total() + "}").getBytes(StandardCharsets.UTF_8));
    return new Answer(200, json.toByteArray());
  }
}
