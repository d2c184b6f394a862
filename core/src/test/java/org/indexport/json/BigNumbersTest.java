package org.indexport.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BigNumbersTest {
  private static BigNumbers looked(String json) {
    BigNumbers numbers = new BigNumbers();
    byte[] bytes = json.getBytes(UTF_8);
    numbers.look(bytes, 0, bytes.length);
    return numbers;
  }

  @Test
  void findsOneWhereverItStands() {
    for (int blanks = 0; blanks < 20; blanks++) {
      String json = "{\"a\":{\"b\":" + " ".repeat(blanks) + "9007199254740993}}";
      assertThat(looked(json).isFound()).as(json).isTrue();
      assertThat(looked(json).describe("X changes")).contains("1 document holds").contains("a.b");
    }
  }

  @Test
  void findsOneBetweenAllThatNumbersStandBetween() {
    for (String json :
        List.of(
            "{\"a\":9007199254740993}",
            "{\"a\":-9007199254740993}",
            "{\"a\": 9007199254740993 }",
            "{\"a\":\t-9007199254740993,\"b\":1}",
            "{\"a\":[9007199254740993]}",
            "{\"a\":[1,9007199254740993,2]}",
            "{\"a\":0.12345678901234567890,\"b\":900719925474099312345678901234567890}")) {
      assertThat(looked(json).isFound()).as(json).isTrue();
    }
  }

  @Test
  void passesOverWhatIsNotChanged() {
    assertThat(looked("{\"a\":9007199254740992}").isFound()).isFalse();
    assertThat(looked("{\"a\":123456789012345}").isFound()).isFalse();
    assertThat(looked("{\"a\":\"9007199254740993\",\"b\":12345678}").isFound()).isFalse();
    assertThat(looked("{\"a\":-1.12345678901234567890e12,\"b\":\"x 9007199254740993,\"}").isFound())
        .isFalse();
    assertThat(looked("{\"12345678901234567890\":[0.1234567890123456789]}").isFound()).isFalse();
  }
}
