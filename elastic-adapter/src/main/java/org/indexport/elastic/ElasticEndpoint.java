package org.indexport.elastic;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.indexport.DumpException;
import org.indexport.http.ConnectorOptions;
import org.indexport.http.Endpoint;
import org.indexport.http.RequestSigner;
import org.indexport.http.ServerAddress;
import org.jspecify.annotations.Nullable;

/** Reads where a cluster is, and who we are to it. */
final class ElasticEndpoint {
  private static final String API_KEY = "api-key";
  private static final String BEARER = "bearer-token";

  /** The hosts of Amazon OpenSearch Serverless. */
  private static final Pattern COLLECTION =
      Pattern.compile("(?i)(.+\\.)?aoss(-fips)?\\.amazonaws\\.com(\\.cn)?(:\\d+)?");

  /** Names that the server works out, such as {@code <logs-{now/d}>}. */
  private static final Pattern DATE_MATH = Pattern.compile("<[^<>]*>");

  /** The schemes that URIs may have. */
  static final Set<String> SCHEMES =
      Set.of(
          "http",
          "https",
          "elasticsearch+http",
          "elasticsearch+https",
          "opensearch+http",
          "opensearch+https");

  private ElasticEndpoint() {}

  /** The names of the options that say how to speak to a server. */
  static Set<String> optionNames() {
    Set<String> names = new HashSet<>(Endpoint.optionNames());
    names.addAll(ServerAddress.OPTIONS);
    names.addAll(AwsSigning.OPTIONS);
    names.addAll(List.of(API_KEY, API_KEY + "-file", BEARER, BEARER + "-file"));
    return names;
  }

  /**
   * Reads a URI such as {@code https://user:password@host:9200/logs-*} and the options.
   *
   * @throws DumpException if either is not as described
   * @throws IOException if a file that an option names cannot be read
   */
  static Endpoint of(String text, ConnectorOptions options) throws IOException {
    ServerAddress address =
        ServerAddress.parse(
            text,
            SCHEMES,
            "http://HOST:9200 or https://HOST:9200/INDEXES",
            "https://search.example.org:9200/logs-*");
    if (COLLECTION.matcher(address.host()).matches()) {
      throw new DumpException(
          "%s: expected a domain, found a collection of OpenSearch Serverless, which is neither read nor loaded: its shards cannot be read one by one, and its indexes cannot be held back while they are loaded; nothing was asked of it; use a domain"
              .formatted(address.host()));
    }
    int port = address.scheme().equals("https") ? 443 : 9200;
    Endpoint endpoint = Endpoint.of(address, port, options);
    String pattern = endpoint.pattern();
    if (pattern != null && DATE_MATH.matcher(pattern).replaceAll("").indexOf('/') >= 0) {
      throw new DumpException(
          "%s: expected names of indexes after the host, found %s; what the server itself is behind goes to option path-prefix"
              .formatted(endpoint.base(), pattern));
    }
    String authorization = authorization(address, options);
    if (authorization != null) {
      endpoint = endpoint.withHeader("Authorization", authorization);
    }
    URI uri = URI.create("%s://%s".formatted(address.scheme(), address.host()));
    RequestSigner signer = AwsSigning.signer(options, uri, System::getenv);
    if (signer == null) {
      return endpoint;
    }
    if (endpoint.headers().keySet().stream().anyMatch("authorization"::equalsIgnoreCase)) {
      throw new DumpException(
          endpoint.base()
              + ": requests are signed, so there can be no user, API key, token or such a header");
    }
    return endpoint.withSigner(signer);
  }

  private static @Nullable String authorization(ServerAddress address, ConnectorOptions options)
      throws IOException {
    List<String> found = new ArrayList<>();
    ServerAddress.User user = address.user(options);
    if (user != null) {
      found.add("Basic " + base64(user.name() + ":" + user.password()));
    }
    String apiKey = options.secret(API_KEY);
    if (apiKey != null) {
      // Given as id:key, or encoded already.
      found.add("ApiKey " + (apiKey.indexOf(':') < 0 ? apiKey : base64(apiKey)));
    }
    String bearer = options.secret(BEARER);
    if (bearer != null) {
      found.add("Bearer " + bearer);
    }
    if (found.size() > 1) {
      throw new DumpException(
          "give one of: a user and password, option %s, option %s".formatted(API_KEY, BEARER));
    }
    return found.isEmpty() ? null : found.get(0);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
