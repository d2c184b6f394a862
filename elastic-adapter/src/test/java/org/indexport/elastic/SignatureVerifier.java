package org.indexport.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.indexport.testkit.TinyHttpServer;
import org.indexport.testkit.TinyHttpServer.Request;
import org.jspecify.annotations.Nullable;

/**
 * Checks Signature Version 4 as AWS's documentation describes it, for all services but S3: what a
 * front of AWS does, written without the library that signs.
 */
final class SignatureVerifier {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, ?"
              + "SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

  private final String accessKey;
  private final String secret;
  private final String region;
  private final String service;

  SignatureVerifier(String accessKey, String secret, String region, String service) {
    this.accessKey = accessKey;
    this.secret = secret;
    this.region = region;
    this.service = service;
  }

  /** What is wrong with the signature of a request, or null when nothing is. */
  @Nullable String problem(Request request) {
    String authorization = request.headers().getOrDefault("authorization", "");
    Matcher given = AUTHORIZATION.matcher(authorization);
    if (!given.matches()) {
      return "Missing Authentication Token";
    }
    if (!given.group(1).equals(accessKey)) {
      return "The security token included in the request is invalid.";
    }
    if (!given.group(3).equals(region) || !given.group(4).equals(service)) {
      return "Credential should be scoped to a valid region and service";
    }
    List<String> signed = List.of(given.group(5).split(";", -1));
    for (String name : request.headers().keySet()) {
      boolean due = name.equals("host") || name.startsWith("x-amz-");
      if (due && !signed.contains(name)) {
        return "not signed: " + name;
      }
    }
    String content = request.headers().get("x-amz-content-sha256");
    if (content != null && !content.equals(request.digest())) {
      return "the body is another one";
    }
    return signature(request, signed).equals(given.group(6))
        ? null
        : "The request signature we calculated does not match the signature you provided.";
  }

  /** The signature that a request is to have. */
  String signature(Request request, List<String> signed) {
    String time = request.headers().getOrDefault("x-amz-date", "");
    String day = time.substring(0, Math.min(8, time.length()));
    String scope = day + "/" + region + "/" + service + "/aws4_request";
    String text =
        "AWS4-HMAC-SHA256\n%s\n%s\n%s"
            .formatted(
                time, scope, TinyHttpServer.digest(canonical(request, signed).getBytes(UTF_8)));
    byte[] key = ("AWS4" + secret).getBytes(UTF_8);
    for (String part : List.of(day, region, service, "aws4_request")) {
      key = mac(key, part);
    }
    return HexFormat.of().formatHex(mac(key, text));
  }

  private static String canonical(Request request, List<String> signed) {
    StringBuilder path = new StringBuilder();
    for (String segment : request.path().split("/", -1)) {
      path.append(path.isEmpty() && segment.isEmpty() ? "" : escaped(segment)).append('/');
    }
    path.setLength(path.length() - 1);
    Map<String, String> parameters = new TreeMap<>();
    request.parameters().forEach((name, value) -> parameters.put(escaped(name), escaped(value)));
    StringBuilder query = new StringBuilder();
    parameters.forEach(
        (name, value) ->
            query.append(query.isEmpty() ? "" : "&").append(name).append('=').append(value));
    StringBuilder headers = new StringBuilder();
    for (String name : signed) {
      String value = request.headers().getOrDefault(name.toLowerCase(Locale.ROOT), "");
      headers.append(name).append(':').append(value.strip().replaceAll(" +", " ")).append('\n');
    }
    return String.join(
        "\n", request.method(), path, query, headers, String.join(";", signed), request.digest());
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
      out.append(plain ? String.valueOf(c) : "%" + HexFormat.of().withUpperCase().toHexDigits(b));
    }
    return out.toString();
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
