package org.indexport.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.WithNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeScannerTest {
  private final EnvelopeScanner scanner = new EnvelopeScanner(100);

  @Property
  void whatIsWrittenReadsBack(
      @ForAll @WithNull @Nullable String id,
      @ForAll @WithNull @Nullable String routing,
      @ForAll @WithNull @Nullable Long version,
      @ForAll("documents") String document)
      throws Exception {
    byte[] source = document.replaceAll("[\r\n]", " ").strip().getBytes(UTF_8);
    ByteBuilder out = new ByteBuilder(0);
    EnvelopeScanner.write(out, id, routing, version, source, 0, source.length);
    byte[] line = out.toByteArray();

    scanner.scan(line, 0, line.length);
    assertHolds(line, id, routing, version, source);
    scanner.scanTrusted(line, 0, line.length);
    assertHolds(line, id, routing, version, source);
  }

  private void assertHolds(
      byte[] line,
      @Nullable String id,
      @Nullable String routing,
      @Nullable Long version,
      byte[] source) {
    assertThat(scanner.id()).isEqualTo(id);
    assertThat(scanner.routing()).isEqualTo(routing);
    assertThat(scanner.version()).isEqualTo(version);
    assertThat(scanner.reformatted()).isFalse();
    assertThat(java.util.Arrays.copyOfRange(line, scanner.sourceStart(), scanner.sourceEnd()))
        .isEqualTo(source);
  }

  @Property(tries = 3_000)
  void malformedLinesAreTypedErrors(@ForAll("documents") String document, @ForAll Random random) {
    byte[] source = document.getBytes(UTF_8);
    ByteBuilder out = new ByteBuilder();
    EnvelopeScanner.write(out, "an id", "routing", -12L, source, 0, source.length);
    byte[] line = out.toByteArray();
    for (int times = random.nextInt(4); times >= 0; times--) {
      line[random.nextInt(line.length)] = (byte) random.nextInt(random.nextBoolean() ? 128 : 256);
    }
    int end = random.nextInt(line.length + 1);
    try {
      scanner.scanTrusted(line, 0, end);
      assertThat(scanner.sourceStart()).isLessThan(scanner.sourceEnd());
      scanner.scan(line, 0, end);
    } catch (MalformedJsonException e) {
      assertThat(e.offset()).isBetween(0L, (long) end);
    }
  }

  @Test
  void toleratesWhitespaceBetweenTokens() throws Exception {
    byte[] line =
        " { \"id\" : \"a\\u00e4\" ,\t\"version\" : 7 , \"source\" : { \"a\" :\n1 } } \r"
            .getBytes(UTF_8);
    scanner.scanTrusted(line, 0, line.length);
    assertThat(scanner.reformatted()).isFalse();
    scanner.scan(line, 0, line.length);
    assertThat(scanner.id()).isEqualTo("aä");
    assertThat(scanner.routing()).isNull();
    assertThat(scanner.version()).isEqualTo(7);
    assertThat(scanner.reformatted()).isTrue();
    assertThat(new String(line, UTF_8)).contains("{ \"a\" : 1 }");
  }

  @Test
  void forgetsTheLineBefore() throws Exception {
    byte[] full = "{\"id\":\"1\",\"routing\":\"r\",\"version\":1,\"source\":{}}".getBytes(UTF_8);
    byte[] bare = "{\"source\":{}}".getBytes(UTF_8);
    scanner.scan(full, 0, full.length);
    scanner.scan(bare, 0, bare.length);
    assertThat(scanner.id()).isNull();
    assertThat(scanner.routing()).isNull();
    assertThat(scanner.version()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"_id":"1","source":{}}              | "_id"
          {"version":1,"id":"1","source":{}}   | "id"
          {"id":"1","id":"2","source":{}}      | "id"
          {"source":{},"routing":"r"}          | "routing"
          {"source":{},"source":{}}            | "source"
          {"i\\u0064":"1","source":{}}         | "id"
          """)
  void namesTheMemberThatDoesNotBelong(String json, String name) {
    byte[] line = json.getBytes(UTF_8);
    assertThatThrownBy(() -> scanner.scan(line, 0, line.length))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("found the member " + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"id\":\"1\"}",
        "{\"id\":1,\"source\":{}}",
        "{\"id\":null,\"source\":{}}",
        "{\"routing\":7,\"source\":{}}",
        "{\"version\":1.0,\"source\":{}}",
        "{\"version\":\"1\",\"source\":{}}",
        "{\"version\":01,\"source\":{}}",
        "{\"version\":-01,\"source\":{}}",
        "{\"version\":-,\"source\":{}}",
        "{\"version\":,\"source\":{}}",
        "{\"version\":1-1,\"source\":{}}",
        "{\"version\":9223372036854775808,\"source\":{}}",
        "{\"source\":[]}",
        "{\"source\":1}",
        "{\"source\":{}",
        "{\"source\":{}}}",
        "{\"source\":{}}{}",
        "{\"source\":{},}",
        "{,\"source\":{}}"
      })
  void refuses(String json) {
    byte[] line = json.getBytes(UTF_8);
    assertThatThrownBy(() -> scanner.scan(line, 0, line.length))
        .isInstanceOf(MalformedJsonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "{\"source\":{", "{\"source\":{}", "{\"source\":}", "{\"source\":{} ]}"})
  void trustedRefuses(String json) {
    byte[] line = json.getBytes(UTF_8);
    assertThatThrownBy(() -> scanner.scanTrusted(line, 0, line.length))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void takesExtremeVersions() throws Exception {
    for (long version : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
      byte[] line = ("{\"version\":" + version + ",\"source\":{}}").getBytes(UTF_8);
      scanner.scan(line, 0, line.length);
      assertThat(scanner.version()).isEqualTo(version);
    }
  }

  @Test
  void limitsDepthOfTheDocument() {
    byte[] line = ("{\"source\":" + "{\"a\":".repeat(100) + "{}" + "}".repeat(101)).getBytes(UTF_8);
    assertThatThrownBy(() -> scanner.scan(line, 0, line.length))
        .isInstanceOf(DepthExceededException.class);
  }

  @Provide
  Arbitrary<String> documents() {
    return Json.documents();
  }
}
