package org.indexport.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.indexport.tar.TarOutput;

/**
 * Makes a plain tar, which readers of v1 accept as well as a packed one. A step is a member: its
 * name and content, or its name, type with the text of its size, and content. The manifest is a
 * {@link Template}. If the last step is not finished, the tar ends without end blocks.
 */
final class TarRecipe {
  private static final String MANIFEST = "manifest.json";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Template template = new Template();

  private TarRecipe() {}

  /** Makes the tar. */
  static byte[] build(byte[] recipe) {
    return new TarRecipe().tar(recipe);
  }

  private byte[] tar(byte[] recipe) {
    List<byte[]> steps = Recipe.steps(recipe);
    int last = steps.size() - 1;
    for (byte[] step : steps.subList(0, last)) {
      add(step);
    }
    if (steps.get(last).length > 0) {
      add(steps.get(last));
    } else {
      out.writeBytes(TarOutput.end());
    }
    return out.toByteArray();
  }

  private void add(byte[] step) {
    List<byte[]> fields = Recipe.fields(step, 3);
    byte[] name = fields.get(0);
    byte[] content = fields.get(fields.size() - 1);
    if (new String(name, ISO_8859_1).equals(MANIFEST)) {
      content = template.fill(content);
    }
    template.add(0, 0, () -> "", content);
    byte[] kind = fields.size() < 3 ? new byte[0] : fields.get(1);
    if (kind.length == 0) {
      out.writeBytes(TarOutput.head(new String(name, ISO_8859_1), content.length, 0));
    } else {
      byte[] size =
          kind.length == 1
              ? TarBlocks.size(content.length)
              : Arrays.copyOfRange(kind, 1, kind.length);
      out.writeBytes(TarBlocks.header(name, kind[0], size));
    }
    out.writeBytes(content);
    out.writeBytes(new byte[TarOutput.padding(content.length)]);
  }
}
