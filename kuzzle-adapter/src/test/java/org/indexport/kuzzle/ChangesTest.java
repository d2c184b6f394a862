package org.indexport.kuzzle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.indexport.Document;
import org.indexport.json.CanonicalJson;
import org.indexport.json.EcmaNumber;
import org.indexport.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangesTest {
  private Changes changes = new Changes();

  private @Nullable String look(String json) {
    byte[] bytes = ("  " + json + " ").getBytes(UTF_8);
    return changes.look(Document.of("id", null, null, bytes, 2, bytes.length - 3), "id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\":9007199254740993}",
        "{\"n\":-12345678901234567890}",
        "{\"a\":[1,{\"n\":0.12345678901234567891}]}",
        "{\"n\":1e400}",
        "{\"n\":1e-400}",
        "{\"n\":123456789012345678e-3}"
      })
  void numbersThatNoDoubleHasAreTold(String json) {
    assertThat(look(json)).isNull();
    assertThat(changes.losses())
        .containsExactly("1 documents have numbers that the server rounds, the first of them id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"n\":9007199254740992,\"m\":0.1,\"k\":1.50,\"z\":-0.0,\"e\":1e5,\"f\":0e0}",
        "{\"n\":\"9007199254740993\",\"t\":\"\\\"12345678901234567891\"}",
        "{\"constructor\":1,\"prototype\":{},\"a\":\"__proto__\"}",
        "{\"constructor\":[{\"prototype\":1}],\"b\":{\"prototype\":{}}}",
        "{\"constructor\":{\"a\":{\"prototype\":1}}}"
      })
  void othersStayAsTheyAre(String json) {
    assertThat(look(json)).isNull();
    assertThat(changes.losses()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"__proto__\":1}", "{\"a\":{},\"\\u005f_proto__\" : {}}"})
  void whatIsDroppedIsTold(String json) {
    assertThat(look(json)).isNull();
    assertThat(changes.losses()).singleElement().asString().contains("__proto__");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":{\"__proto__\":1}}",
        "{\"a\":[{\"\\u005f_proto__\":1}]}",
        "{\"constructor\":{\"prototype\":1}}",
        "{\"a\":[{\"constructor\" : {\"b\":[], \"prototype\":{}}}]}",
        "{\"c\\u006fnstructor\":{\"b\":{},\"prototype\":1}}"
      })
  void whatMakesACollectionUnreadableIsRefused(String json) {
    assertThat(look(json)).contains("cannot read the collection any more");
  }

  @Property
  void integersAreToldIfTheyAreChanged(@ForAll long number) throws MalformedJsonException {
    changes = new Changes();
    byte[] json = ("{\"n\":" + number + "}").getBytes(UTF_8);
    boolean isChanged = !Arrays.equals(json, CanonicalJson.of(json, 0, json.length, 9));
    assertThat(look("{\"n\":" + number + "}")).isNull();
    assertThat(changes.losses()).hasSize(isChanged ? 1 : 0);
  }

  @Property
  void doublesAreNot(@ForAll double number) {
    changes = new Changes();
    assertThat(look("{\"n\":" + EcmaNumber.format(number) + "}")).isNull();
    assertThat(changes.losses()).isEmpty();
  }

  @Test
  void allAreCounted() {
    look("{\"n\":9007199254740993}");
    look("{\"n\":9007199254740993,\"__proto__\":1}");
    assertThat(changes.losses()).hasSize(2).first().asString().startsWith("2 documents");
  }
}
