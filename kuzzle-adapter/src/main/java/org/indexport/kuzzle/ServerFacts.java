package org.indexport.kuzzle;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.DumpException;
import org.indexport.http.Call;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * What a server is and how much it takes, as far as it tells us; its own defaults otherwise.
 *
 * @param version its version, or null when it does not tell
 * @param maxRequestBytes how long the body of a request may be
 * @param maxPage how many documents a page may have
 * @param maxWrite how many documents a request may have, if the server limits the kind of request
 *     that it does not limit by default
 */
record ServerFacts(@Nullable String version, int maxRequestBytes, int maxPage, int maxWrite) {
  /** What servers have that were not told otherwise. */
  private static final ServerFacts DEFAULT = new ServerFacts(null, 1 << 20, 10_000, 200);

  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,12})(?:\\.(\\d{1,3}))?\\s*(b|kb|mb|gb|)", Pattern.CASE_INSENSITIVE);

  /**
   * Asks a server what it is. Fails at once if there is nobody.
   *
   * @throws DumpException if it is no Kuzzle, or the login is refused
   * @throws IOException if it does not answer
   */
  static ServerFacts of(KuzzleTransport transport) throws IOException {
    KuzzleAnswer config = transport.first(Call.get("/_getConfig"));
    checkKuzzle(transport, config);
    if (config.isOk()) {
      return read(config);
    }
    // Who may not see the configuration may at times see the version and the limits.
    KuzzleAnswer info = transport.send(Call.get("/_serverInfo"));
    KuzzleAnswer limits = transport.send(Call.get("/_capabilities"));
    ServerFacts facts = limits.isOk() ? read(limits) : DEFAULT;
    return facts.version != null || !info.isOk()
        ? facts
        : new ServerFacts(version(info), facts.maxRequestBytes, facts.maxPage, facts.maxWrite);
  }

  private static void checkKuzzle(KuzzleTransport transport, KuzzleAnswer answer)
      throws DumpException {
    KuzzleError error = answer.error();
    if (!answer.isOk() && error.kind() == KuzzleError.Kind.LOGIN_LOST) {
      throw answer.failure("asking what it is");
    }
    try {
      // Each answer of the API names what was asked of it.
      if (answer.body().length > 0 && "server".equals(answer.json().string("controller"))) {
        return;
      }
    } catch (MalformedJsonException | DumpException e) {
      // Said below.
    }
    throw new DumpException(
        transport.name()
            + ": expected a Kuzzle, found a server that does not answer like one; see whether the"
            + " address is right (Kuzzle's own Elasticsearch is http://HOST:9200)");
  }

  private static @Nullable String version(KuzzleAnswer answer) throws DumpException {
    try {
      JsonObject info = answer.result().object("serverInfo");
      JsonObject kuzzle = info == null ? null : info.object("kuzzle");
      return kuzzle == null ? null : kuzzle.string("version");
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  private static ServerFacts read(KuzzleAnswer answer) throws DumpException {
    JsonObject config = answer.result();
    try {
      JsonObject server = config.object("server");
      String raw = server == null ? null : server.raw("maxRequestSize");
      JsonObject limits = config.object("limits");
      Long page = limits == null ? null : limits.number("documentsFetchCount");
      Long write = limits == null ? null : limits.number("documentsWriteCount");
      return new ServerFacts(
          config.string("version"),
          raw == null ? DEFAULT.maxRequestBytes : bytes(raw.replace("\"", "")),
          page == null ? DEFAULT.maxPage : (int) Math.max(1, Math.min(page, 100_000)),
          write == null ? DEFAULT.maxWrite : (int) Math.max(1, Math.min(write, 1_000_000)));
    } catch (MalformedJsonException e) {
      throw answer.malformed(e);
    }
  }

  /** Reads a size as Kuzzle writes it: {@code 1MB}, {@code 512kb}, or a number of bytes. */
  static int bytes(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      return DEFAULT.maxRequestBytes;
    }
    double number = Double.parseDouble(text.strip().replaceFirst("(?i)\\s*[kmg]?b?$", ""));
    int shift =
        switch (matcher.group(3).toLowerCase(java.util.Locale.ROOT)) {
          case "kb" -> 10;
          case "mb" -> 20;
          case "gb" -> 30;
          default -> 0;
        };
    double bytes = number * (1L << shift);
    return (int) Math.max(1 << 10, Math.min(bytes, 1 << 30));
  }
}
