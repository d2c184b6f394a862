package org.indexport.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.indexport.http.Call;
import org.indexport.testkit.TinyHttpServer;
import org.indexport.testkit.TinyHttpServer.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

class AwsSignerTest {
  private static final byte[] NOTHING = {};
  private static final String SUITE_SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String S3_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  private static AwsSigner signer(AwsCredentialsIdentity keys, Clock clock) {
    return new AwsSigner(() -> keys, "eu-central-1", "es", clock);
  }

  /** A request as a server would see it. */
  private static Request request(String method, URI uri, Map<String, String> headers, byte[] body) {
    Map<String, String> lower = new HashMap<>(Map.of("host", uri.getAuthority()));
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    Map<String, String> parameters = new HashMap<>();
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      String[] sides = pair.split("=", 2);
      parameters.put(sides[0], sides.length < 2 ? "" : URLDecoder.decode(sides[1], UTF_8));
    }
    return new Request(
        method,
        uri.getRawPath(),
        parameters,
        lower,
        new String(body, UTF_8),
        TinyHttpServer.digest(body));
  }

  /** Examples of AWS's test suite for Signature Version 4. */
  @ParameterizedTest
  @CsvSource({
    "GET,  /, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "POST, /, 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    "GET,  /?Param2=value2&Param1=value1,"
        + " b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
  })
  void theVerifierFindsPublishedSignatures(String method, String target, String signature) {
    SignatureVerifier verifier =
        new SignatureVerifier("AKIDEXAMPLE", SUITE_SECRET, "us-east-1", "service");
    Request request =
        request(
            method,
            URI.create("https://example.amazonaws.com" + target),
            Map.of("X-Amz-Date", "20150830T123600Z"),
            NOTHING);

    assertThat(verifier.signature(request, List.of("host", "x-amz-date"))).isEqualTo(signature);
  }

  /** Examples of the documentation of S3, the only ones with a hash of the body as a header. */
  @ParameterizedTest
  @CsvSource({
    "GET, /test.txt, Range, bytes=0-9, '',"
        + " f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    "GET, /?lifecycle, '', '', '',"
        + " fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    "GET, /?max-keys=2&prefix=J, '', '', '',"
        + " 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
  })
  void theSignerMakesPublishedSignatures(
      String method, String target, String header, String value, String body, String signature)
      throws IOException {
    AwsCredentialsIdentity keys = AwsCredentialsIdentity.create("AKIAIOSFODNN7EXAMPLE", S3_SECRET);
    Clock then = Clock.fixed(Instant.parse("2013-05-24T00:00:00Z"), ZoneOffset.UTC);
    AwsSigner signer = new AwsSigner(() -> keys, "us-east-1", "s3", then);
    Map<String, String> headers = header.isEmpty() ? Map.of() : Map.of(header, value);
    URI uri = URI.create("https://examplebucket.s3.amazonaws.com" + target);

    Map<String, String> proof = signer.sign(method, uri, headers, bytes(body));

    assertThat(proof)
        .containsOnlyKeys("Authorization", "X-Amz-Date", "x-amz-content-sha256")
        .containsEntry("X-Amz-Date", "20130524T000000Z");
    assertThat(proof.get("Authorization")).endsWith("Signature=" + signature);
  }

  @Test
  void theBodyIsSigned() throws IOException {
    AwsCredentialsIdentity keys = AwsCredentialsIdentity.create("AKIAIOSFODNN7EXAMPLE", S3_SECRET);
    Clock then = Clock.fixed(Instant.parse("2013-05-24T00:00:00Z"), ZoneOffset.UTC);
    AwsSigner signer = new AwsSigner(() -> keys, "us-east-1", "s3", then);
    Map<String, String> headers =
        Map.of(
            "Date", "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class", "REDUCED_REDUNDANCY");
    URI uri = URI.create("https://examplebucket.s3.amazonaws.com/test$file.text");

    Map<String, String> proof = signer.sign("PUT", uri, headers, bytes("Welcome to Amazon S3."));

    assertThat(proof.get("Authorization"))
        .endsWith("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  @Property(tries = 300)
  void whatIsSignedIsVerified(
      @ForAll @Size(max = 4) List<String> segments,
      @ForAll String value,
      @ForAll byte[] body,
      @ForAll String token)
      throws IOException {
    String asked = token.replaceAll("[^!-~]", "");
    AwsCredentialsIdentity keys =
        asked.isEmpty()
            ? AwsCredentialsIdentity.create("AKID", "secret")
            : AwsSessionCredentialsIdentity.create("AKID", "secret", asked);
    // No name of an index, an alias or a template is empty or made of dots.
    String path = Call.path(segments.stream().map(segment -> "x" + segment).toArray(String[]::new));
    Call call = Call.get(path.isEmpty() ? "/" : path).with("q", value).with("a-b", "1,*");
    URI uri = URI.create("https://search.example.org:9200" + call.target());
    Map<String, String> sent = new HashMap<>(Map.of("Content-Type", "application/json"));
    byte[] shifted = new byte[body.length + 7];
    System.arraycopy(body, 0, shifted, 3, body.length);

    sent.putAll(
        signer(keys, CLOCK).sign("POST", uri, sent, ByteBuffer.wrap(shifted, 3, body.length)));

    SignatureVerifier verifier = new SignatureVerifier("AKID", "secret", "eu-central-1", "es");
    assertThat(verifier.problem(request("POST", uri, sent, body))).isNull();
    assertThat(sent.get("X-Amz-Security-Token")).isEqualTo(asked.isEmpty() ? null : asked);
    URI other = URI.create(uri + "x");
    assertThat(verifier.problem(request("POST", other, sent, body))).contains("does not match");
    assertThat(verifier.problem(request("POST", uri, sent, shifted))).contains("another");
  }

  @Test
  void signaturesBearTheTime() throws IOException {
    AwsCredentialsIdentity keys = AwsCredentialsIdentity.create("AKID", "secret");
    URI uri = URI.create("https://h/");

    String first = signer(keys, CLOCK).sign("GET", uri, Map.of(), bytes("")).get("Authorization");
    Clock later = Clock.offset(CLOCK, java.time.Duration.ofSeconds(1));

    assertThat(signer(keys, later).sign("GET", uri, Map.of(), bytes("")).get("Authorization"))
        .isNotEqualTo(first);
  }
}
