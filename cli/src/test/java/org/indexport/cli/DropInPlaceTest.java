package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropInPlaceTest {
  private static final String DOMAIN = "https://search-x.eu-west-3.es.amazonaws.com/books";

  private static DropInPlace place(String side, String url, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("--" + side + "=" + url));
    all.addAll(List.of(options));
    DropInArguments arguments =
        DropInArguments.of("elasticdump", DropInOptions.ofElasticdump(), all);
    return DropInPlace.of(
        side,
        arguments,
        Map.of("ELASTICDUMP_INPUT_USERNAME", "u", "ELASTICDUMP_INPUT_PASSWORD", "p")::get);
  }

  private static Map<String, String> options(String url, String... options) throws IOException {
    return place("input", url, options).options();
  }

  @Test
  void thePasswordOfAUrlIsNotShown() throws IOException {
    DropInPlace place = place("output", "http://user:p@ss@localhost:9200/books");

    assertThat(place.shown()).isEqualTo("http://localhost:9200");
    assertThat(place.shownWithIndex()).isEqualTo("http://localhost:9200/books");
    assertThatThrownBy(place::refuseNames)
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--output: expected a server alone, as http://localhost:9200, found 'books' behind it;"
                + " choose indexes with --match");
  }

  @Test
  void indexAndTypeAreTheLastTwoNames() throws IOException {
    DropInPlace place = place("input", "http://localhost:9200/behind/a%20path/books/_doc/");

    assertThat(place.index()).isEqualTo("books");
    assertThat(place.detail()).isEqualTo("_doc");
    assertThat(place.options()).containsEntry("path-prefix", "/behind/a%20path");
  }

  @Test
  void keysOfAwsSignRequestsToAws() throws IOException {
    assertThat(
            options(
                DOMAIN,
                "--awsAccessKeyId=AKID",
                "--awsSecretAccessKey=s",
                "--sessionToken=t",
                "--awsRegion=eu-west-1",
                "--awsService=aoss"))
        .isEqualTo(
            Map.of(
                "aws", "sigv4",
                "aws-access-key-id", "AKID",
                "aws-secret-access-key", "s",
                "aws-session-token", "t",
                "aws-region", "eu-west-1",
                "aws-service", "aoss"));
    assertThat(options(DOMAIN, "--awsChain", "--awsAccessKeyId=AKID"))
        .isEqualTo(Map.of("aws", "sigv4"));
    assertThat(options(DOMAIN, "--awsIniFileProfile=p"))
        .isEqualTo(Map.of("aws", "sigv4", "aws-profile", "p"));
    Path file = Path.of(System.getProperty("user.home"), ".aws", "credentials");
    assertThat(options(DOMAIN, "--awsIniFileProfile", "p", "--awsIniFileName=credentials"))
        .containsEntry("aws-credentials-file", file.toString());
  }

  @Test
  void otherServersAreNotSignedUnlessTheyAreNamed() throws IOException {
    Map<String, String> user = Map.of("user", "u", "password", "p");
    String other = "https://search.example.org/books";
    assertThat(options(other, "--awsChain")).isEqualTo(user);
    assertThat(options(DOMAIN, "--awsRegion=eu-west-1")).isEqualTo(user);
    assertThat(options(other, "--awsChain", "--awsUrlRegex=example\\.org"))
        .isEqualTo(Map.of("aws", "sigv4"));
    assertThatThrownBy(() -> options(other, "--awsChain", "--awsUrlRegex=("))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--awsUrlRegex");
  }

  @Test
  void parametersThatMeanSomethingAreKept() throws IOException {
    String url = "http://localhost:9200/books";
    String both = "--params={\"pipeline\":\"p\",\"refresh\":true}";
    assertThat(place("output", url, both).options()).isEqualTo(Map.of("pipeline", "p"));
    assertThat(place("output", url, "--output-params={\"pipeline\":\"q\"}", both).options())
        .isEqualTo(Map.of("pipeline", "q"));
    assertThat(place("output", url, "--input-params={\"preference\":\"x\"}").options()).isEmpty();
    String copies = "{\"preference\":\"_shards:0|_local\"}";
    assertThat(place("input", url, "--input-params=" + copies).options())
        .containsEntry("preference", "_shards:0|_local");
    assertThat(place("input", url, "--params=" + copies).options()).containsKey("preference");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--input-params={\"preference\":1}",
        "--input-params={\"q\":\"x\"}",
        "--params=[",
        "--params=\"geheim\""
      })
  void otherParametersAreRefused(String option) {
    assertThatThrownBy(() -> options("http://localhost:9200/books", option))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("params")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void namesThatAreEscapedBadlyAreRefused() throws IOException {
    assertThat(place("input", "http://localhost:9200/a%2Bb+c").names()).containsExactly("a+b+c");
    assertThatThrownBy(() -> place("input", "http://localhost:9200/100%"))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll("--input", "100%", "%25");
  }

  @Test
  void theKeysPassPhraseIsGivenOn() throws IOException {
    assertThat(options("https://h/i", "--cert=c", "--key=k", "--pass=x", "--input-pass=y"))
        .containsEntry("client-key-password", "y")
        .containsEntry("client-key", "k");
  }
}
