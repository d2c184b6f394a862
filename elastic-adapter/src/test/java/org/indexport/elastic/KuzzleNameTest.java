package org.indexport.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import org.indexport.IndexName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KuzzleNameTest {
  @ParameterizedTest
  @CsvSource({
    "&library.books, library, books, false, false",
    "&library._kuzzle_keep, library, _kuzzle_keep, true, false",
    "&library.books.73442, library, books.73442, false, false",
    "%kuzzle.users, %kuzzle, users, true, false",
    "%kuzzle.config, %kuzzle, config, true, true",
    "%kuzzle.api-keys, %kuzzle, api-keys, true, true",
    "%plugin-auth.users, %plugin-auth, users, true, true",
    "%plugin-auth._kuzzle_keep, %plugin-auth, _kuzzle_keep, true, false",
  })
  void indexesHaveNamesInDumps(
      String indice, String namespace, String name, boolean internal, boolean secret) {
    KuzzleName read = Objects.requireNonNull(KuzzleName.of(indice));
    assertThat(read.name()).isEqualTo(IndexName.of(namespace, name));
    assertThat(KuzzleName.of(read.name())).isEqualTo(read);
    assertThat(KuzzleName.ofAlias("@" + indice)).isEqualTo(read);
    assertThat(read.indice()).isEqualTo(indice);
    assertThat(read.alias()).isEqualTo("@" + indice);
    assertThat(read.isInternal()).isEqualTo(internal);
    assertThat(read.isSecret()).isEqualTo(secret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&", "&a", "&.a", "&a.", "a.b", "@&a.b", ".kibana", "%", "%."})
  void otherIndexesAreNoneOfKuzzles(String indice) {
    assertThat(KuzzleName.of(indice)).isNull();
  }

  @Test
  void namesThatCannotBeReadBackAreNone() {
    assertThat(KuzzleName.of(IndexName.of("books"))).isNull();
    assertThat(KuzzleName.of(IndexName.of("a.b", "c"))).isNull();
    assertThat(KuzzleName.of(IndexName.of("%", "c"))).isNull();
    assertThat(KuzzleName.ofAlias("&library.books")).isNull();
  }

  @Property
  void everyNameIsReadAsItWasWritten(
      @ForAll @NotEmpty @CharRange(from = '!', to = '~') String namespace,
      @ForAll @NotEmpty String name) {
    boolean isText = java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(name);
    KuzzleName kuzzle = isText ? KuzzleName.of(IndexName.of(namespace, name)) : null;
    if (kuzzle != null) {
      assertThat(kuzzle.name()).isEqualTo(IndexName.of(namespace, name));
      assertThat(KuzzleName.of(kuzzle.indice())).isEqualTo(kuzzle);
    }
  }
}
