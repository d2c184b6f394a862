package org.indexport.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldEditTest {
  /** The document after the edit; between other bytes, which must not be looked at. */
  private static String apply(FieldEdit edit, String json) throws Exception {
    byte[] text = json.getBytes(UTF_8);
    byte[] buffer = ("]\"" + json + "\"}").getBytes(UTF_8);
    byte[] before = buffer.clone();
    ByteBuilder out = new ByteBuilder(4);
    boolean changed = edit.apply(buffer, 2, 2 + text.length, out);
    assertThat(buffer).isEqualTo(before);
    assertThat(out.size() == 0).isEqualTo(!changed);
    return changed ? new String(out.toByteArray(), UTF_8) : json;
  }

  private static List<FieldPath> paths(List<String> texts) {
    return texts.stream().map(FieldPath::of).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1}|a|{}",
        "{ \"a\" : 1.0 , \"b\" : 2 }|a|{ \"b\" : 2 }",
        "{ \"a\" : 1.0 , \"b\" : 2 }|b|{ \"a\" : 1.0 }",
        "{\"a\":1,\"a\":2,\"b\":3}|a|{\"b\":3}",
        "{\"a\":{\"b\":1,\"c\":[ ]}}|a.b|{\"a\":{\"c\":[ ]}}",
        "{\"a.b\":1,\"a\":{\"b\":2}}|a.b|{\"a\":{}}",
        "{\"a.b\":1,\"a\":{\"b\":2}}|/a/b|{\"a.b\":1,\"a\":{}}",
        "{\"a.b\":1,\"a\":{\"b\":2}}|/a.b|{\"a\":{\"b\":2}}",
        "{\"a\":[{\"b\":1},7,[{\"b\":2,\"c\":3}]]}|a.b|{\"a\":[{},7,[{\"c\":3}]]}",
        "{\"\\u0061\":1,\"x,y\":2}|a|{\"x,y\":2}",
        "{\"\\u0061\":1,\"x,y\":2}|#/x%2Cy|{\"\\u0061\":1}",
        "{\"ab\":1,\"A\":2}|a|{\"ab\":1,\"A\":2}",
      })
  void dropsFields(String json, String path, String expected) throws Exception {
    assertThat(apply(FieldEdit.drop(paths(List.of(path))), json)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1, \"b\" :2.50}|b|{\"b\" :2.50}",
        "{\"a\":{\"b\":1,\"c\":2},\"d\":3}|a.b|{\"a\":{\"b\":1}}",
        "{\"a\":{\"c\":2}}|a.b|{\"a\":{}}",
        "{\"a\":[\"secret\",{\"b\":1,\"c\":2},[3]]}|a.b|{\"a\":[{\"b\":1},[]]}",
        "{\"a\":\"secret\"}|a.b|{}",
        "{\"a\":{\"b\":1}}|a|{\"a\":{\"b\":1}}",
      })
  void keepsFields(String json, String path, String expected) throws Exception {
    assertThat(apply(FieldEdit.keep(paths(List.of(path))), json)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\" : 1.0,\"b\":2}|a|c|{\"c\" : 1.0,\"b\":2}",
        "{\"a\":{\"b\":1}}|a.b|c|{\"a\":{\"c\":1}}",
        "{\"a.b\":1}|a.b|c|{\"a.c\":1}",
        "{\"a.b\":1}|/a.b|c|{\"c\":1}",
        "{\"a\":[{\"b\":1},{\"b\":2,\"x\":0}]}|a.b|é\"|{\"a\":[{\"é\\\"\":1},{\"é\\\"\":2,\"x\":0}]}",
        "{\"b\":1}|a|c|{\"b\":1}",
      })
  void renamesFields(String json, String path, String name, String expected) throws Exception {
    assertThat(apply(FieldEdit.rename(FieldPath.of(path), name), json)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|a|1.0|{\"a\":1.0}",
        "{ \"b\":2 }|a|\"x\"|{ \"b\":2,\"a\":\"x\" }",
        "{\"a\" : 1, \"b\":2}|a|{ }|{\"a\" : { }, \"b\":2}",
        "{\"b\":2}|a.b.c|[]|{\"b\":2,\"a\":{\"b\":{\"c\":[]}}}",
        "{\"a\":{}}|a.b|1|{\"a\":{\"b\":1}}",
        "{\"a\":null}|a.b.c|1|{\"a\":{\"b\":{\"c\":1}}}",
        "{\"a.b\":0}|a.b|1|{\"a.b\":1}",
        "{\"a\":[{},{\"b\":0},3]}|a.b|1|{\"a\":[{\"b\":1},{\"b\":1},3]}",
        "{\"a\":1,\"a\":2}|a|3|{\"a\":3,\"a\":3}",
        "{\"a\":1.0}|a|1.0|{\"a\":1.0}",
        "{\"x.y\":{}}|/x.y/z|1|{\"x.y\":{\"z\":1}}",
      })
  void setsFields(String json, String path, String value, String expected) throws Exception {
    assertThat(apply(FieldEdit.set(FieldPath.of(path), value), json)).isEqualTo(expected);
  }

  @Test
  void refusesWhatWouldLoseSomething() throws Exception {
    FieldEdit rename = FieldEdit.rename(FieldPath.of("a"), "b");
    assertThatExceptionOfType(UnfitFieldException.class)
        .isThrownBy(() -> apply(rename, "{\"a\":1,\"\\u0062\":2}"))
        .withMessageContaining("drop one of them first");
    FieldEdit set = FieldEdit.set(FieldPath.of("a.b"), "1");
    assertThatExceptionOfType(UnfitFieldException.class)
        .isThrownBy(() -> apply(set, "{\"a\":\"text\"}"))
        .withMessageContaining("a string instead of an object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1 2", "1,\"x\":2", "1,\"v\":2", "{", "}", "'x'", "\"x"})
  void refusesValuesThatAreNoJson(String value) {
    assertThatExceptionOfType(MalformedJsonException.class)
        .isThrownBy(() -> FieldEdit.set(FieldPath.of("a"), value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "#/%zz"})
  void refusesPathsThatAreNone(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> FieldPath.of(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,}",
        "{\"a\":\"",
        "{1:2}"
      })
  void damagedDocumentsEndInATypedFailure(String json) {
    for (FieldEdit edit :
        List.of(
            FieldEdit.drop(paths(List.of("a"))),
            FieldEdit.keep(paths(List.of("a.b"))),
            FieldEdit.rename(FieldPath.of("a"), "b"))) {
      assertThatThrownBy(() -> apply(edit, json)).isInstanceOf(MalformedJsonException.class);
    }
  }

  @Test
  void tellsWhatItTouches() throws Exception {
    assertThat(FieldEdit.drop(paths(List.of("x", "id"))).touches("id")).isTrue();
    assertThat(FieldEdit.drop(paths(List.of("id"))).touches("id.sub")).isTrue();
    assertThat(FieldEdit.drop(paths(List.of("id.sub", "ident"))).touches("id")).isFalse();
    assertThat(FieldEdit.keep(paths(List.of("title"))).touches("id")).isTrue();
    assertThat(FieldEdit.keep(paths(List.of("title", "id"))).touches("id")).isFalse();
    assertThat(FieldEdit.rename(FieldPath.of("id"), "key").touches("id")).isTrue();
    assertThat(FieldEdit.rename(FieldPath.of("key"), "id").touches("id")).isTrue();
    assertThat(FieldEdit.rename(FieldPath.of("a.b"), "c").touches("a.c")).isTrue();
    assertThat(FieldEdit.rename(FieldPath.of("a"), "b").touches("id")).isFalse();
    assertThat(FieldEdit.set(FieldPath.of("id"), "1").touches("id")).isTrue();
    assertThat(FieldEdit.set(FieldPath.of("id.sub"), "1").touches("id")).isTrue();
    assertThat(FieldEdit.set(FieldPath.of("a"), "1").touches("id")).isFalse();
  }

  @Provide
  Arbitrary<Map<String, Object>> trees() {
    return FieldTree.documents();
  }

  @Provide
  Arbitrary<String> fields() {
    return Arbitraries.of(
        "a", "b", "a.b", "b.c", "a.b.c", "c.a", "/a/b", "/a.b", "/b/c/a", "/a~1b");
  }

  private static final List<String> BLANKS = List.of("", " ");

  /** Compares the bytes with those of a tree that the same was done to. */
  private static void compare(FieldEdit edit, Map<String, Object> tree, Supplier<Object> expected)
      throws Exception {
    for (String blank : BLANKS) {
      Object changed;
      try {
        changed = expected.get();
      } catch (FieldTree.Unfit e) {
        assertThatThrownBy(() -> apply(edit, FieldTree.text(tree, blank)))
            .isInstanceOf(UnfitFieldException.class);
        continue;
      }
      String made = apply(edit, FieldTree.text(tree, blank));
      if (blank.isEmpty()) {
        assertThat(made).isEqualTo(FieldTree.text(changed, blank));
      } else {
        assertThat(made.replace(" ", "")).isEqualTo(FieldTree.text(changed, ""));
        byte[] bytes = made.getBytes(UTF_8);
        new DocumentScanner(100).scan(bytes, 0, bytes.length);
      }
    }
  }

  @Property
  void dropsAsFromATree(
      @ForAll("trees") Map<String, Object> tree,
      @ForAll @Size(min = 1, max = 3) List<@net.jqwik.api.From("fields") String> fields)
      throws Exception {
    compare(FieldEdit.drop(paths(fields)), tree, () -> FieldTree.drop(tree, fields));
  }

  @Property
  void keepsAsOfATree(
      @ForAll("trees") Map<String, Object> tree,
      @ForAll @Size(min = 1, max = 3) List<@net.jqwik.api.From("fields") String> fields)
      throws Exception {
    compare(FieldEdit.keep(paths(fields)), tree, () -> FieldTree.keep(tree, fields));
  }

  @Property
  void renamesAsInATree(@ForAll("trees") Map<String, Object> tree, @ForAll("fields") String field)
      throws Exception {
    FieldPath path = FieldPath.of(field);
    compare(
        FieldEdit.rename(path, "z"), tree, () -> FieldTree.rename(tree, field, path.last(), "z"));
    compare(
        FieldEdit.rename(path, "x.y"),
        tree,
        () -> FieldTree.rename(tree, field, path.last(), "x.y"));
  }

  @Property
  void setsAsInATree(@ForAll("trees") Map<String, Object> tree, @ForAll("fields") String field)
      throws Exception {
    compare(
        FieldEdit.set(FieldPath.of(field), "[0.10]"),
        tree,
        () -> FieldTree.set(tree, field, "[0.10]"));
  }

  @Provide
  Arbitrary<String> hostile() {
    return Json.documents();
  }

  @Property
  void whatIsNotNamedStaysAsItIs(@ForAll("hostile") String json) throws Exception {
    assertThat(apply(FieldEdit.drop(paths(List.of("nowhere.at", "/all"))), json)).isEqualTo(json);
    String with = apply(FieldEdit.set(FieldPath.of("nowhere"), "1"), json);
    String without = apply(FieldEdit.drop(paths(List.of("nowhere"))), with);
    assertThat(without).isEqualTo(json);
  }

  @Property
  void whatComesOutIsWellFormed(@ForAll("hostile") String json) throws Exception {
    for (FieldEdit edit :
        List.of(
            FieldEdit.drop(paths(List.of("a", "id"))),
            FieldEdit.keep(paths(List.of("a.a", "id"))))) {
      byte[] made = apply(edit, json).getBytes(UTF_8);
      new DocumentScanner(100).scan(made, 0, made.length);
    }
  }
}
