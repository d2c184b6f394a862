package org.indexport.zstd.seekable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XxHash64Test {
  @ParameterizedTest
  @CsvSource({
    "'', ef46db3751d8e999",
    "a, d24ec4f1a98c6e5b",
    "abc, 44bc2cf5ad770999",
    "xxhash, 32dd38952c4bc720"
  })
  void knownAnswers(String text, String hash) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(Long.toHexString(XxHash64.hash(bytes, 0, bytes.length))).isEqualTo(hash);
  }

  @Property
  void isTheChecksumThatZstdWrites(@ForAll @Size(max = 300) byte[] bytes) {
    try (ZstdCompressCtx context = new ZstdCompressCtx().setChecksum(true)) {
      byte[] frame = context.compress(bytes);
      int written = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getInt(frame.length - 4);
      assertThat(XxHash64.checksum(bytes, 0, bytes.length)).isEqualTo(written);
    }
  }
}
