package org.indexport.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.lucene.util.BytesRef;

class Wtf8Test {
  @Property
  void stringsComeBack(@ForAll char[] chars) {
    String text = new String(chars);
    BytesRef bytes = Wtf8.bytes(text);

    assertThat(Wtf8.text(BytesRef.deepCopyOf(bytes).bytes)).isEqualTo(text);
    if (Wtf8.isWellFormed(text)) {
      assertThat(bytes.utf8ToString()).isEqualTo(text);
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
    } else {
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isFalse();
    }
  }

  @Property
  void otherBytesAreNoText(@ForAll byte[] bytes) {
    String text = Wtf8.text(bytes);

    if (text != null) {
      assertThat(BytesRef.deepCopyOf(Wtf8.bytes(text)).bytes)
          .isEqualTo(Arrays.copyOf(bytes, bytes.length));
    }
  }
}
