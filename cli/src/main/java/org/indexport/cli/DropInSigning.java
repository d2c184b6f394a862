package org.indexport.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What elasticdump's options for AWS are in ours. */
final class DropInSigning {
  private static final String OF_AWS = "^https?://.*\\.amazonaws\\.com.*$";
  private static final String CHAIN = "awsChain";
  private static final String ACCESS_KEY = "awsAccessKeyId";
  private static final String SECRET = "awsSecretAccessKey";
  private static final String PROFILE = "awsIniFileProfile";

  private DropInSigning() {}

  /** The options that make requests to a server be signed; none where they are not to be. */
  static Map<String, String> options(String url, DropInArguments arguments) {
    Map<String, String> options = new LinkedHashMap<>();
    boolean chain = arguments.isTrue(CHAIN);
    boolean keys = arguments.text(ACCESS_KEY) != null || arguments.text(SECRET) != null;
    String profile = arguments.text(PROFILE);
    if (!(chain || keys || profile != null) || !urls(arguments).matcher(url).find()) {
      return options;
    }
    options.put("aws", "sigv4");
    put("aws-region", arguments.text("awsRegion"), options);
    put("aws-service", arguments.text("awsService"), options);
    // The original prefers them in this order.
    if (chain) {
      return options;
    }
    if (keys) {
      put("aws-access-key-id", arguments.text(ACCESS_KEY), options);
      put("aws-secret-access-key", arguments.text(SECRET), options);
      put("aws-session-token", arguments.text("sessionToken"), options);
      return options;
    }
    put("aws-profile", profile, options);
    String file = arguments.text("awsIniFileName");
    if (file != null) {
      Path shared = Path.of(System.getProperty("user.home"), ".aws");
      put("aws-credentials-file", shared.resolve(file).toString(), options);
    }
    return options;
  }

  private static void put(String name, @Nullable String value, Map<String, String> options) {
    if (value != null) {
      options.put(name, value);
    }
  }

  private static Pattern urls(DropInArguments arguments) {
    return arguments.pattern("awsUrlRegex", OF_AWS, 0);
  }
}
