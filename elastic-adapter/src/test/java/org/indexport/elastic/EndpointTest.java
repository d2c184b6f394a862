package org.indexport.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.indexport.DumpException;
import org.indexport.http.ConnectorOptions;
import org.indexport.http.Endpoint;
import org.indexport.http.ServerAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  private static Endpoint of(String uri, Map<String, String> options) throws IOException {
    return ElasticEndpoint.of(
        uri,
        ConnectorOptions.of(
            "Elasticsearch and OpenSearch", options, ElasticEndpoint.optionNames()));
  }

  @Test
  void readsTheParts() throws IOException {
    Endpoint endpoint = of("http://h/logs-*,-logs-x", Map.of());
    assertThat(endpoint.base()).isEqualTo("http://h:9200");
    assertThat(endpoint.pattern()).isEqualTo("logs-*,-logs-x");
    assertThat(endpoint.headers()).isEmpty();
    assertThat(endpoint.compression()).isEqualTo(Endpoint.Compression.NONE);
    assertThat(of("https://h", Map.of()).base()).isEqualTo("https://h:443");
    assertThat(of("elasticsearch+https://h:9243/", Map.of()).base()).isEqualTo("https://h:9243");
    assertThat(of("https://h:1/", Map.of("path-prefix", "/a/b/")).base())
        .isEqualTo("https://h:1/a/b");
  }

  @Test
  void usersOfTheUriAreDecodedAndNeverShown() throws IOException {
    Endpoint endpoint = of("http://us%40er:p%3Aa%2Fss+word@h:9200/x", Map.of());
    assertThat(endpoint.headers().get("Authorization")).isEqualTo("Basic dXNAZXI6cDphL3NzK3dvcmQ=");
    assertThat(endpoint.toString()).isEqualTo("http://h:9200");
    assertThat(ServerAddress.shown("http://u:p@ss@h:9200/x")).isEqualTo("http://h:9200/x");
    assertThat(ServerAddress.shown("http://h:9200/x")).isEqualTo("http://h:9200/x");
    assertThat(ServerAddress.shown("http://u@h")).isEqualTo("http://h");
    assertThat(ServerAddress.shown("http://u:p/a@ss@h:9200/x")).isEqualTo("http://h:9200/x");
    assertThat(ServerAddress.shown("http://h:9200/a@b")).isEqualTo("http://h:9200/a@b");
    assertThat(ServerAddress.shown("http://[::1]:9200/a@b")).isEqualTo("http://[::1]:9200/a@b");
  }

  @Test
  void credentialsComeFromOptionsAndFilesToo(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "pass\n");
    assertThat(of("http://h", Map.of("user", "u", "password-file", file.toString())).headers())
        .containsEntry("Authorization", "Basic dTpwYXNz");
    assertThat(of("http://u:x@h", Map.of("password", "pass")).headers())
        .containsEntry("Authorization", "Basic dTpwYXNz");
    assertThat(of("http://h", Map.of("api-key", "id:key")).headers())
        .containsEntry("Authorization", "ApiKey aWQ6a2V5");
    assertThat(of("http://h", Map.of("api-key", "aWQ6a2V5")).headers())
        .containsEntry("Authorization", "ApiKey aWQ6a2V5");
    assertThat(of("http://h", Map.of("bearer-token", "t")).headers())
        .containsEntry("Authorization", "Bearer t");
    assertThat(of("http://h", Map.of("headers", "{\"X-A\":\"b\"}")).headers())
        .containsEntry("X-A", "b");
  }

  @Test
  void collectionsAreRefusedBeforeAnythingIsAsked() {
    for (String host :
        new String[] {
          "x1.eu-west-3.aoss.amazonaws.com", "X1.us-gov-west-1.AOSS.amazonaws.com:443"
        }) {
      assertThatThrownBy(() -> of("https://" + host + "/books", Map.of("aws", "sigv4")))
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("collection of OpenSearch Serverless")
          .hasMessageContaining("use a domain");
    }
  }

  @Test
  void contradictionsAreRefused() {
    assertThatThrownBy(() -> of("http://u:p@h", Map.of("api-key", "k")))
        .isInstanceOf(DumpException.class);
    assertThatThrownBy(() -> of("http://u@h", Map.of())).isInstanceOf(DumpException.class);
    assertThatThrownBy(() -> of("http://h", Map.of("insecure", "true")))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("http:");
    assertThatThrownBy(
            () -> of("https://h", Map.of("insecure", "true", "ca-fingerprint", "ab".repeat(32))))
        .isInstanceOf(DumpException.class);
    for (String prefix : new String[] {"a b", "a?b", "a#b", "%x"}) {
      assertThatThrownBy(() -> of("https://h", Map.of("path-prefix", prefix)))
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("path-prefix");
    }
    assertThatThrownBy(() -> of("https://h", Map.of("ca-fingerprint", "ab")))
        .isInstanceOf(DumpException.class);
    assertThatThrownBy(() -> of("http://h", Map.of("headers", "[\"geheim\"]")))
        .isInstanceOf(DumpException.class)
        .hasMessageNotContaining("geheim");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "http:geheim",
        "http://u:geheim@",
        "http://u:ge heim@h:x/",
        "http://u:geheim@h/a/b",
        "http://u:geheim@h/a?b=c",
        "http://u:geheim@h/a#b",
        "http://u:ge%heim@h/"
      })
  void whatIsNoUriIsRefusedWithoutItsPassword(String uri) {
    assertThatThrownBy(() -> of(uri, Map.of()))
        .isInstanceOf(DumpException.class)
        .satisfies(
            e -> {
              if (uri.contains("@")) {
                assertThat(e.getMessage()).doesNotContain("heim");
              }
            });
  }

  @Test
  void timesHaveUnits() throws IOException {
    Endpoint endpoint =
        of("http://h", Map.of("timeout", "250ms", "connect-timeout", "3", "retry-for", "2h"));
    assertThat(endpoint.timeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(endpoint.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(endpoint.patience().total()).isEqualTo(Duration.ofHours(2));
    assertThatThrownBy(() -> of("http://h", Map.of("timeout", "0")))
        .isInstanceOf(DumpException.class);
    assertThatThrownBy(() -> of("http://h", Map.of("timeout", "5 minutes")))
        .isInstanceOf(DumpException.class);
    assertThatThrownBy(() -> of("http://h", Map.of("unheard-of", "1")))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("unheard-of");
  }

  @Test
  void namesMayBeWorkedOutByTheServer() throws IOException {
    assertThat(of("http://h/<logs-{now/d}>,<a-{now/M{yyyy.MM}}>", Map.of()).pattern())
        .isEqualTo("<logs-{now/d}>,<a-{now/M{yyyy.MM}}>");
    assertThat(of("http://h/%3Clogs-%7Bnow%2Fd%7D%3E", Map.of()).pattern())
        .isEqualTo("<logs-{now/d}>");
    assertThatThrownBy(() -> of("http://h/a/<b>", Map.of())).isInstanceOf(DumpException.class);
  }

  @Test
  void portsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> of("http://h:65536", Map.of()))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("65535");
  }
}
