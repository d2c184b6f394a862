package org.indexport.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyTest {
  private static final String OBJECT =
      "{\"count\":12,\"a\":[true,null,-1.5e3,\"x\\u00e9\\n\",{}],\"caf\u00e9\":\"\u20ac\"}";

  private static Reply reply(byte[] body) {
    return new Reply("server", Call.get("/"), 200, body, null);
  }

  @Test
  void anObjectIsCutWhereverItEndsTooEarly() {
    byte[] whole = OBJECT.getBytes(UTF_8);
    assertThat(reply(whole).isCut()).isFalse();
    for (int length = 1; length < whole.length; length++) {
      assertThat(reply(java.util.Arrays.copyOf(whole, length)).isCut()).as("%d", length).isTrue();
    }
  }

  @Test
  void whatIsNoObjectIsNotCut() {
    for (String body : List.of("", "[", "[{", "<html>", "{x", "{\"a\":1}}", "ok", "{} ")) {
      assertThat(reply(body.getBytes(UTF_8)).isCut()).as(body).isFalse();
    }
  }
}
