package org.indexport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.indexport.DumpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorOptionsTest {
  private static Duration time(String text) throws DumpException {
    return ConnectorOptions.of("a server", Map.of("timeout", text), Set.of("timeout"))
        .duration("timeout", Duration.ofSeconds(9));
  }

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "30s,PT30S", "7,PT7S", "5m,PT5M", "2h,PT2H", "365d,PT8760H"})
  void timesHaveUnits(String text, Duration expected) throws DumpException {
    assertThat(time(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "0s", "-1s", "1.5s", "5 m", "1w", "366d", "999999999m", "9999999999"})
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> time(text))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("option timeout")
        .hasMessageContaining("365 days");
  }

  @Test
  void whatIsNotGivenIsTheDefault() throws DumpException {
    ConnectorOptions none = ConnectorOptions.of("a server", Map.of(), Set.of("timeout"));
    assertThat(none.duration("timeout", Duration.ofSeconds(9))).isEqualTo(Duration.ofSeconds(9));
  }
}
