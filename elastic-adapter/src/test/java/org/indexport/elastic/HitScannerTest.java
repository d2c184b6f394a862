package org.indexport.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DumpException;
import org.indexport.LimitExceededException;
import org.indexport.http.HitScanner;
import org.indexport.testkit.HostileDocuments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HitScannerTest {
  private static final String HEAD =
      "{\"pit_id\":\"p\\u0031\",\"took\":3,\"timed_out\":false,\"_shards\":{\"total\":1,\"successful\":1,\"skipped\":0,\"failed\":0},\"hits\":{\"total\":{\"value\":2,\"relation\":\"eq\"},\"max_score\":null,\"hits\":[";

  /** Gives so many bytes at a time. */
  private static InputStream dripping(byte[] bytes, int step) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] b, int off, int len) {
        return super.read(b, off, Math.min(len, step));
      }
    };
  }

  private static List<String> read(String answer, int step) throws IOException {
    HitScanner scanner = new HitScanner(64 << 20, "hits");
    List<String> found = new ArrayList<>();
    scanner.start(dripping(answer.getBytes(UTF_8), step));
    while (scanner.nextHit()) {
      found.add(
          scanner.id()
              + " "
              + scanner.routing()
              + " "
              + scanner.version()
              + " "
              + scanner.seqNo()
              + " "
              + scanner.sort()
              + " "
              + (scanner.hasSource()
                  ? scanner.document(scanner.id(), scanner.routing()).json()
                  : "-"));
    }
    assertThat(scanner.nextHit()).isFalse();
    assertThat(scanner.hits()).isEqualTo(found.size());
    assertThat(scanner.bytes()).isEqualTo(answer.getBytes(UTF_8).length);
    return found;
  }

  private static final String TWO_HITS =
      HEAD
          + "{\"_index\":\"i\",\"_id\":\"a\\\"b\",\"_version\":7,\"_seq_no\":12,\"_primary_term\":1,\"_score\":null,\"_routing\":\"r\\\\\",\"_ignored\":[\"x\"],\"_source\":{ \"a\" : [1.10, {\"b\":\"}]\\\"\"}] },\"sort\":[5,\"x\"]},"
          + "\n {\"_id\":\"2\",\"fields\":{\"_source\":[{\"no\":1}]},\"_source\":{},\"sort\":[6]} ]},"
          + "\"aggregations\":{\"hits\":{\"hits\":[{}]}},\"suggest\":[[],{}]} \n";

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1_000_000})
  void findsWhatIsAroundDocuments(int step) throws IOException {
    assertThat(read(TWO_HITS, step))
        .containsExactly(
            "a\"b r\\ 7 12 [5,\"x\"] { \"a\" : [1.10, {\"b\":\"}]\\\"\"}] }",
            "2 null null -1 [6] {}");
  }

  @Test
  void knowsTheIdToGoOnWithAndTheTotal() throws IOException {
    HitScanner scanner = new HitScanner(1 << 20, "hits");
    scanner.start(new ByteArrayInputStream(TWO_HITS.getBytes(UTF_8)));
    assertThat(scanner.contextId()).isEqualTo("p1");
    assertThat(scanner.total()).isEqualTo(2);
    String old = "{\"hits\":{\"total\":9,\"hits\":[]},\"_scroll_id\":\"s\"}";
    scanner.start(new ByteArrayInputStream(old.getBytes(UTF_8)));
    assertThat(scanner.nextHit()).isFalse();
    assertThat(scanner.contextId()).isEqualTo("s");
    assertThat(scanner.total()).isEqualTo(9);
    assertThat(scanner.sort()).isNull();
  }

  @Test
  void readsAnswersWithoutHits() throws IOException {
    assertThat(read(HEAD + "]}}", 1)).isEmpty();
    assertThat(read("{\"hits\":{\"hits\":[ ]}}", 1)).isEmpty();
    assertThat(read("{}", 1)).isEmpty();
    assertThat(read("{\"hits\":{}}", 1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 4_096, 1 << 20})
  void documentsOfAllShapesKeepTheirBytes(int step) throws IOException {
    List<String> sources = new ArrayList<>(HostileDocuments.all());
    sources.addAll(HostileDocuments.withLineBreaks().keySet().stream().map(String::strip).toList());
    StringBuilder answer = new StringBuilder(HEAD);
    for (int i = 0; i < sources.size(); i++) {
      answer.append(i == 0 ? "" : ",").append("{\"_id\":\"" + i + "\",\"_source\":");
      answer.append(sources.get(i)).append(",\"sort\":[" + i + "]}");
    }
    List<String> found = read(answer + "]}}", step);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      expected.add(i + " null null -1 [" + i + "] " + sources.get(i));
    }
    assertThat(found).isEqualTo(expected);
  }

  /** What follows a document may be what makes the buffer move on. */
  @ParameterizedTest
  @ValueSource(ints = {1_000, 16 << 10, 1 << 30})
  void documentsKeepTheirBytesWhereverTheBufferEnds(int step) throws IOException {
    List<String> expected = new ArrayList<>();
    StringBuilder answer = new StringBuilder(HEAD);
    for (int i = 0; i < 3_000; i++) {
      String source = "{\"n\":%d,\"text\":\"%s\"}".formatted(i, "x".repeat(i % 700));
      String around = "\"fields\":{\"f\":[\"" + "y".repeat(i % 900) + "\"]},\"sort\":[" + i + "]}";
      answer.append(i == 0 ? "" : ",").append("{\"_id\":\"" + i + "\",\"_source\":");
      answer.append(source).append(',').append(around);
      expected.add(i + " null null -1 [" + i + "] " + source);
    }
    assertThat(read(answer + "]}}", step)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 100_000})
  void documentsAreCheckedWhileTheyArePassed(int step) throws IOException {
    List<String> sources =
        List.of("{\"a\":[1.0,\"}\"]}", "{\"a\":\n1}", "{\"a\":NaN}", "{ }", "{\"a\":\"\\x\"}");
    StringBuilder answer = new StringBuilder(HEAD);
    for (String source : sources) {
      answer.append(answer.length() == HEAD.length() ? "" : ",");
      answer.append("{\"_source\":").append(source).append("}");
    }
    HitScanner scanner = new HitScanner(1 << 20, "hits");
    scanner.start(dripping((answer + "]}}").getBytes(UTF_8), step));
    List<String> found = new ArrayList<>();
    List<Boolean> checked = new ArrayList<>();
    while (scanner.nextHit()) {
      Document document = scanner.document(null, null);
      found.add(document.json());
      checked.add(document.isChecked());
    }
    assertThat(found).isEqualTo(sources);
    assertThat(checked).containsExactly(true, false, false, true, false);
  }

  @Test
  void numbersThatAreNoneAreDamage() {
    for (String number : List.of("9223372036854775808", "1.5", "-", "x")) {
      assertThatIOException()
          .isThrownBy(() -> read(HEAD + "{\"_seq_no\":" + number + "}]}}", 9))
          .withMessageContaining("whole number");
    }
  }

  @Test
  void placesAreTheFirstNumberOfAll() throws IOException {
    assertThat(HitScanner.place("[5]")).isEqualTo(5);
    assertThat(HitScanner.place("[-9223372036854775808,1]")).isEqualTo(Long.MIN_VALUE);
    assertThat(HitScanner.place("[ 7 , 1 ]")).isEqualTo(7);
    for (String sort : List.of("[\"x\"]", "[]", "[-]", "[1.5]", "[9223372036854775808]", "")) {
      assertThatThrownBy(() -> HitScanner.place(sort)).isInstanceOf(CorruptDumpException.class);
    }
    HitScanner scanner = new HitScanner(1 << 20, "hits");
    scanner.start(
        new ByteArrayInputStream(
            (HEAD + "{\"_id\":\"1\"},{\"_id\":\"2\",\"sort\":[4294967297]}]}}").getBytes(UTF_8)));
    assertThat(scanner.nextHit()).isTrue();
    assertThatThrownBy(scanner::place).isInstanceOf(CorruptDumpException.class);
    assertThat(scanner.nextHit()).isTrue();
    assertThat(scanner.place()).isEqualTo((1L << 32) + 1);
  }

  @Test
  void anAnswerThatIsCutAnywhereIsNeverComplete() {
    byte[] whole = TWO_HITS.strip().getBytes(UTF_8);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatIOException()
          .as("cut at %d", length)
          .isThrownBy(() -> read(new String(cut, UTF_8), 64))
          .isNotInstanceOf(DumpException.class);
    }
  }

  /** Whoever goes on after the last hit of an answer that broke off must not pass one over. */
  @Test
  void hitsThatAreCutDoNotTellWhereToGoOn() throws IOException {
    byte[] whole = TWO_HITS.strip().getBytes(UTF_8);
    for (int length = 0; length < whole.length; length++) {
      HitScanner scanner = new HitScanner(1 << 20, "hits");
      String last = null;
      try {
        scanner.start(dripping(Arrays.copyOf(whole, length), 64));
        while (scanner.nextHit()) {
          last = scanner.sort();
        }
      } catch (EOFException e) {
        assertThat(scanner.sort()).as("cut at %d", length).isEqualTo(last);
      }
    }
    assertThat(read(TWO_HITS, 64)).hasSize(2);
  }

  @Test
  void answersOfAPartOfTheShardsAreRefused() {
    assertThatIOException()
        .isThrownBy(() -> read(HEAD.replace("\"failed\":0", "\"failed\":1") + "]}}", 9))
        .withMessageContaining("1 shards failed");
    assertThatIOException()
        .isThrownBy(() -> read(HEAD.replace("\"timed_out\":false", "\"timed_out\":true"), 9))
        .withMessageContaining("timed out");
  }

  @Test
  void whatIsNoAnswerIsRefused() {
    for (String text : List.of("", "[]", "<html>", "{\"hits\":{\"hits\":[1]}}", "{}{}")) {
      assertThatIOException().as(text).isThrownBy(() -> read(text, 5));
    }
  }

  @Test
  void documentsThatAreTooLongAreRefused() {
    HitScanner scanner = new HitScanner(100_000, "hits");
    String answer = HEAD + "{\"_id\":\"1\",\"_source\":{\"a\":\"" + "x".repeat(200_000) + "\"}}]}}";
    assertThatThrownBy(
            () -> {
              scanner.start(new ByteArrayInputStream(answer.getBytes(UTF_8)));
              scanner.nextHit();
            })
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("100000");
  }

  @Test
  void hitsWithoutDocumentAreTold() throws IOException {
    assertThat(
            read("{\"hits\":{\"hits\":[{\"_id\":\"1\"},{},{\"_id\":\"3\",\"_source\":null}]}}", 4))
        .containsExactly(
            "1 null null -1 null -", "null null null -1 null -", "3 null null -1 null -");
  }
}
