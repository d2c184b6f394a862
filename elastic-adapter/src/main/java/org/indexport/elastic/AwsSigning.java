package org.indexport.elastic;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.DumpException;
import org.indexport.http.ConnectorOptions;
import org.indexport.http.RequestSigner;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Makes a signer of options and the environment, as AWS's own tools look for keys. */
final class AwsSigning {
  private static final String SIGN = "aws";
  private static final String REGION = "aws-region";
  private static final String SERVICE = "aws-service";
  private static final String ACCESS_KEY = "aws-access-key-id";
  private static final String SECRET = "aws-secret-access-key";
  private static final String TOKEN = "aws-session-token";
  private static final String PROFILE = "aws-profile";
  private static final String FILE = "aws-credentials-file";

  private static final String WEB_IDENTITY = "AWS_WEB_IDENTITY_TOKEN_FILE";

  /** The names of the options. */
  static final Set<String> OPTIONS =
      Set.of(
          SIGN,
          REGION,
          SERVICE,
          ACCESS_KEY,
          SECRET,
          SECRET + "-file",
          TOKEN,
          TOKEN + "-file",
          PROFILE,
          FILE);

  /** Hosts of AWS tell where, and what, they are. */
  private static final Pattern HOST =
      Pattern.compile(".+\\.([a-z0-9-]+)\\.(es|aoss)\\.amazonaws\\.com(\\.cn)?");

  private final ConnectorOptions options;
  private final UnaryOperator<@Nullable String> environment;
  private final AwsProfile credentialsFile;
  private final AwsProfile configFile;

  private AwsSigning(ConnectorOptions options, UnaryOperator<@Nullable String> environment)
      throws DumpException {
    this.options = options;
    this.environment = environment;
    String named = options.text(PROFILE) == null ? variable("AWS_PROFILE") : options.text(PROFILE);
    String profile = named == null ? "default" : named;
    Path own = options.file(FILE);
    Path file = own == null ? shared("AWS_SHARED_CREDENTIALS_FILE", "credentials") : own;
    this.credentialsFile = new AwsProfile(file, profile);
    this.configFile = new AwsProfile(shared("AWS_CONFIG_FILE", "config"), profile);
  }

  /**
   * The signer that the options ask for, or null when they ask for none.
   *
   * @param server the server's address
   * @param environment variables of the process
   * @throws DumpException if the options contradict each other, or there are no keys or no region
   * @throws IOException if a file cannot be read
   */
  static @Nullable RequestSigner signer(
      ConnectorOptions options, URI server, UnaryOperator<@Nullable String> environment)
      throws IOException {
    if (options.text(SIGN) == null) {
      List<String> given = options.given(OPTIONS.stream().sorted().toList());
      if (!given.isEmpty()) {
        throw new DumpException(
            "option %s: it is for signed requests only; give %s=sigv4 too"
                .formatted(given.get(0), SIGN));
      }
      return null;
    }
    options.choice(SIGN, List.of("sigv4"));
    AwsSigning signing = new AwsSigning(options, environment);
    Matcher host = HOST.matcher(String.valueOf(server.getHost()));
    boolean known = host.matches();
    String service =
        options.text(SERVICE) == null && known
            ? host.group(2)
            : options.choice(SERVICE, List.of("es", "aoss"));
    String region = signing.region(server, known ? host.group(1) : null);
    return new AwsSigner(signing.credentials(), region, service, Clock.systemUTC());
  }

  /** A file that AWS's tools share, which a variable may name. */
  private Path shared(String variable, String name) {
    String path = variable(variable);
    return path == null ? Path.of(System.getProperty("user.home"), ".aws", name) : Path.of(path);
  }

  private String region(URI server, @Nullable String ofHost) throws IOException {
    String region = options.text(REGION) == null ? ofHost : options.text(REGION);
    for (String name : List.of("AWS_REGION", "AWS_DEFAULT_REGION")) {
      region = region == null ? variable(name) : region;
    }
    for (AwsProfile profile : List.of(configFile, credentialsFile)) {
      region = region == null ? profile.value("region") : region;
    }
    if (region == null) {
      throw new DumpException(
          "%s: requests are to be signed, but its region is not known; give option %s, or set AWS_REGION"
              .formatted(server.getHost(), REGION));
    }
    return region;
  }

  private AwsCredentials credentials() throws IOException {
    AwsCredentialsIdentity given =
        AwsCredentials.keys(
            "options %s and %s".formatted(ACCESS_KEY, SECRET),
            options.text(ACCESS_KEY),
            options.secret(SECRET),
            options.secret(TOKEN));
    boolean named = !options.given(List.of(PROFILE, FILE)).isEmpty();
    if (given != null) {
      if (named) {
        throw new DumpException(
            "give either option %s, or %s and %s".formatted(ACCESS_KEY, PROFILE, FILE));
      }
      return () -> given;
    }
    AwsCredentialsIdentity found =
        named
            ? null
            : AwsCredentials.keys(
                "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
                variable("AWS_ACCESS_KEY_ID"),
                variable("AWS_SECRET_ACCESS_KEY"),
                variable("AWS_SESSION_TOKEN"));
    if (found == null && !named && variable(WEB_IDENTITY) != null) {
      // Other keys that may be about are another identity's.
      throw new DumpException(
          "requests are to be signed, but %s is set, which is not followed; put keys into the environment, as by aws configure export-credentials --format env"
              .formatted(WEB_IDENTITY));
    }
    return found != null ? () -> found : stored(named);
  }

  /** Keys that others keep. */
  private AwsCredentials stored(boolean named) throws IOException {
    if (credentialsFile.hasKeys()) {
      return credentialsFile;
    }
    if (options.text(FILE) == null && configFile.hasKeys()) {
      return configFile;
    }
    AwsRole role = new AwsRole(environment, Clock.systemUTC());
    if (!named && role.hasKeys()) {
      return role;
    }
    throw new DumpException(
        "requests are to be signed, but there are no keys: expected them in the options %s and %s, or in %s%s"
            .formatted(
                ACCESS_KEY,
                SECRET,
                credentialsFile,
                named
                    ? ""
                    : ", or in the environment as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or as a role of this machine"));
  }

  private @Nullable String variable(String name) {
    String value = environment.apply(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
