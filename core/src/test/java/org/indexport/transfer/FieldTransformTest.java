package org.indexport.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.indexport.Document;
import org.indexport.DocumentRejectedException;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTransformTest {
  private static final IndexInfo INDEX = IndexInfo.of("movies");

  private static String apply(String json, String... rules) throws DocumentRejectedException {
    return FieldTransform.of(List.of(rules)).apply(INDEX, Document.of(json)).json();
  }

  @Test
  void rulesAreAppliedInOrder() throws Exception {
    String json = "{\"title\": \"Solaris\",\"n\":1.50,\"secret\":{\"a\":[1,2]}}";

    assertThat(apply(json, "drop:secret", "rename:n=price", "set:lang=\"cs\"", "set:x.y=null"))
        .isEqualTo("{\"title\": \"Solaris\",\"price\":1.50,\"lang\":\"cs\",\"x\":{\"y\":null}}");
    assertThat(apply(json, "rename:n=price", "keep:price,title"))
        .isEqualTo("{\"title\": \"Solaris\",\"price\":1.50}");
  }

  @Test
  void whatNoRuleFitsIsTheSameDocument() throws Exception {
    Document document = Document.of("{\"a\":1}");
    FieldTransform transform = FieldTransform.of(List.of("drop:b", "rename:c=d"));

    assertThat(transform.apply(INDEX, document)).isSameAs(document);
    assertThat(transform.isStateless()).isTrue();
    assertThat(transform.describe()).isEqualTo("[drop:b, rename:c=d]");
    assertThat(transform).hasToString(transform.describe());
  }

  @Test
  void whatLiesBesideADocumentStays() throws Exception {
    byte[] json = "..{\"a\":1,\"b\":2}..".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Document made =
        FieldTransform.of(List.of("drop:a"))
            .apply(INDEX, Document.of("7", "r", 3L, json, 2, json.length - 4));

    assertThat(made.id()).isEqualTo("7");
    assertThat(made.routing()).isEqualTo("r");
    assertThat(made.version()).isEqualTo(3L);
    assertThat(made.json()).isEqualTo("{\"b\":2}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "drop",
        "remove:a",
        "drop:",
        "drop:a,,b",
        "keep:a.",
        "rename:a",
        "rename:a=b.c",
        "rename:a=",
        "rename:x.a=a",
        "set:a",
        "set:a=text",
        "set:a=",
        "set:=1"
      })
  void refusesRulesThatAreNone(String rule) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FieldTransform.of(List.of(rule)))
        .withMessageStartingWith("transform: ");
  }

  @Test
  void namesWithDotsArePointers() throws Exception {
    assertThat(apply("{\"a\":1}", "rename:a=/b.c")).isEqualTo("{\"b.c\":1}");
    assertThatIllegalArgumentException().isThrownBy(() -> FieldTransform.of(List.of()));
  }

  @Test
  void rejectsADocumentRatherThanLoseSomethingOfIt() {
    assertThatExceptionOfType(DocumentRejectedException.class)
        .isThrownBy(() -> apply("{\"a\":1,\"b\":2}", "rename:a=b"))
        .withMessageContaining("rename:a=b");
    assertThatExceptionOfType(DocumentRejectedException.class)
        .isThrownBy(() -> apply("{\"a\":1,", "drop:b"));
  }

  @Test
  void aPrimaryKeyStaysAsItIs() {
    IndexInfo keyed = IndexInfo.builder(IndexName.of("movies")).primaryKey("meta.id").build();

    for (String rule :
        List.of(
            "drop:meta", "keep:title", "rename:meta.id=key", "rename:x=meta", "set:meta.id=1")) {
      assertThatExceptionOfType(DumpException.class)
          .isThrownBy(() -> FieldTransform.of(List.of(rule)).check(keyed))
          .withMessageContainingAll("movies", "meta.id", rule);
    }
    for (String rule : List.of("drop:title", "keep:meta,title", "rename:a=b", "set:meta.lang=1")) {
      assertThatCode(() -> FieldTransform.of(List.of(rule)).check(keyed))
          .doesNotThrowAnyException();
    }
    assertThatCode(() -> FieldTransform.of(List.of("drop:id")).check(INDEX))
        .doesNotThrowAnyException();
  }
}
