package org.indexport.format.elasticdump;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.indexport.json.DocumentId;
import org.indexport.json.DocumentScanner;
import org.indexport.json.DottedPath;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Ids that lie in documents. */
final class Ids {
  private Ids() {}

  static @Nullable String of(String primaryKey, String json) {
    byte[] bytes = json.getBytes(UTF_8);
    DocumentScanner scanner = new DocumentScanner(1_000).select(DottedPath.of(primaryKey));
    try {
      scanner.scan(bytes, 0, bytes.length);
      return scanner.valueStart() < 0
          ? null
          : DocumentId.of(bytes, scanner.valueStart(), scanner.valueEnd());
    } catch (MalformedJsonException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
