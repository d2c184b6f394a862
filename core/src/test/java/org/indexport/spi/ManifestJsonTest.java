package org.indexport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.Hash128;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.Manifest;
import org.indexport.Manifest.IndexSummary;
import org.indexport.Manifest.SectionSummary;
import org.indexport.PartList;
import org.indexport.PartSummary;
import org.indexport.ReadLimits;
import org.indexport.Section.Sensitivity;
import org.indexport.Sha256;
import org.indexport.spi.ManifestJson.Detail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestJsonTest {
  private static final DumpHeader HEADER = DumpHeader.of(IndexInfo.of("a"));
  private static final String HASH = "00".repeat(16);
  private static final String PART =
      """
      {"ordinal":0,"documents":2,"plainBytes":20,"packedBytes":9,"offset":7,"sha256":"%s","hash":"%s"}\
      """
          .formatted("ab".repeat(32), HASH);

  private static PartSummary part(long ordinal) {
    return new PartSummary(
        ordinal,
        9,
        99,
        50,
        ordinal * 512,
        new Sha256(1, 2, 3, ordinal),
        new Hash128(4, 5),
        ordinal == 0 ? new Hash128(6, 7) : null);
  }

  private static final Manifest FULL =
      new Manifest(
          "v2",
          "2",
          "test",
          HEADER,
          List.of(
              new IndexSummary(
                  IndexName.of("a"),
                  18,
                  180,
                  new Hash128(1, 2),
                  new Hash128(3, 4),
                  new PartList.Builder()
                      .add(part(0))
                      .add(part(2), Map.of("codec", "{\"a\": [1e5]}"))
                      .build(),
                  Map.of("later", "[ true ]")),
              new IndexSummary(IndexName.of("n", "b"), 0, -1, null, null, PartList.EMPTY, Map.of()),
              new IndexSummary(IndexName.of("c"), 0, -1, null, null)),
          List.of(
              new SectionSummary(
                  "keys", IndexName.of("a"), 5, Sensitivity.SENSITIVE, Map.of("x", "1")),
              new SectionSummary("tasks", null, -1, Sensitivity.OPEN)),
          Map.of("comment", "\"böse\""));

  private static byte[] json(Manifest manifest) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ManifestJson.write(2, manifest, out);
    return out.toByteArray();
  }

  private static Manifest read(byte[] text, ReadLimits limits, Detail detail) throws IOException {
    return ManifestJson.read(
        "file: entry", limits, detail, new ByteArrayInputStream(text), "v2", "2", HEADER);
  }

  private static Manifest read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT, Detail.PARTS);
  }

  private static String withPart(String part) {
    return "{\"indexes\":[{\"name\":\"a\",\"documents\":2,\"parts\":[" + part + "]}]}";
  }

  @Test
  void everythingGoesThrough() throws IOException {
    assertThat(read(json(FULL), ReadLimits.DEFAULT, Detail.PARTS)).isEqualTo(FULL);
    Manifest bare = new Manifest("v2", "2", null, HEADER, List.of(), List.of());
    assertThat(read(json(bare), ReadLimits.DEFAULT, Detail.PARTS)).isEqualTo(bare);
    assertThat(new String(json(bare), StandardCharsets.UTF_8))
        .isEqualTo("{\"format\":\"indexport\",\"version\":2,\"indexes\":[],\"sections\":[]}\n");
  }

  @Test
  void whereAFormatHasNoPartsTheyAreUnknown() throws IOException {
    Manifest read = read(json(FULL), ReadLimits.DEFAULT, Detail.INDEXES);
    assertThat(read.indexes().get(0).parts()).isNull();
    assertThat(read.indexes().get(0).extensions()).containsOnlyKeys("later", "parts");
    String odd = "{\"indexes\":[{\"name\":\"a\",\"documents\":2,\"parts\":7}]}";
    byte[] bytes = odd.getBytes(StandardCharsets.UTF_8);
    assertThat(read(bytes, ReadLimits.DEFAULT, Detail.INDEXES).indexes()).hasSize(1);
    assertThatThrownBy(() -> read(odd)).isInstanceOf(CorruptDumpException.class);
  }

  @Test
  void manyPartsNeedNoLargeText() throws IOException {
    PartList.Builder parts = new PartList.Builder();
    for (int i = 0; i < 20_000; i++) {
      parts.add(part(i + 1));
    }
    IndexSummary index =
        new IndexSummary(IndexName.of("a"), 1, -1, null, null, parts.build(), Map.of());
    Manifest manifest = new Manifest("v2", "2", null, HEADER, List.of(index), List.of());
    ReadLimits limits = new ReadLimits(1 << 20, 10, 100, 10, 10, 2_000, 10);
    assertThat(read(json(manifest), limits, Detail.PARTS)).isEqualTo(manifest);
    assertThatThrownBy(() -> read(json(manifest), limits, Detail.INDEXES))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("limit of metadata");
  }

  @Test
  void limitsAreKept() {
    ReadLimits limits = new ReadLimits(1 << 20, 3, 100, 10, 1, 2_000, 10);
    String two =
        "{\"indexes\":[{\"name\":\"a\",\"documents\":0},{\"name\":\"b\",\"documents\":0}]}";
    assertThatThrownBy(() -> read(two.getBytes(StandardCharsets.UTF_8), limits, Detail.PARTS))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("at most 1 indexes");
    String deep = "{\"indexes\":[],\"x\":[[[[]]]]}";
    assertThatThrownBy(() -> read(deep.getBytes(StandardCharsets.UTF_8), limits, Detail.PARTS))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("limit of depth");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"indexes\":7}",
        "{\"indexes\":[7]}",
        "{\"indexes\":[],\"indexes\":[]}",
        "{\"indexes\":[],\"sections\":{}}",
        "{\"indexes\":[{\"name\":\"a\",\"documents\":-1}]}",
        "{\"indexes\":[{\"name\":\"a\"}]}",
        "{\"indexes\":[{\"documents\":1}]}",
        "{\"indexes\":[{\"name\":\"a\",\"documents\":1,\"hash\":\"12\"}]}",
        "{\"indexes\":[],\"sections\":[{}]}",
        "{\"indexes\":[]} x",
      })
  void sayWhatIsWrong(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageStartingWith("file: entry");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"ordinal\":0|\"ordinal\":-1",
        "\"ordinal\":0,|",
        "\"documents\":2|\"documents\":7",
        "\"documents\":2|\"documents\":0",
        "\"offset\":7|\"offset\":9223372036854775807",
        "\"packedBytes\":9|\"packedBytes\":\"9\"",
        "abab|ab",
        "abab|xyxy",
        "\"sha256\"|\"sha\"",
        "\"hash\"|\"has\"",
      })
  void partsThatLieAreRefused(String change) throws IOException {
    assertThat(read(withPart(PART)).indexes().get(0).parts()).hasSize(1);
    int bar = change.indexOf('|');
    String lying = PART.replaceFirst(change.substring(0, bar), change.substring(bar + 1));
    assertThat(lying).isNotEqualTo(PART);
    assertThatThrownBy(() -> read(withPart(lying))).isInstanceOf(CorruptDumpException.class);
    assertThatThrownBy(() -> read(withPart(PART + "," + PART)))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("ordinal");
  }

  @Property(tries = 500)
  void damageGivesTypedErrors(@ForAll int place, @ForAll byte value) throws IOException {
    byte[] text = json(FULL);
    text[Math.floorMod(place, text.length)] = value;
    try {
      read(text, ReadLimits.DEFAULT, Detail.PARTS);
    } catch (DumpException e) {
      assertThat(e).hasMessageContaining("file: entry");
    }
  }

  @Property(tries = 300)
  void aCutIsSeen(@ForAll int place) throws IOException {
    byte[] text = json(FULL);
    // The last byte is a line feed, which may be missing.
    byte[] cut = java.util.Arrays.copyOf(text, Math.floorMod(place, text.length - 1));
    assertThatThrownBy(() -> read(cut, ReadLimits.DEFAULT, Detail.PARTS))
        .isInstanceOf(CorruptDumpException.class);
  }
}
