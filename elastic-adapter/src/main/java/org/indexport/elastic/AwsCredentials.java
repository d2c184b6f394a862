package org.indexport.elastic;

import java.io.IOException;
import org.indexport.DumpException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Where keys come from, which may be other ones after a while. Thread-safe. */
interface AwsCredentials {
  /**
   * The keys that hold now.
   *
   * @throws IOException if there are none any more
   */
  AwsCredentialsIdentity current() throws IOException;

  /**
   * Keys of three texts.
   *
   * @param source where the texts come from, for messages
   * @return the keys, or null when none of the texts is there
   * @throws DumpException if one of the first two is missing
   */
  static @Nullable AwsCredentialsIdentity keys(
      String source, @Nullable String id, @Nullable String secret, @Nullable String token)
      throws DumpException {
    if (id == null && secret == null) {
      return null;
    }
    if (id == null || secret == null) {
      throw new DumpException(
          "%s: expected an access key and its secret together, found the %s alone"
              .formatted(source, id == null ? "secret" : "access key"));
    }
    return token == null
        ? AwsCredentialsIdentity.create(id, secret)
        : AwsSessionCredentialsIdentity.create(id, secret, token);
  }
}
