package org.indexport.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Set;
import org.indexport.ReadLimits;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/** Makes sealed files of any content. */
final class Sealing {
  private Sealing() {}

  /** The members of an object. */
  static JsonObject.Builder of(String json) throws MalformedJsonException {
    JsonObject parsed = JsonObject.parse(json.getBytes(UTF_8), ReadLimits.DEFAULT.maxDepth());
    return new JsonObject.Builder().putRaw(parsed.rawExcept(Set.of()));
  }

  /** A sealed file with other text in it, sealed again. */
  static byte[] changed(byte[] sealed, String from, String to) throws MalformedJsonException {
    String text = new String(sealed, UTF_8);
    int end = text.lastIndexOf(",\"" + RepositoryJson.SEAL + "\"");
    String changed = text.substring(0, end).replace(from, to);
    if (changed.equals(text.substring(0, end))) {
      throw new IllegalArgumentException(from + " is not in " + text);
    }
    return RepositoryJson.seal(of(changed + "}"));
  }
}
