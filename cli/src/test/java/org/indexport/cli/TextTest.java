package org.indexport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.indexport.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TextTest {
  @Test
  void sizesHaveUnits() {
    assertThat(Text.size(0)).isEqualTo("0 B");
    assertThat(Text.size(1023)).isEqualTo("1023 B");
    assertThat(Text.size(1536)).isEqualTo("1.5 KiB");
    assertThat(Text.size((1 << 20) - 1)).isEqualTo("1.0 MiB");
    assertThat(Text.size(5L << 40)).isEqualTo("5.0 TiB");
    assertThat(Text.size(Long.MAX_VALUE)).endsWith("PiB");
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        7,
        999,
        1_000,
        12_345,
        999_999,
        1_000_000,
        -1,
        -999,
        -1_000,
        -123_456,
        Long.MIN_VALUE,
        Long.MAX_VALUE
      })
  void numbersAreGroupedAsFormattersDoIt(long number) {
    assertThat(Text.number(number)).isEqualTo(String.format(Locale.ROOT, "%,d", number));
  }

  @Test
  void numbersAndTimesAreReadable() {
    assertThat(Text.documents(1)).isEqualTo("1 document");
    assertThat(Text.documents(1_234_567)).isEqualTo("1,234,567 documents");
    assertThat(Text.time(Duration.ofMillis(1_240))).isEqualTo("1.2 s");
    assertThat(Text.time(Duration.ofSeconds(125))).isEqualTo("2:05 min");
    assertThat(Text.time(Duration.ofMinutes(125))).isEqualTo("2:05 h");
  }

  @Test
  void tablesAreAlignedAndSilentColumnsLeftOut() {
    Table table =
        new Table().text("NAME").number("READ").numberUnlessZero("REJECTED").textUnlessNone("KEY");
    table.row("a", "1", "0", "–").row("long\u001b[2J", "1,000", "0", "–");

    assertThat(table.render())
        .isEqualTo("  NAME        READ\n  a              1\n  long\ufffd[2J   1,000\n");
  }

  @Test
  void sizesAreRead() throws Exception {
    SizeConverter sizes = new SizeConverter();
    assertThat(sizes.convert("4194304")).isEqualTo(4_194_304);
    assertThat(sizes.convert("4MiB")).isEqualTo(4_194_304);
    assertThat(sizes.convert("512k")).isEqualTo(524_288);
    assertThat(sizes.convert("1 GB")).isEqualTo(1L << 30);
    assertThatThrownBy(() -> sizes.convert("four")).isInstanceOf(TypeConversionException.class);
    assertThatThrownBy(() -> sizes.convert("999999999999999999g"))
        .isInstanceOf(TypeConversionException.class);
  }

  @Test
  void secretsAreMaskedWhereverTheyAre() {
    String json =
        "{\"a\" : {\"b\":[1, \"x\\\"y\", {\"c\":1.50}]} ,\"d\":{\"e\":\"f\"},\"n\":12,\"z\":null,"
            + "\"ü😀\":\"s\",\"k\":1.0}";
    Settings settings =
        new Settings(
            "x", null, json, List.of("/a/b/1", "/d", "/n", "/z", "/missing", "/ü😀", "/a/b/2/c"));

    assertThat(SecretMask.of(settings))
        .isEqualTo(
            "{\"a\" : {\"b\":[1, \"***\", {\"c\":\"***\"}]} ,\"d\":\"***\",\"n\":\"***\","
                + "\"z\":null,\"ü😀\":\"***\",\"k\":1.0}");
  }
}
