package org.indexport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.Hashing;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentHasherTest {
  @ParameterizedTest
  @CsvSource({"'', 99aa06d3014798d86001c324468d497f", "a,  a96faf705af16834e6c632b61e964e1f"})
  void hashesAsTheSpecificationSays(String text, String hash) {
    DocumentHasher hasher = new DocumentHasher();
    add(hasher, text);
    assertThat(hasher.hash()).hasToString(hash);
    assertThat(hasher.idHash()).isEqualTo(Hash128.ZERO);
  }

  @Test
  void hashesASliceOnly() {
    DocumentHasher slice = new DocumentHasher();
    slice.add("xay".getBytes(UTF_8), 1, 1);
    assertThat(slice.hash()).hasToString("a96faf705af16834e6c632b61e964e1f");
  }

  @Test
  void orderDoesNotMatterButNumberDoes() {
    DocumentHasher one = new DocumentHasher();
    add(one, "{\"a\":1}");
    add(one, "{\"b\":2}");
    DocumentHasher other = new DocumentHasher();
    add(other, "{\"b\":2}");
    add(other, "{\"a\":1}");
    assertThat(other.hash()).isEqualTo(one.hash());
    add(other, "{\"a\":1}");
    assertThat(other.hash()).isNotEqualTo(one.hash());
    assertThat(other.count()).isEqualTo(3);
  }

  @Test
  void idHashCoversIdRoutingAndDocument() {
    byte[] source = "{\"a\":1}".getBytes(UTF_8);
    DocumentHasher plain = new DocumentHasher();
    plain.add(source, 0, source.length);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("idä".getBytes(UTF_8));
    bytes.write(0);
    bytes.writeBytes("r".getBytes(UTF_8));
    bytes.write(0);
    bytes.writeBytes(plain.hash().toBytes());
    var expected = Hashing.xxh3_128().hashBytesTo128Bits(bytes.toByteArray());

    DocumentHasher hasher = new DocumentHasher();
    hasher.addIdentified("idä", "r", source, 0, source.length);

    assertThat(hasher.hash()).isEqualTo(plain.hash());
    assertThat(hasher.idHash())
        .isEqualTo(
            new Hash128(expected.getMostSignificantBits(), expected.getLeastSignificantBits()));
  }

  @Test
  void differentIdsHaveDifferentHashes() {
    Hash128 absent = idHash(null, null);
    assertThat(idHash("", "")).isEqualTo(absent);
    assertThat(idHash("a", null)).isNotEqualTo(idHash(null, "a"));
    assertThat(idHash("\ud800", null)).isNotEqualTo(idHash("\ud801", null));
    assertThat(idHash("\ud800", null)).isNotEqualTo(idHash("?", null));
    assertThat(idHash("\ud83d\ude00", null)).isNotEqualTo(idHash("\ude00\ud83d", null));
  }

  @Test
  void mergesAndResets() {
    DocumentHasher all = new DocumentHasher();
    DocumentHasher first = new DocumentHasher();
    DocumentHasher second = new DocumentHasher();
    byte[] source = "{}".getBytes(UTF_8);
    for (int i = 0; i < 1_000; i++) {
      all.addIdentified("" + i, null, source, 0, source.length);
      (i % 3 == 0 ? first : second).addIdentified("" + i, null, source, 0, source.length);
    }
    first.merge(second);
    assertThat(first.hash()).isEqualTo(all.hash());
    assertThat(first.idHash()).isEqualTo(all.idHash());
    assertThat(first.count()).isEqualTo(1_000);

    first.reset();
    assertThat(first.hash()).isEqualTo(Hash128.ZERO);
    assertThat(first.idHash()).isEqualTo(Hash128.ZERO);
    assertThat(first.count()).isZero();
  }

  private static void add(DocumentHasher hasher, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    hasher.add(bytes, 0, bytes.length);
  }

  private static Hash128 idHash(@Nullable String id, @Nullable String routing) {
    DocumentHasher hasher = new DocumentHasher();
    hasher.addIdentified(id, routing, new byte[0], 0, 0);
    return hasher.idHash();
  }
}
