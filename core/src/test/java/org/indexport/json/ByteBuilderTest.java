package org.indexport.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ByteBuilderTest {
  @Property
  void holdsWhatWasWritten(@ForAll List<byte[]> pieces) throws Exception {
    ByteBuilder builder = new ByteBuilder(0);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      builder.write(piece).write((byte) 7);
      expected.writeBytes(piece);
      expected.write(7);
    }
    ByteArrayOutputStream actual = new ByteArrayOutputStream();
    builder.writeTo(actual);
    assertThat(actual.toByteArray()).isEqualTo(expected.toByteArray());
    assertThat(builder.toByteArray()).isEqualTo(expected.toByteArray());
    assertThat(builder.size()).isEqualTo(expected.size());
  }

  @Test
  void keepsItsArrayWhenCleared() {
    ByteBuilder builder = new ByteBuilder(4).write(new byte[1_000]);
    byte[] array = builder.array();
    builder.clear();
    assertThat(builder.size()).isZero();
    assertThat(builder.write(new byte[1_000]).array()).isSameAs(array);
  }

  @Test
  void refusesSlicesOutsideTheArray() {
    assertThatThrownBy(() -> new ByteBuilder().write(new byte[3], 2, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
