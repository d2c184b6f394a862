package org.indexport.format.elasticdump.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.indexport.ExistingTargetException;
import org.indexport.IndexName;
import org.indexport.files.PackedOutput;
import org.indexport.format.elasticdump.files.DumpFileName;
import org.indexport.io.Closing;
import org.indexport.io.Publication;
import org.jspecify.annotations.Nullable;

/**
 * A file in parts, each of which is whole: {@code NAME.split-0.json}, {@code NAME.split-1.json} …
 * They appear together, the first of them last, so that what is not all of them has a gap.
 */
final class SplitOutput implements HitOutput {
  private final Path target;
  private final Publication.Existing existing;
  private final WriteChoices choices;
  private final PartSize size;
  private final int workers;
  private final List<Publication> parts = new ArrayList<>();
  private @Nullable OutputStream file;
  private @Nullable PackedOutput packed;
  private long units;
  private long rows;

  private SplitOutput(
      Path target,
      Publication.Existing existing,
      WriteChoices choices,
      PartSize size,
      int workers) {
    this.target = target;
    this.existing = existing;
    this.choices = choices;
    this.size = size;
    this.workers = workers;
  }

  /** Starts the first part, which is there also where there is no document. */
  static SplitOutput create(
      Path target, Publication.Existing existing, WriteChoices choices, PartSize size, int workers)
      throws IOException {
    SplitOutput output = new SplitOutput(target, existing, choices, size, workers);
    try {
      output.begin();
      return output;
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, output);
      throw e;
    }
  }

  private Path part(int number) {
    String name = String.valueOf(target.getFileName());
    return target.resolveSibling(DumpFileName.ofPart(name, number, choices.packing()));
  }

  private PackedOutput begin() throws IOException {
    Publication part =
        Publication.openFile(part(parts.size()), existing, Publication.Unproven.REFUSE);
    parts.add(part);
    OutputStream opened = part.openStream();
    file = opened;
    PackedOutput started = PackedOutput.open(choices.packer(workers), opened);
    packed = started;
    return started;
  }

  private void end() throws IOException {
    OutputStream openFile = file;
    PackedOutput openPacked = packed;
    file = null;
    packed = null;
    units = 0;
    rows = 0;
    if (openPacked != null) {
      openPacked.finish();
    }
    Closing.all(openPacked, openFile);
  }

  /** There is one file for all. */
  @Override
  public void declare(IndexName index) {}

  @Override
  public synchronized void write(IndexName index, byte[] bytes, int offset, int length)
      throws IOException {
    int from = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (bytes[i] != '\n') {
        units += units(bytes[i]);
        continue;
      }
      rows++;
      if (units >= size.units() || rows >= size.rows()) {
        append(bytes, from, i + 1);
        end();
        from = i + 1;
      }
    }
    append(bytes, from, end);
  }

  /** How many UTF-16 units a character has, told at its first byte. */
  private static int units(byte b) {
    int c = b & 0xff;
    return c < 0x80 || c >= 0xc0 ? c >= 0xf0 ? 2 : 1 : 0;
  }

  private void append(byte[] bytes, int from, int to) throws IOException {
    if (from < to) {
      PackedOutput open = packed == null ? begin() : packed;
      open.write(bytes, from, to - from);
    }
  }

  /** Parts are not gone through again. */
  @Override
  public boolean canRewrite() {
    return false;
  }

  @Override
  public Path scratch(String ending) {
    throw new IllegalStateException("parts are not written twice");
  }

  @Override
  public @Nullable Path written(IndexName index) {
    return null;
  }

  /** It is the only line, and the part with it the only one. */
  @Override
  public synchronized void writeMeta(String fileName, String line) throws IOException {
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    append(bytes, 0, bytes.length);
  }

  @Override
  public synchronized void finish() throws IOException {
    end();
    if (existing == Publication.Existing.REFUSE) {
      refuseOthers();
    }
    for (int i = parts.size() - 1; i >= 0; i--) {
      parts.get(i).commit();
    }
    // What is there yet are parts of the dump that was replaced.
    for (int i = parts.size(); Files.deleteIfExists(part(i)); ) {
      i++;
    }
  }

  /** A part that follows ours would be read as one of them. */
  private void refuseOthers() throws IOException {
    Path next = part(parts.size());
    if (Files.exists(next)) {
      throw new ExistingTargetException(
          "%s: it would be taken for a part of this dump, which has %d; remove it first"
              .formatted(next, parts.size()));
    }
  }

  @Override
  public synchronized void close() throws IOException {
    OutputStream openFile = file;
    PackedOutput openPacked = packed;
    file = null;
    packed = null;
    try {
      Closing.all(openPacked, openFile);
    } finally {
      Closing.all(parts.toArray(new Publication[0]));
    }
  }
}
