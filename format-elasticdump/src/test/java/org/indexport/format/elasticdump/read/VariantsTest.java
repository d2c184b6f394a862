package org.indexport.format.elasticdump.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.indexport.DumpException;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.json.JsonText;
import org.indexport.testkit.DumpContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type of file in every form that it may have says the same. */
class VariantsTest {
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  @TempDir Path folder;

  private DumpContent read(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, bytes);
    return RealFiles.read(file, ReadOptions.DEFAULT);
  }

  private static byte[] gzip(byte[]... members) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (byte[] member : members) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(member);
      }
    }
    return packed.toByteArray();
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  /** The same text in other clothes; for all of them the reading is that of the first. */
  private static Map<String, byte[]> packings(String text) throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>();
    byte[] plain = text.getBytes(UTF_8);
    all.put("plain", plain);
    all.put("no end", text.stripTrailing().getBytes(UTF_8));
    all.put("crlf", text.replace("\n", "\r\n").getBytes(UTF_8));
    all.put("blank lines", ("\n\n" + text.replace("\n", "\n \n")).getBytes(UTF_8));
    all.put("marked", join(MARK, plain));
    all.put("gzip", gzip(plain));
    int cut = plain.length / 2;
    all.put(
        "members",
        gzip(Arrays.copyOf(plain, cut), Arrays.copyOfRange(plain, cut, plain.length), new byte[0]));
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "single/es8.template.json",
        "single/es8.index_template.json",
        "single/es8.component_template.json",
        "single/os3.script.json",
        "single/es8.ilm.policy.json",
        "single/os2.ism.policy.json",
        "single/os2.shop.index.json",
        "single/es8.root.settings.json",
        "multi/elasticsearch-8-plain/shop.mapping.json",
        "multi/elasticsearch-8-plain/shop.alias.json",
        "multi/elasticsearch-8-plain/shop.analyzer.json"
      })
  void metaFilesSayTheSameInEveryForm(String name) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode outer = mapper.readTree(RealFiles.path(name).toFile());
    String inner = outer.isTextual() ? outer.textValue() : outer.toString();
    String file = String.valueOf(RealFiles.path(name).getFileName());
    DumpContent original = RealFiles.read(name);
    for (String form : new String[] {inner, JsonText.quote(inner)}) {
      packings(form + "\n")
          .forEach(
              (what, bytes) -> {
                try {
                  DumpContent read = read(file, bytes);
                  assertThat(read.header()).as(what).isEqualTo(original.header());
                  assertThat(read.sections()).as(what).isEqualTo(original.sections());
                } catch (IOException e) {
                  throw new AssertionError(name + ", " + what, e);
                }
              });
    }
    String pretty = mapper.readTree(inner).toPrettyString();
    assertThat(read(file, pretty.getBytes(UTF_8)).sections()).hasSameSizeAs(original.sections());
    assertThat(read(file, pretty.getBytes(UTF_8)).header().indexes())
        .hasSameSizeAs(original.header().indexes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "single/es8.two-indices.json",
        "single/es8.shop.query-fields.json",
        "single/es8.alias-filtered.json",
        "single/es8.edge-cases.bigint.json",
        "multi/elasticsearch-6-types/people.json",
        "datastream/dslog-web.json"
      })
  void hitsSayTheSameInEveryForm(String name) throws IOException {
    String text = Files.readString(RealFiles.path(name));
    String file = String.valueOf(RealFiles.path(name).getFileName());
    DumpContent original = RealFiles.read(name);
    Map<String, byte[]> forms = packings(text);
    String array = "[" + text.stripTrailing().replace("\n", ",\n") + "]\n";
    packings(array).forEach((what, bytes) -> forms.put("array, " + what, bytes));
    forms.forEach(
        (what, bytes) -> {
          try {
            DumpContent read = read(file, bytes);
            assertThat(read.documents()).as(what).isEqualTo(original.documents());
            assertThat(read.sections()).as(what).isEqualTo(original.sections());
          } catch (IOException e) {
            throw new AssertionError(name + ", " + what, e);
          }
        });
  }

  /** Older versions of the tool split these files too. */
  @ParameterizedTest
  @ValueSource(strings = {".split-0.json", ".split-0.json.gz"})
  void oldVersionsSplitMetaFilesToo(String ending) throws IOException {
    Path original = RealFiles.path("multi/elasticsearch-8-plain");
    for (String type : new String[] {"", ".mapping", ".settings", ".alias", ".template"}) {
      byte[] bytes = Files.readAllBytes(original.resolve("shop" + type + ".json"));
      Files.write(
          folder.resolve("shop" + type + ending), ending.endsWith("gz") ? gzip(bytes) : bytes);
    }
    DumpContent read = RealFiles.read(folder, ReadOptions.DEFAULT);
    DumpContent whole = RealFiles.read("multi/elasticsearch-8-plain");
    IndexName shop = IndexName.of("shop");
    assertThat(read.documents(shop)).isEqualTo(whole.documents(shop));
    assertThat(read.header().indexes()).containsExactly(whole.header().index(shop));
    assertThat(RealFiles.sections(read)).containsKeys("shop:aliases", "templates");
  }

  @Test
  void damageIsToldWithFileLineAndOffset() throws IOException {
    String hit = "{\"_index\":\"a\",\"_id\":\"1\",\"_source\":{\"t\":1}}\n";
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("garbage", hit + "nonsense\n" + hit);
    wrong.put("cut", hit + hit.substring(0, 30));
    wrong.put("no document", hit + "{\"_index\":\"a\",\"_id\":\"2\"}\n");
    wrong.put("broken document", hit + hit.replace("{\"t\":1}", "{\"t\":1,}"));
    wrong.forEach(
        (what, text) ->
            assertThatExceptionOfType(DumpException.class)
                .as(what)
                .isThrownBy(() -> read("a.json", text.getBytes(UTF_8)))
                .withMessageContaining("a.json")
                .withMessageMatching("(?s).*line 2\\D.*")
                .withMessageMatching("(?s).*(offset|byte|bytes) \\d+.*|(?s).*\\d+ bytes.*"));
    byte[] packed = gzip(hit.repeat(500).getBytes(UTF_8));
    assertThatExceptionOfType(DumpException.class)
        .isThrownBy(() -> read("a.json.gz", Arrays.copyOf(packed, packed.length - 9)))
        .withMessageContaining("a.json.gz");
  }
}
