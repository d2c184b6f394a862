package org.indexport.format.elasticdump.write;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.files.PackedOutput;
import org.indexport.format.elasticdump.files.DumpFileName.Packing;
import org.indexport.format.elasticdump.files.FileType;
import org.indexport.io.GzipMembersInputStream;

/**
 * Keeps what belongs to hits until these are written, since it usually comes after them; then
 * writes the file of an index once more with everything in its place.
 */
final class HitMetadataSpool implements Closeable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final HitOutput output;
  private final WriteChoices choices;
  private final int workers;
  private final Map<IndexName, Path> kept = new HashMap<>();

  HitMetadataSpool(HitOutput output, WriteChoices choices, int workers) {
    this.output = output;
    this.choices = choices;
    this.workers = workers;
  }

  /** Whether it has a place in what is written. */
  boolean isTaken() {
    return output.canRewrite()
        && choices.types().contains(FileType.DATA)
        && choices.bodies() == WriteChoices.Bodies.HITS
        && choices.hitMetadata() == WriteChoices.HitMetadata.KEEP;
  }

  /**
   * Keeps the section of an index; one that it has already is replaced.
   *
   * @return its size
   */
  long keep(Section section) throws IOException {
    IndexName index = section.index();
    if (index == null) {
      throw new IllegalArgumentException("section " + section + " is of no index");
    }
    Path file = kept.get(index);
    if (file == null) {
      file = output.scratch(".hits");
      kept.put(index, file);
    }
    try (InputStream content = section.content();
        OutputStream out = Files.newOutputStream(file)) {
      return content.transferTo(out);
    }
  }

  /** Writes the hits of an index once more, if there is something to put into them. */
  void putBack(WrittenIndex index) throws IOException {
    Path lines = kept.remove(index.name());
    if (lines == null) {
      return;
    }
    Path hits = output.written(index.name());
    Path merged = output.scratch(".merged");
    try {
      if (hits != null && merge(index, hits, lines, merged)) {
        Files.move(merged, hits, StandardCopyOption.REPLACE_EXISTING);
      } else {
        index.lose(
            "hit-metadata: it is left out, as it is of other documents than those that are written");
      }
    } finally {
      Files.deleteIfExists(merged);
      Files.deleteIfExists(lines);
    }
  }

  private boolean merge(WrittenIndex index, Path hits, Path lines, Path merged) throws IOException {
    try (InputStream packed = new BufferedInputStream(Files.newInputStream(hits), BUFFER_BYTES);
        InputStream plain = unpacked(packed);
        InputStream metadata = new BufferedInputStream(Files.newInputStream(lines), BUFFER_BYTES);
        OutputStream file = Files.newOutputStream(merged);
        PackedOutput out = PackedOutput.open(choices.packer(workers), file)) {
      HitMetadataMerge merge = new HitMetadataMerge(index.lines(), metadata, out);
      boolean fits = merge.run(plain);
      out.finish();
      return fits;
    }
  }

  private InputStream unpacked(InputStream packed) {
    return choices.packing() == Packing.GZIP ? GzipMembersInputStream.allMembers(packed) : packed;
  }

  @Override
  public void close() throws IOException {
    for (Path file : kept.values()) {
      Files.deleteIfExists(file);
    }
    kept.clear();
  }
}
