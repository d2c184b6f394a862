package org.indexport.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.indexport.IndexName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KuzzleNamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"books", "caf\u00e9", "_a", "a_kuzzle_keep", "-", "\ud83d\ude00"})
  void namesAreTaken(String name) {
    assertThat(KuzzleNames.problem(name)).isNull();
    assertThat(KuzzleNames.problem(IndexName.of(name, name))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Books|has capital letters",
        "a.b|has the character '.'",
        "a&b|has the character '&'",
        "a%b|has the character '%'",
        "_all|is not allowed"
      })
  void namesAreRefused(String name, String property) {
    String problem = "'%s', which %s".formatted(name, property);
    assertThat(KuzzleNames.problem(name)).isEqualTo(problem);
    assertThat(KuzzleNames.problem(IndexName.of(name, "books"))).isEqualTo(problem);
    assertThat(KuzzleNames.problem(IndexName.of("library", name))).isEqualTo(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", "\n", "\u0000"})
  void blanksAreRefused(String blank) {
    assertThat(KuzzleNames.problem("a" + blank)).endsWith(", which has blanks");
  }

  @Test
  void bytesCount() {
    assertThat(KuzzleNames.problem("\u00e9".repeat(63))).isNull();
    assertThat(KuzzleNames.problem("\u00e9".repeat(64))).endsWith("has more than 126 bytes");
  }

  @Test
  void aCollectionNeedsAnIndexAndMayNotBeTheMarker() {
    assertThat(KuzzleNames.problem(IndexName.of("books")))
        .isEqualTo("no namespace, which is the index of Kuzzle");
    assertThat(KuzzleNames.problem(IndexName.of("library", "_kuzzle_keep")))
        .isEqualTo("_kuzzle_keep, which Kuzzle keeps for itself");
    assertThat(KuzzleNames.problem(IndexName.of("_kuzzle_keep", "books"))).isNull();
  }

  @Test
  void suggestsWhatIsNear() {
    assertThat(KuzzleNames.suggested(IndexName.of("My Books"))).isEqualTo("main/my-books");
    assertThat(KuzzleNames.suggested(IndexName.of("_all", "_kuzzle_keep")))
        .isEqualTo("all/kuzzle_keep");
  }

  @Property
  void whatIsSuggestedIsTaken(
      @ForAll
          @StringLength(min = 1, max = 200)
          @AlphaChars
          @Chars({' ', '%', '.', '\u0000', '\u00c9', '\u0130', '\u03a3', '\u20ac'})
          String name) {
    String suggested = KuzzleNames.suggested(IndexName.of(name, name));
    int slash = suggested.indexOf('/');
    assertThat(
            KuzzleNames.problem(
                IndexName.of(suggested.substring(0, slash), suggested.substring(slash + 1))))
        .isNull();
  }
}
