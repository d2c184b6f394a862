package org.indexport.kuzzle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the last bytes of a page tell, so that the next one can be asked for before this one was
 * read. What stands at the very end of an answer is not part of a document.
 *
 * @param scrollId the scroll to go on with
 * @param total how many documents the scroll has
 */
record PageEnd(String scrollId, long total) {
  private static final Pattern END =
      Pattern.compile(
          "(\"scrollId\":\")?([A-Za-z0-9+/=_-]+)\",\"total\":(\\d{1,18})\\},\"status\":200,\"volatile\":null\\}\\s*$");

  /** With fewer characters of it a scroll could be taken for another. */
  private static final int ENOUGH = 64;

  /**
   * Reads the end of an answer.
   *
   * @param tail its last bytes, which may begin within the scroll's name
   * @param known the scroll of the page before, or null
   * @return null where the bytes do not tell
   */
  static @Nullable PageEnd of(byte[] tail, @Nullable String known) {
    Matcher end = END.matcher(new String(tail, ISO_8859_1));
    if (!end.find()) {
      return null;
    }
    String id = end.group(2);
    long total = Long.parseLong(end.group(3));
    if (end.group(1) != null) {
      return new PageEnd(id, total);
    }
    boolean isCut = end.start() == 0 && id.length() >= ENOUGH;
    return isCut && known != null && known.endsWith(id) ? new PageEnd(known, total) : null;
  }
}
