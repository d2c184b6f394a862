package org.indexport.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.indexport.CorruptDumpException;
import org.indexport.Manifest.SectionSummary;
import org.indexport.ReadLimits;
import org.indexport.Section;
import org.indexport.Section.Sensitivity;
import org.indexport.spi.BlueprintJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SectionsTest {
  private final Map<String, byte[]> members = new LinkedHashMap<>();

  private void add(String path, byte[] content, int length) {
    members.put(path, Arrays.copyOf(content, length));
  }

  private byte[] bytes(String path) {
    return Objects.requireNonNull(members.get(path), path);
  }

  /** The members in memory, as a section's pieces. */
  private final class Pieces implements SectionPieces {
    private final Queue<String> left;

    Pieces(List<String> paths) {
      left = new ArrayDeque<>(paths);
    }

    @Override
    public @Nullable Member peek() throws IOException {
      String path = left.peek();
      return path == null
          ? null
          : new Member(path, bytes(path).length, 0, true, MemberNames.roleOf("x.dump", path));
    }

    @Override
    public void pass() {
      left.remove();
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes(left.remove()));
    }
  }

  private MemberSection read(List<String> paths) throws IOException {
    byte[] head = bytes(paths.get(0));
    return new MemberSection(
        "x.dump",
        new BlueprintJson("x.dump", ReadLimits.DEFAULT).readSection(head),
        new Pieces(paths.subList(1, paths.size())));
  }

  private SectionSummary write() throws IOException {
    byte[] content = "[1,2,3]".getBytes(StandardCharsets.UTF_8);
    Section section =
        Section.of("keys", null, Section.MediaType.JSON, Section.Sensitivity.OPEN, content);
    return new SectionOutput(this::add, 4).write(section, 1);
  }

  @Test
  void aSectionGoesThroughInPieces() throws IOException {
    SectionSummary summary = write();
    assertThat(summary.bytes()).isEqualTo(7);
    assertThat(members).hasSize(3);
    MemberSection section = read(new ArrayList<>(members.keySet()));
    assertThat(section.name()).isEqualTo("keys");
    assertThat(section.content().readAllBytes()).asString().isEqualTo("[1,2,3]");
    assertThat(section.nextAttachment()).isNull();
    section.end();
    SectionTally tally = new SectionTally();
    tally.add(section);
    tally.compare("x.dump", List.of(summary));
    assertThatThrownBy(() -> tally.compare("x.dump", List.of()))
        .isInstanceOf(CorruptDumpException.class);

    tally.compareExactly("x.dump", List.of(summary));
    boolean isSensitive = summary.sensitivity() == Sensitivity.SENSITIVE;
    SectionSummary other =
        new SectionSummary(
            summary.name(),
            summary.index(),
            summary.bytes(),
            isSensitive ? Sensitivity.OPEN : Sensitivity.SENSITIVE);
    assertThatThrownBy(() -> tally.compareExactly("x.dump", List.of(other)))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("SENSITIVE");
  }

  @Test
  void aMissingPieceIsSeen() throws IOException {
    write();
    List<String> paths = new ArrayList<>(members.keySet());
    paths.remove(1);
    MemberSection section = read(paths);
    assertThatThrownBy(section::end)
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("piece 1");
  }
}
