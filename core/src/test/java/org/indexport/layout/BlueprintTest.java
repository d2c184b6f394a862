package org.indexport.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.Manifest;
import org.indexport.Manifest.IndexSummary;
import org.indexport.ReadLimits;
import org.indexport.UnknownFormatException;
import org.indexport.UnsupportedVersionException;
import org.indexport.spi.BlueprintJson;
import org.junit.jupiter.api.Test;

class BlueprintTest {
  private static final IndexInfo A = IndexInfo.builder(IndexName.of("a")).primaryKey("id").build();
  private static final IndexInfo B = IndexInfo.of("b");

  private final Blueprint blueprint = new Blueprint(ReadLimits.DEFAULT, 2);

  private void readMetadata(IndexInfo... indexes) throws DumpException {
    blueprint.readMetadata("x", BlueprintJson.metadata(2, "test", DumpHeader.of(indexes)));
  }

  private void readIndex(IndexInfo index) throws DumpException {
    blueprint.readIndex("x", BlueprintJson.index(index), index.name());
  }

  @Test
  void theHeaderHasWhatWasReadInTheOrderOfTheMetadata() throws DumpException {
    assertThat(blueprint.hasMetadata()).isFalse();
    readMetadata(B, A);
    assertThat(blueprint.hasMetadata()).isTrue();
    assertThat(blueprint.isCovered()).isFalse();
    assertThat(blueprint.firstMissing()).isEqualTo(B.name());
    readIndex(IndexInfo.of("late"));
    readIndex(A);
    readIndex(B);
    assertThat(blueprint.isCovered()).isTrue();
    assertThat(blueprint.header().indexes()).containsExactly(B, A, IndexInfo.of("late"));
    assertThat(blueprint.index(A.name())).isEqualTo(A);
  }

  @Test
  void otherVersionsAndKindsAreRefused() {
    byte[] first = BlueprintJson.metadata(1, "test", DumpHeader.of());
    assertThatThrownBy(() -> blueprint.readMetadata("x", first))
        .isInstanceOf(UnsupportedVersionException.class);
    byte[] snapshot =
        "{\"format\":\"indexport\",\"version\":2,\"kind\":\"snapshot\"}"
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> blueprint.readMetadata("x", snapshot))
        .isInstanceOf(UnknownFormatException.class)
        .hasMessageContaining("a snapshot");
  }

  @Test
  void indexesAreWhatTheirMembersSayAndFew() throws DumpException {
    assertThatThrownBy(() -> blueprint.readIndex("x", BlueprintJson.index(A), B.name()))
        .isInstanceOf(CorruptDumpException.class);
    readIndex(A);
    assertThatThrownBy(() -> readIndex(A)).isInstanceOf(CorruptDumpException.class);
    ReadLimits one = new ReadLimits(1_000, 10, 100, 10, 1, 1_000, 10);
    Blueprint small = new Blueprint(one, 2);
    small.add("x", A);
    assertThatThrownBy(() -> small.add("x", B)).isInstanceOf(LimitExceededException.class);
  }

  @Test
  void aCopyGrowsAlone() throws DumpException {
    readMetadata(A);
    Blueprint copy = blueprint.copy();
    copy.add("x", A);
    assertThat(copy.isCovered()).isTrue();
    assertThat(blueprint.names()).isEmpty();
  }

  @Test
  void theManifestListsAllIndexesOnce() throws DumpException {
    readIndex(A);
    blueprint.compare("x", manifest("a"));
    assertThatThrownBy(() -> blueprint.compare("x", manifest()))
        .isInstanceOf(CorruptDumpException.class);
    assertThatThrownBy(() -> blueprint.compare("x", manifest("a", "a")))
        .isInstanceOf(CorruptDumpException.class);
    assertThatThrownBy(() -> blueprint.compare("x", manifest("a", "b")))
        .isInstanceOf(CorruptDumpException.class);
  }

  private static Manifest manifest(String... indexes) {
    List<IndexSummary> summaries =
        List.of(indexes).stream()
            .map(name -> new IndexSummary(IndexName.of(name), 0, -1, null, null))
            .toList();
    return new Manifest("v2", "2", null, DumpHeader.of(), summaries, List.of());
  }
}
