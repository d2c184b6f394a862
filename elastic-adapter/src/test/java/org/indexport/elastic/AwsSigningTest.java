package org.indexport.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.indexport.DumpException;
import org.indexport.http.Call;
import org.indexport.http.ConnectorOptions;
import org.indexport.http.RequestSigner;
import org.indexport.testkit.TinyHttpServer;
import org.indexport.testkit.TinyHttpServer.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class AwsSigningTest {
  private static final URI DOMAIN =
      URI.create("https://search-x.eu-west-3.es.amazonaws.com:443/books");

  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> options = new HashMap<>(Map.of("aws", "sigv4"));
  @TempDir Path folder;

  @BeforeEach
  void lookNowhereElse() {
    environment.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("credentials").toString());
    environment.put("AWS_CONFIG_FILE", folder.resolve("config").toString());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
  }

  private @Nullable RequestSigner signer(URI server) throws IOException {
    return AwsSigning.signer(
        ConnectorOptions.of("AWS", options, AwsSigning.OPTIONS), server, environment::get);
  }

  private Map<String, String> proof() throws IOException {
    return proof(signer(DOMAIN));
  }

  private static Map<String, String> proof(@Nullable RequestSigner signer) throws IOException {
    return Objects.requireNonNull(signer).sign("GET", DOMAIN, Map.of(), ByteBuffer.allocate(0));
  }

  /** What requests say who asks. */
  private String credential() throws IOException {
    return String.valueOf(proof().get("Authorization"))
        .replaceFirst(".*Credential=([^/]+)/\\d+/([^,]+),.*", "$1 $2");
  }

  private void refuses(String... words) {
    assertThatThrownBy(() -> signer(DOMAIN))
        .isInstanceOf(DumpException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(words).doesNotContain("geheim"));
  }

  @Test
  void nothingIsSignedUnlessAskedFor() throws IOException {
    options.clear();
    environment.put("AWS_ACCESS_KEY_ID", "AKID");
    environment.put("AWS_SECRET_ACCESS_KEY", "geheim");

    assertThat(signer(DOMAIN)).isNull();
    options.put("aws-region", "eu-west-1");
    refuses("aws-region", "aws=sigv4");
    options.put("aws", "yes");
    refuses("[sigv4]");
  }

  @Test
  void keysComeFromOptions() throws IOException {
    options.put("aws-access-key-id", "AKID");
    refuses("aws-secret-access-key");
    options.put(
        "aws-secret-access-key-file",
        Files.writeString(folder.resolve("secret"), "geheim\n").toString());
    assertThat(credential()).isEqualTo("AKID eu-west-3/es/aws4_request");
    options.put("aws-session-token", "t0ken");
    assertThat(proof()).containsEntry("X-Amz-Security-Token", "t0ken");
    options.put("aws-profile", "p");
    refuses("either", "aws-profile");
  }

  @Test
  void keysComeFromTheEnvironment() throws IOException {
    environment.put("AWS_ACCESS_KEY_ID", "AKENV");
    refuses("AWS_SECRET_ACCESS_KEY");
    environment.put("AWS_SECRET_ACCESS_KEY", "geheim");
    environment.put("AWS_SESSION_TOKEN", "");
    assertThat(credential()).startsWith("AKENV ");
    assertThat(proof()).doesNotContainKey("X-Amz-Security-Token");
    environment.put("AWS_SESSION_TOKEN", "t0ken");
    assertThat(proof()).containsEntry("X-Amz-Security-Token", "t0ken");
  }

  @Test
  void keysComeFromTheSharedFiles() throws IOException {
    Files.writeString(
        folder.resolve("credentials"),
        """
        # who may what
        [default]
        aws_access_key_id = AKDEF ; mine
        aws_secret_access_key=geheim/+=

        [backup]
        s3 =
          aws_access_key_id = NO
        aws_access_key_id=AKBACK
        aws_secret_access_key = geheim
        aws_session_token = t0k=en==
        """,
        UTF_8);
    Files.writeString(
        folder.resolve("config"),
        """
        [profile other]
        region = ap-south-1
        aws_access_key_id = AKOTHER
        aws_secret_access_key = geheim
        [profile role]
        role_arn = arn:aws:iam::1:role/x
        """);

    assertThat(credential()).startsWith("AKDEF ");
    environment.put("AWS_PROFILE", "backup");
    assertThat(credential()).startsWith("AKBACK ");
    assertThat(proof()).containsEntry("X-Amz-Security-Token", "t0k=en==");
    options.put("aws-profile", "other");
    assertThat(credential()).startsWith("AKOTHER eu-west-3/");
    options.put("aws-profile", "role");
    refuses("role_arn", "aws configure export-credentials --profile role");
    options.put("aws-profile", "nobody");
    refuses("profile nobody");
  }

  @Test
  void profilesGoBeforeTheEnvironmentWhenTheyAreNamed() throws IOException {
    environment.put("AWS_ACCESS_KEY_ID", "AKENV");
    environment.put("AWS_SECRET_ACCESS_KEY", "geheim");
    Path file = folder.resolve("mine");
    Files.writeString(file, "[p]\naws_access_key_id=AKP\naws_secret_access_key=geheim\n");
    options.put("aws-credentials-file", file.toString());
    refuses("profile default");
    options.put("aws-profile", "p");
    assertThat(credential()).startsWith("AKP ");
  }

  @Test
  void keysThatWereWrittenAnewAreReadAnew() throws IOException {
    Path file = folder.resolve("credentials");
    String text = "[default]\naws_access_key_id=%s\naws_secret_access_key=geheim\n";
    Files.writeString(file, text.formatted("OLD"));
    RequestSigner signer = signer(DOMAIN);
    assertThat(proof(signer).get("Authorization")).contains("OLD");

    Files.writeString(file, text.formatted("NEW"));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_234_567_890_000L));

    assertThat(proof(signer).get("Authorization")).contains("NEW");
  }

  @ParameterizedTest
  @CsvSource({
    "https://search-x.eu-west-3.es.amazonaws.com, eu-west-3/es",
    "https://vpc-x-y.us-gov-west-1.es.amazonaws.com:443/a, us-gov-west-1/es",
    "https://abc.us-east-1.aoss.amazonaws.com, us-east-1/aoss",
    "https://search-x.cn-north-1.es.amazonaws.com.cn, cn-north-1/es",
    "https://search.example.org, sa-east-1/es"
  })
  void hostsOfAwsTellWhereTheyAre(String uri, String scope) throws IOException {
    environment.put("AWS_DEFAULT_REGION", "sa-east-1");
    options.put("aws-access-key-id", "AKID");
    options.put("aws-secret-access-key", "geheim");

    assertThat(signer(URI.create(uri))).hasToString(scope.replaceFirst("(.*)/(.*)", "$2 in $1"));
    options.put("aws-region", "eu-north-1");
    options.put("aws-service", "aoss");
    assertThat(signer(URI.create(uri))).hasToString("aoss in eu-north-1");
  }

  @Test
  void aRegionMustBeKnown() {
    options.put("aws-access-key-id", "AKID");
    options.put("aws-secret-access-key", "geheim");

    assertThatThrownBy(() -> signer(URI.create("http://search.example.org:9200")))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("aws-region")
        .hasMessageContaining("search.example.org");
  }

  @Test
  void withoutKeysNothingStarts() {
    refuses("aws-access-key-id", "AWS_ACCESS_KEY_ID", "credentials");
  }

  @Test
  void anotherIdentityIsNotTakenInstead() throws IOException {
    Files.writeString(
        folder.resolve("credentials"),
        "[default]\naws_access_key_id=AKDEF\naws_secret_access_key=geheim\n");
    environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", "/token");
    refuses("AWS_WEB_IDENTITY_TOKEN_FILE", "export-credentials");
    options.put("aws-profile", "default");
    assertThat(credential()).startsWith("AKDEF ");
  }

  @Test
  void containersHaveRoles() throws IOException {
    try (TinyHttpServer server =
        new TinyHttpServer(
            request ->
                "t".equals(request.headers().get("authorization"))
                    ? Reply.of(200, keys("AKROLE", "2999-01-01T00:00:00Z"))
                    : Reply.of(401, "geheim"))) {
      environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.uri() + "/v2/x");
      refuses("HTTP 401");
      environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "t");
      assertThat(credential()).startsWith("AKROLE ");
      assertThat(proof()).containsEntry("X-Amz-Security-Token", "t0ken");
    }
  }

  @Test
  void machinesHaveRolesWhoseKeysEnd() throws IOException {
    List<String> asked = new ArrayList<>();
    AtomicBoolean gone = new AtomicBoolean();
    try (TinyHttpServer server =
        new TinyHttpServer(
            request -> {
              if (gone.get()) {
                return Reply.of(500, "");
              }
              asked.add(request.toString());
              if (request.method().equals("PUT")) {
                return Reply.of(200, "session");
              }
              assertThat(request.headers()).containsEntry("x-aws-ec2-metadata-token", "session");
              return request.path().endsWith("/")
                  ? Reply.of(200, "my-role")
                  : Reply.of(
                      200,
                      // Within the minutes before the end new keys are asked for.
                      keys("AK" + asked.size(), java.time.Instant.now().plusSeconds(60) + ""));
            })) {
      environment.remove("AWS_EC2_METADATA_DISABLED");
      environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.uri());
      RequestSigner signer = signer(DOMAIN);
      assertThat(proof(signer).get("Authorization")).contains("Credential=AK6/");
      assertThat(asked)
          .startsWith(
              "PUT /latest/api/token",
              "GET /latest/meta-data/iam/security-credentials/",
              "GET /latest/meta-data/iam/security-credentials/my-role");
      gone.set(true);
      // The old ones still hold.
      assertThat(proof(signer).get("Authorization")).contains("Credential=AK6/");
    }
  }

  private static String keys(String id, String end) {
    return "{\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"geheim\",\"Token\":\"t0ken\",\"Expiration\":\"%s\"}"
        .formatted(id, end);
  }

  @Test
  void requestsThatAreSentAgainAreSignedAnew() throws IOException {
    SignatureVerifier verifier = new SignatureVerifier("AKID", "geheim", "eu-west-3", "es");
    List<Reply> replies =
        new ArrayList<>(List.of(Reply.of(503, ""), Reply.of(429, ""), Reply.of(200, "{}")));
    try (TinyHttpServer server = new TinyHttpServer(request -> replies.remove(0))) {
      server.refuse(verifier::problem);
      Transport transport =
          TransportTest.quick(
              server.uri(),
              Map.of(
                  "aws", "sigv4",
                  "aws-region", "eu-west-3",
                  "aws-access-key-id", "AKID",
                  "aws-secret-access-key", "geheim",
                  "compress", "true",
                  "retry-for", Duration.ofSeconds(5).toSeconds() + "s"));
      assertThat(transport.send(Call.put("/b%2Cc", "{\"a\":1}").with("x", "a b")).isOk()).isTrue();
      assertThat(server.requests()).hasSize(3);
      assertThat(server.requests())
          .allSatisfy(
              request -> {
                assertThat(verifier.problem(request)).isNull();
                assertThat(request.headers()).containsEntry("content-encoding", "gzip");
              });
    }
  }

  @Test
  void otherProofsAreRefused() {
    options.put("aws-access-key-id", "AKID");
    options.put("aws-secret-access-key", "geheim");
    options.put("aws-region", "eu-west-3");
    for (String uri : List.of("http://u:geheim@h", "http://h")) {
      Map<String, String> more = new HashMap<>(options);
      if (!uri.contains("@")) {
        more.put("headers", "{\"authorization\":\"geheim\"}");
      }
      assertThatThrownBy(() -> TransportTest.quick(uri, more))
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("signed")
          .hasMessageNotContaining("geheim");
    }
  }
}
