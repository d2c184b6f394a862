package org.indexport.format.meilisearch.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.indexport.json.JsonKind;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdRulesTest {
  private static @Nullable String problem(String json) throws MalformedJsonException {
    byte[] bytes = json.getBytes(UTF_8);
    JsonKind kind = json.startsWith("\"") ? JsonKind.STRING : JsonKind.NUMBER;
    return IdRules.problem(bytes, 0, bytes.length, kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"a\"",
        "\"A-Z_09\"",
        "\"\\u0061\"",
        "0",
        "-1",
        "-9223372036854775808",
        "18446744073709551615"
      })
  void takes(String id) throws MalformedJsonException {
    assertThat(problem(id)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"a b\"",
        "\"\u00e9\"",
        "\"a.b\"",
        "1.0",
        "1e3",
        "-0",
        "-9223372036854775809",
        "18446744073709551616",
        "100000000000000000000000"
      })
  void refuses(String id) throws MalformedJsonException {
    assertThat(problem(id)).isNotNull();
  }

  @Test
  void lengthsAreBounded() throws MalformedJsonException {
    assertThat(problem('"' + "x".repeat(511) + '"')).isNull();
    assertThat(problem('"' + "x".repeat(512) + '"')).isEqualTo("more than 511 bytes");
    assertThat(IdRules.mapped("\u00e9".repeat(190))).isNotNull();
    assertThat(IdRules.mapped("\u00e9".repeat(191))).isNull();
  }

  @Property(tries = 300)
  void mappedIdsAreTakenAndTellTheirOriginals(@ForAll @StringLength(max = 90) String id) {
    if (!UTF_8.newEncoder().canEncode(id)) {
      return;
    }
    String mapped = IdRules.mapped(id);
    assertThat(mapped).isNotNull().startsWith("x-");
    assertThat(IdRules.problem(String.valueOf(mapped))).isNull();
    byte[] original = Base64.getUrlDecoder().decode(String.valueOf(mapped).substring(2));
    assertThat(new String(original, UTF_8)).isEqualTo(id);
  }
}
