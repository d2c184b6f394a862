package org.indexport.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.FramePacker;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.tar.TarOutput;
import org.indexport.zstd.seekable.SeekTable;

/**
 * Makes a container out of steps, with footer and seek table if there is a manifest. A step's first
 * byte is what is made:
 *
 * <ul>
 *   <li>{@code s}, {@code p} name, content: a small member, a payload
 *   <li>{@code m} content: the manifest, a {@link Template}, and the end of the tar
 *   <li>{@code f} content: a frame of just these bytes
 *   <li>{@code h} name, type and text of a size: a frame of a tar header
 *   <li>{@code b} bytes: just these
 *   <li>{@code k} bytes: a skippable frame
 *   <li>{@code t}, {@code x} changes: of the footer and seek table, or of the whole file, when it
 *       is made; see {@link Recipe#change}
 *   <li>{@code c} two bytes: how many are cut off at the end
 * </ul>
 *
 * <p>A step that is not finished is left out.
 */
final class ContainerRecipe {
  private static final int FOOTER_BYTES = 80;
  private static final int FOOTER_MAGIC = 0x184D_2A5D;
  private static final int FOOTER_CHECKSUM = 0x51D8_E999;
  private static final int SKIPPABLE_MAGIC = 0x184D_2A50;

  private final FramePacker packer = new FramePacker(new FrameBuffers());

  /** Makes the file. */
  byte[] build(byte[] recipe) {
    Building building = new Building();
    List<byte[]> steps = Recipe.steps(recipe);
    for (byte[] step : steps.subList(0, steps.size() - 1)) {
      if (step.length > 0) {
        building.add(step);
      }
    }
    return building.finish();
  }

  private final class Building {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final SeekTable.Builder table = new SeekTable.Builder();
    private final Template template = new Template();
    private final ByteArrayOutputStream fileChanges = new ByteArrayOutputStream();
    private final ByteArrayOutputStream trailerChanges = new ByteArrayOutputStream();
    private byte[] footer = {};
    private long position;
    private int cut;

    void add(byte[] step) {
      byte[] rest = Arrays.copyOfRange(step, 1, step.length);
      List<byte[]> fields = Recipe.fields(rest, 2);
      byte[] first = fields.get(0);
      byte[] second = fields.size() > 1 ? fields.get(1) : new byte[0];
      switch (step[0]) {
        case 's' -> small(name(first), second);
        case 'p' -> payload(name(first), second);
        case 'm' -> manifest(template.fill(rest));
        case 'f' -> frame(rest);
        case 'h' -> header(first, second);
        case 'b' -> out.writeBytes(rest);
        case 'k' -> skippable(rest);
        case 't' -> trailerChanges.writeBytes(rest);
        case 'x' -> fileChanges.writeBytes(rest);
        case 'c' -> cut = rest.length < 2 ? 1 : (rest[0] & 0xFF) << 8 | (rest[1] & 0xFF);
        default -> {
          // A step that the fuzzer invented.
        }
      }
    }

    private static String name(byte[] bytes) {
      return new String(bytes, ISO_8859_1);
    }

    private byte[] padded(byte[] head, byte[] content, int end) {
      int padding = TarOutput.padding(position);
      byte[] plain = new byte[padding + head.length + content.length + end];
      System.arraycopy(head, 0, plain, padding, head.length);
      System.arraycopy(content, 0, plain, padding + head.length, content.length);
      return plain;
    }

    private void small(String name, byte[] content) {
      byte[] head = TarOutput.head(name, content.length, 0);
      long offset = out.size();
      frame(padded(head, content, TarOutput.padding(content.length)));
      template.add(offset, (int) (out.size() - offset), () -> "", content);
    }

    private void payload(String name, byte[] content) {
      if (content.length == 0) {
        return;
      }
      frame(padded(TarOutput.head(name, content.length, 0), new byte[0], 0));
      long offset = out.size();
      frame(content);
      byte[] packed = Arrays.copyOfRange(out.toByteArray(), (int) offset, out.size());
      template.add(offset, packed.length, () -> Digests.sha256(packed), content);
    }

    private void manifest(byte[] content) {
      if (content.length == 0) {
        return;
      }
      frame(padded(TarOutput.head("manifest.json", content.length, 0), new byte[0], 0));
      int offset = out.size();
      frame(content);
      byte[] packed = Arrays.copyOfRange(out.toByteArray(), offset, out.size());
      frame(padded(TarOutput.end(), new byte[0], 0));
      footer =
          ByteBuffer.allocate(FOOTER_BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(FOOTER_MAGIC)
              .putInt(FOOTER_BYTES - 8)
              .put("INDEXPRT".getBytes(ISO_8859_1))
              .putInt(2)
              .put(Digests.sha256().digest(content), 0, 16)
              .putLong(offset)
              .putInt(packed.length)
              .put(Digests.sha256().digest(packed))
              .array();
    }

    private void header(byte[] name, byte[] kind) {
      byte type = kind.length == 0 ? (byte) '0' : kind[0];
      byte[] size = kind.length < 2 ? TarBlocks.size(1) : Arrays.copyOfRange(kind, 1, kind.length);
      frame(padded(TarBlocks.header(name, type, size), new byte[0], 0));
    }

    private void frame(byte[] plain) {
      if (plain.length == 0) {
        return;
      }
      try (PackedFrame frame = packer.pack(plain, 0, plain.length)) {
        out.write(frame.bytes(), frame.from(), frame.length());
        table.add(frame.length(), plain.length, frame.checksum());
        position += plain.length;
      }
    }

    private void skippable(byte[] content) {
      out.writeBytes(
          ByteBuffer.allocate(8)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(SKIPPABLE_MAGIC)
              .putInt(content.length)
              .array());
      out.writeBytes(content);
      table.add(8L + content.length, 0, FOOTER_CHECKSUM);
    }

    byte[] finish() {
      if (footer.length > 0) {
        table.add(FOOTER_BYTES, 0, FOOTER_CHECKSUM);
        byte[] entries = table.build().array();
        byte[] trailer = Arrays.copyOf(footer, footer.length + entries.length);
        System.arraycopy(entries, 0, trailer, footer.length, entries.length);
        Recipe.change(trailer, trailerChanges.toByteArray(), 0);
        out.writeBytes(trailer);
      }
      byte[] whole = out.toByteArray();
      Recipe.change(whole, fileChanges.toByteArray(), 0);
      return Arrays.copyOf(whole, Math.max(0, whole.length - cut));
    }
  }
}
