package org.indexport.fuzz;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.indexport.zstd.seekable.SeekTable;

/**
 * Makes a file in the seekable format out of steps. A step's first byte is what is made: {@code f}
 * a frame of the bytes that follow, {@code k} a skippable one, {@code b} bytes that the table does
 * not know, {@code t} changes of the table. A step that is not finished is left out.
 */
final class SeekableRecipe {
  private static final int SKIPPABLE_MAGIC = 0x184D_2A50;

  /** The lower half of the XXH64 of nothing. */
  private static final int CHECKSUM_OF_NOTHING = 0x51D8_E999;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
  private final ByteArrayOutputStream changes = new ByteArrayOutputStream();
  private final SeekTable.Builder table = new SeekTable.Builder();
  private boolean isSound = true;

  private SeekableRecipe() {}

  /** Tries the file; one that was not spoilt must have the content that it was made of. */
  static void check(byte[] recipe) throws IOException {
    SeekableRecipe making = new SeekableRecipe();
    byte[] content = SeekableAgreement.content(making.build(recipe));
    Finding.unless(
        !making.isSound || Arrays.equals(content, making.plain.toByteArray()), "other content");
  }

  /** Makes the file. */
  static byte[] make(byte[] recipe) {
    return new SeekableRecipe().build(recipe);
  }

  private byte[] build(byte[] recipe) {
    List<byte[]> steps = Recipe.steps(recipe);
    for (byte[] step : steps.subList(0, steps.size() - 1)) {
      if (step.length > 0) {
        add(step[0], Arrays.copyOfRange(step, 1, step.length));
      }
    }
    return finish();
  }

  private void add(byte kind, byte[] bytes) {
    switch (kind) {
      case 'f' -> frame(bytes);
      case 'k' -> {
        ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        file.writeBytes(head.putInt(SKIPPABLE_MAGIC).putInt(bytes.length).array());
        file.writeBytes(bytes);
        table.add(8L + bytes.length, 0, CHECKSUM_OF_NOTHING);
      }
      case 'b' -> {
        isSound &= bytes.length == 0;
        file.writeBytes(bytes);
      }
      case 't' -> changes.writeBytes(bytes);
      default -> {
        // A step that the fuzzer invented.
      }
    }
  }

  private void frame(byte[] content) {
    byte[] packed = Zstd.compress(content);
    file.writeBytes(packed);
    plain.writeBytes(content);
    table.add(packed.length, content.length, checksum(content));
  }

  /** As the frame itself would end with it. */
  private static int checksum(byte[] content) {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      byte[] packed = context.setChecksum(true).compress(content);
      return ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).getInt(packed.length - 4);
    }
  }

  private byte[] finish() {
    byte[] entries = table.build().array();
    byte[] original = entries.clone();
    Recipe.change(entries, changes.toByteArray(), 0);
    isSound &= Arrays.equals(entries, original);
    file.writeBytes(entries);
    return file.toByteArray();
  }
}
