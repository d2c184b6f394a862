package org.indexport.elastic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.DumpException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * A profile in a file that AWS's tools share, such as {@code ~/.aws/credentials}: lines of the form
 * {@code name = value} below {@code [NAME]} or {@code [profile NAME]}. The file is read again when
 * it was written again, as those do it that note down keys for a few hours. Thread-safe.
 */
final class AwsProfile implements AwsCredentials {
  /** Ways to keys that are others' work. */
  private static final List<String> INDIRECT =
      List.of(
          "role_arn",
          "credential_process",
          "sso_session",
          "sso_start_url",
          "web_identity_token_file",
          "login_session");

  private final Path file;
  private final String name;
  private FileTime written = FileTime.fromMillis(0);
  private @Nullable AwsCredentialsIdentity keys;

  /** A profile of a file, neither of which need be there. */
  AwsProfile(Path file, String name) {
    this.file = file;
    this.name = name;
  }

  /** A value of the profile, or null when it, or all of it, is not there. */
  @Nullable String value(String key) throws IOException {
    return Files.isRegularFile(file) ? values().get(key) : null;
  }

  /**
   * Whether the profile has keys.
   *
   * @throws DumpException if it has half of them, or says only how to get some
   */
  boolean hasKeys() throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    Map<String, String> values = values();
    if (keys(values) != null) {
      return true;
    }
    for (String way : INDIRECT) {
      if (values.containsKey(way)) {
        throw new DumpException(
            "%s: expected keys, found %s, which is not followed; put keys into the environment, as by aws configure export-credentials --profile %s --format env"
                .formatted(this, way, name));
      }
    }
    return false;
  }

  @Override
  public synchronized AwsCredentialsIdentity current() throws IOException {
    FileTime now = Files.getLastModifiedTime(file);
    AwsCredentialsIdentity known = keys;
    if (known != null && now.equals(written)) {
      return known;
    }
    AwsCredentialsIdentity found = keys(values());
    if (found == null) {
      throw new DumpException(this + ": expected keys, found none any more");
    }
    keys = found;
    written = now;
    return found;
  }

  private @Nullable AwsCredentialsIdentity keys(Map<String, String> values) throws DumpException {
    return AwsCredentials.keys(
        toString(),
        values.get("aws_access_key_id"),
        values.get("aws_secret_access_key"),
        values.get("aws_session_token"));
  }

  private Map<String, String> values() throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    boolean own = false;
    boolean nesting = false;
    for (String line : Files.readString(file).lines().toList()) {
      String text = line.strip();
      int equals = text.indexOf('=');
      if (text.startsWith("[") && text.indexOf(']') > 0) {
        String title = text.substring(1, text.indexOf(']')).strip();
        own = title.replaceFirst("^profile\\s+", "").equals(name);
        nesting = false;
      } else if (own && equals > 0 && text.charAt(0) != '#' && text.charAt(0) != ';') {
        // Values of s3 = and the like stand below it, farther to the right.
        if (nesting && Character.isWhitespace(line.charAt(0))) {
          continue;
        }
        String value = text.substring(equals + 1).replaceFirst("\\s[#;].*$", "").strip();
        nesting = value.isEmpty();
        if (!nesting) {
          values.put(text.substring(0, equals).strip(), value);
        }
      }
    }
    return values;
  }

  /** The profile and its file. */
  @Override
  public String toString() {
    return "profile %s of %s".formatted(name, file);
  }
}
