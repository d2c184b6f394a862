package org.indexport.elastic;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.indexport.DumpException;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * The keys of the role that a container, or a machine of AWS, has. They hold for some hours; new
 * ones are asked for minutes before. Thread-safe.
 */
final class AwsRole implements AwsCredentials {
  private static final String CONTAINERS = "http://169.254.170.2";
  private static final String MACHINES = "http://169.254.169.254";
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
  private static final Duration BEFORE_THE_END = Duration.ofMinutes(5);

  /** Whoever is there answers at once; elsewhere, nobody does. */
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final int MOST_LEVELS = 10;

  private final UnaryOperator<@Nullable String> environment;
  private final Clock clock;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();
  private @Nullable AwsCredentialsIdentity keys;
  private Instant end = Instant.MIN;

  /** The role of the place that the environment tells of. */
  AwsRole(UnaryOperator<@Nullable String> environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  /** Whether there is a role. */
  boolean hasKeys() throws IOException {
    try {
      current();
      return true;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      if (isContainer()) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public synchronized AwsCredentialsIdentity current() throws IOException {
    AwsCredentialsIdentity known = keys;
    Instant now = clock.instant();
    if (known != null && now.isBefore(end.minus(BEFORE_THE_END))) {
      return known;
    }
    try {
      return take(isContainer() ? ofContainer() : ofMachine());
    } catch (IOException e) {
      if (known != null && now.isBefore(end) && !(e instanceof InterruptedIOException)) {
        return known;
      }
      throw e;
    }
  }

  private boolean isContainer() {
    return environment.apply("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") != null
        || environment.apply("AWS_CONTAINER_CREDENTIALS_FULL_URI") != null;
  }

  private String ofContainer() throws IOException {
    String relative = environment.apply("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    String full = environment.apply("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    String file = environment.apply("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    String token =
        file == null
            ? environment.apply("AWS_CONTAINER_AUTHORIZATION_TOKEN")
            : Files.readString(Path.of(file)).strip();
    return ask(
        "GET",
        relative == null ? String.valueOf(full) : CONTAINERS + relative,
        token == null ? Map.of() : Map.of("Authorization", token));
  }

  private String ofMachine() throws IOException {
    if ("true".equalsIgnoreCase(environment.apply("AWS_EC2_METADATA_DISABLED"))) {
      throw new DumpException("AWS_EC2_METADATA_DISABLED is set");
    }
    String other = environment.apply("AWS_EC2_METADATA_SERVICE_ENDPOINT");
    String base = other == null ? MACHINES : other.replaceFirst("/+$", "");
    String token =
        ask(
            "PUT",
            base + "/latest/api/token",
            Map.of("X-aws-ec2-metadata-token-ttl-seconds", "21600"));
    Map<String, String> session = Map.of("X-aws-ec2-metadata-token", token);
    String role = ask("GET", base + ROLES, session).lines().findFirst().orElse("");
    return ask("GET", base + ROLES + role.strip(), session);
  }

  private String ask(String method, String uri, Map<String, String> headers) throws IOException {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(uri))
              .timeout(TIMEOUT)
              .method(method, HttpRequest.BodyPublishers.noBody());
      headers.forEach(request::setHeader);
      HttpResponse<String> answer =
          client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() != 200) {
        throw new DumpException(
            "%s: expected the keys of a role, found HTTP %d".formatted(uri, answer.statusCode()));
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while keys were asked for");
    } catch (IllegalArgumentException e) {
      // The text may hold a token.
      throw new DumpException("the environment's way to the keys of a role cannot be used");
    }
  }

  private AwsCredentialsIdentity take(String answer) throws DumpException {
    try {
      JsonObject json = JsonObject.parse(answer.getBytes(StandardCharsets.UTF_8), MOST_LEVELS);
      String expiration = json.string("Expiration");
      AwsCredentialsIdentity found =
          AwsCredentials.keys(
              "the role's keys",
              json.string("AccessKeyId"),
              json.string("SecretAccessKey"),
              json.string("Token"));
      if (found != null) {
        end = expiration == null ? Instant.MAX : Instant.parse(expiration);
        keys = found;
        return found;
      }
    } catch (MalformedJsonException | DateTimeParseException e) {
      // Said below; the answer may hold secrets.
    }
    throw new DumpException("the role's keys: expected JSON with an access key, found none");
  }
}
