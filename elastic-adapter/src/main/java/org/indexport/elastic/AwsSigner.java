package org.indexport.elastic;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.indexport.http.RequestSigner;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signs requests as AWS asks for it: Signature Version 4 over the method, the host, the path, the
 * parameters and the SHA-256 of the body, which goes along as a header since serverless collections
 * demand it. Thread-safe.
 */
final class AwsSigner implements RequestSigner {
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final AwsCredentials credentials;
  private final String region;
  private final String service;
  private final Clock clock;

  /**
   * A signer.
   *
   * @param region where the domain or the collection is, such as {@code eu-central-1}
   * @param service {@code es} or {@code aoss}
   * @param clock whose time signatures bear
   */
  AwsSigner(AwsCredentials credentials, String region, String service, Clock clock) {
    this.credentials = credentials;
    this.region = region;
    this.service = service;
    this.clock = clock;
  }

  @Override
  public Map<String, String> sign(
      String method, URI uri, Map<String, String> headers, ByteBuffer body) throws IOException {
    AwsCredentialsIdentity identity = credentials.current();
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(uri);
    headers.forEach(request::putHeader);
    ContentStreamProvider payload =
        ContentStreamProvider.fromInputStreamSupplier(
            () ->
                new ByteArrayInputStream(
                    body.array(), body.arrayOffset() + body.position(), body.remaining()));
    SignedRequest signed =
        signer.sign(
            asked ->
                asked
                    .identity(identity)
                    .request(request.build())
                    .payload(body.hasRemaining() ? payload : null)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock));
    Map<String, String> proof = new LinkedHashMap<>();
    signed
        .request()
        .forEachHeader(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              // The host is signed too, and is sent by the HTTP client itself.
              if (lower.equals("authorization") || lower.startsWith("x-amz-")) {
                proof.put(name, String.join(",", values));
              }
            });
    return proof;
  }

  /** Where signatures are for. */
  @Override
  public String toString() {
    return service + " in " + region;
  }
}
