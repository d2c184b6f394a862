package org.indexport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that any blanks separate. */
class ValueCutterTest {
  private static final IndexInfo INDEX = IndexInfo.of("books");

  private static boolean areObjects(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return ValueCutter.areObjects(bytes, bytes.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n \r\n", "{}", "{}\n{}\r\n\n {\"a\":{\"b\":{}}} \n", "{\"a\":\"}\"}"})
  void linesOfObjectsAreUsual(String text) {
    assertThat(areObjects(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\n}", "{}{}", "{\"a\":1} \t {\"b\":2}\n", "1", "{} x", "{", "}", "aaaaaaa{}{}"})
  void otherLinesAreNot(String text) {
    assertThat(areObjects(text)).isFalse();
  }

  private static List<String> read(PartReading reading, PartCutter cutter) throws IOException {
    List<String> documents = new ArrayList<>();
    for (DocumentPart part = cutter.next(); part != null; part = cutter.next()) {
      try (DocumentCursor cursor = part.documents()) {
        for (Document document; (document = cursor.next()) != null; ) {
          documents.add(part.ordinal() + document.json());
        }
      }
      part.close();
    }
    reading.checkPartsClosed();
    return documents;
  }

  private static ByteArrayInputStream bytes(StringBuilder text) {
    return new ByteArrayInputStream(text.toString().getBytes(UTF_8));
  }

  @Test
  void partsOfUsualLinesAreThoseOfLines() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < 9 << 20; i++) {
      text.append("{\"id\":")
          .append(i)
          .append(",\"t\":\"")
          .append("x".repeat(1000))
          .append("\"}\n");
    }
    PartReading reading = new PartReading(ReadOptions.DEFAULT);
    List<String> values = read(reading, reading.values(bytes(text), INDEX, "a file", 0));
    assertThat(values).isEqualTo(read(reading, reading.lines(bytes(text), INDEX, "a file", 0)));
    text.append("{\"id\":\n-1} {\"id\":-2}");
    List<String> more = read(reading, reading.values(bytes(text), INDEX, "a file", 0));
    assertThat(more).hasSize(values.size() + 2);
    assertThat(more.subList(0, values.size())).isEqualTo(values);
    assertThat(more).endsWith("2{\"id\": -1}", "2{\"id\":-2}");
  }
}
