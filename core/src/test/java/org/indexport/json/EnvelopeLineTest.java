package org.indexport.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.WithNull;
import org.jspecify.annotations.Nullable;

class EnvelopeLineTest {
  private static @Nullable String text(byte[] bytes, int from, int to) {
    return from < 0 ? null : new String(bytes, from, to - from, UTF_8);
  }

  private static @Nullable String quoted(@Nullable String text) {
    return text == null ? null : JsonText.quote(text);
  }

  @Property(tries = 300)
  void itFindsWhatAnEnvelopeWasMadeOf(
      @ForAll @WithNull @Nullable String id,
      @ForAll @WithNull @Nullable String routing,
      @ForAll @WithNull @Nullable Long version) {
    byte[] source = "{\"source\":{\"id\":\"x\"}}".getBytes(UTF_8);
    ByteBuilder out = new ByteBuilder();
    for (int i = 0; i < 2; i++) {
      EnvelopeScanner.write(out, id, routing, version, source, 0, source.length);
      out.write((byte) '\n');
    }
    byte[] lines = out.toByteArray();
    EnvelopeLine line = new EnvelopeLine();
    line.read(lines, lines.length / 2, lines.length - 1);

    assertThat(text(lines, line.id(), line.idEnd())).isEqualTo(quoted(id));
    assertThat(text(lines, line.routing(), line.routingEnd())).isEqualTo(quoted(routing));
    assertThat(text(lines, line.version(), line.versionEnd()))
        .isEqualTo(version == null ? null : version.toString());
    assertThat(text(lines, line.source(), line.sourceEnd())).isEqualTo(new String(source, UTF_8));
  }
}
