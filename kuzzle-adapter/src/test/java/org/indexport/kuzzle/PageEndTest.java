package org.indexport.kuzzle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageEndTest {
  private static final String SCROLL = "FGluY2x1ZGVfY29udGV4dF91dWlk_-+/" + "x".repeat(200) + "==";
  private static final String END = "\",\"total\":200001},\"status\":200,\"volatile\":null}";

  private static @Nullable PageEnd of(String tail, @Nullable String known) {
    return PageEnd.of(tail.getBytes(UTF_8), known);
  }

  @Test
  void theEndOfAnAnswerTellsTheScrollAndItsLength() {
    String tail = "\"index\":\"t\"}],\"remaining\":3,\"scrollId\":\"" + SCROLL + END;
    assertThat(of(tail, null)).isEqualTo(new PageEnd(SCROLL, 200_001));
    assertThat(of(tail, "another")).isEqualTo(new PageEnd(SCROLL, 200_001));
  }

  @Test
  void aScrollThatIsCutOffMustBeTheKnownOne() {
    String tail = SCROLL.substring(50) + END;
    assertThat(of(tail, SCROLL)).isEqualTo(new PageEnd(SCROLL, 200_001));
    assertThat(of(tail, null)).isNull();
    assertThat(of(tail, SCROLL + "x")).isNull();
    assertThat(of(SCROLL.substring(200) + END, SCROLL)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"hits\":[],\"total\":5},\"status\":200,\"volatile\":null}",
        "{\"_source\":{\"scrollId\":\"abc\",\"total\":5},\"status\":200,\"volatile\":null}],\"total\":1}}",
        "\"scrollId\":\"abc\",\"total\":5},\"status\":500,\"volatile\":null}",
        "\"scrollId\":\"a b\",\"total\":5},\"status\":200,\"volatile\":null}",
        "\"scrollId\":\"abc\",\"total\":99999999999999999999},\"status\":200,\"volatile\":null}"
      })
  void otherEndsTellNothing(String tail) {
    assertThat(of(tail, null)).isNull();
  }
}
