package org.indexport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.ReadLimits;
import org.indexport.Settings;
import org.junit.jupiter.api.Test;

class BlueprintJsonTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901Z");

  private final BlueprintJson reader = new BlueprintJson("file: entry", ReadLimits.DEFAULT);

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void indexGoesThroughUnchanged() throws DumpException {
    IndexInfo index =
        IndexInfo.builder(IndexName.of("böse/…", "a\"b\n"))
            .primaryKey("a.b")
            .createdAt(TIME)
            .updatedAt(TIME.plusSeconds(1))
            .documentCount(7L)
            .lines(Lines.ENVELOPE)
            .settings(new Settings("lucene", "9", "{ \"x\" : 1.0,\n \"x\":[ 2 ]}", List.of("/key")))
            .extensions(Map.of("later", "{\"a\": [1e5]}"))
            .build();
    assertThat(reader.readIndex(BlueprintJson.index(index))).isEqualTo(index);
    IndexInfo bare = IndexInfo.of("bare");
    assertThat(reader.readIndex(BlueprintJson.index(bare))).isEqualTo(bare);
  }

  @Test
  void metadataGoesThrough() throws DumpException {
    DumpHeader header =
        new DumpHeader(
            "meilisearch",
            "1.2",
            "uid",
            TIME,
            List.of(IndexInfo.of("a"), IndexInfo.builder(IndexName.of("n", "b")).build()),
            List.of("empty"),
            Map.of("x", "true"));
    byte[] json = BlueprintJson.metadata(1, "test", header);
    BlueprintJson.Metadata read = reader.readMetadata(json);
    assertThat(read.header()).isEqualTo(header);
    assertThat(read.version()).isEqualTo(1);
    assertThat(read.kind()).isEqualTo("dump");
    assertThat(BlueprintJson.isMetadata(json)).isTrue();
    assertThat(BlueprintJson.isMetadata(utf8("{\"dumpVersion\":\"V6\"}"))).isFalse();
  }

  @Test
  void sayWhatIsWrongWhere() {
    assertThatThrownBy(() -> reader.readIndex(utf8("{\"name\":7}")))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("file: entry: byte 9: expected a string as \"name\", found 7");
    assertThatThrownBy(() -> reader.readIndex(utf8("{}"))).isInstanceOf(CorruptDumpException.class);
    assertThatThrownBy(() -> reader.readIndex(utf8("{\"name\":\"a\",\"name\":\"b\"}")))
        .isInstanceOf(CorruptDumpException.class);
    assertThatThrownBy(() -> reader.readIndex(utf8("{\"name\":\"a\",\"lines\":\"x\"}")))
        .isInstanceOf(CorruptDumpException.class);
    assertThatThrownBy(() -> reader.readIndex(utf8("{\"name\":\"a\",\"createdAt\":\"soon\"}")))
        .isInstanceOf(CorruptDumpException.class);
    assertThatThrownBy(() -> reader.readMetadata(utf8("[]")))
        .isInstanceOf(CorruptDumpException.class);
  }
}
