package org.indexport.format.meilisearch.write;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.indexport.DumpException;
import org.indexport.Manifest;
import org.indexport.Section;
import org.indexport.Section.Attachment;
import org.indexport.format.meilisearch.write.Spool.Stretch;
import org.jspecify.annotations.Nullable;

/** Writes sections as the files that they are in a dump. One thread at a time. */
final class SectionWriter {
  /** Longer content is kept in the spool until its length is known. */
  private static final int MEMORY = 1 << 20;

  private static final byte[] NOTHING = {};
  private static final String NO_KEYS =
      "keys: there are none, so an instance that imports this has no API keys before its next"
          + " start";

  private final V6Archive archive;
  private final Spool spool;
  private final TargetProfile profile;
  private final List<String> notices;
  private byte @Nullable [] buffer;
  private long keyBytes;
  private int count;

  SectionWriter(V6Archive archive, Spool spool, TargetProfile profile, List<String> notices) {
    this.archive = archive;
    this.spool = spool;
    this.profile = profile;
    this.notices = notices;
  }

  /** How many sections were written. */
  int count() {
    return count;
  }

  /**
   * Writes a section as a file.
   *
   * @throws DumpException if the file is there already
   */
  Manifest.SectionSummary write(Section section, String path) throws IOException {
    if (archive.isTaken(path)) {
      throw new DumpException(
          ("section %s: expected that no other has its file %s, found that one is there already;"
                  + " leave one of them out (--sections)")
              .formatted(section, path));
    }
    count++;
    LineProfile lines = lines(section.name());
    long bytes;
    try (InputStream content = section.content()) {
      bytes =
          add(path, lines == null ? content : new FittedLines(content, section.toString(), lines));
    }
    boolean isQueue = path.equals(SectionFiles.QUEUE_FILE);
    for (Attachment next; (next = section.nextAttachment()) != null; ) {
      if (isQueue) {
        addPayload(section, next, lines);
      } else {
        notices.add("%s: no place for its attachment %s".formatted(section, next.name()));
      }
    }
    if (lines != null) {
      notices.addAll(lines.losses());
    }
    keyBytes += path.equals(SectionFiles.KEYS_FILE) ? bytes : 0;
    return new Manifest.SectionSummary(
        section.name(), section.index(), bytes, section.sensitivity());
  }

  private @Nullable LineProfile lines(String section) {
    if (!profile.isNamed()) {
      return null;
    }
    return switch (section) {
      case SectionFiles.KEYS -> new KeyProfile(profile.oldest());
      case SectionFiles.TASKS -> new TaskProfile(profile.oldest());
      default -> null;
    };
  }

  private void addPayload(Section section, Attachment payload, @Nullable LineProfile lines)
      throws IOException {
    if (lines != null && lines.leavesOut(payload.name())) {
      return;
    }
    String path = SectionFiles.PAYLOADS + '/' + payload.name();
    if (!SectionFiles.isName(payload.name()) || archive.isTaken(path)) {
      notices.add("%s: no place for its attachment %s".formatted(section, payload.name()));
      return;
    }
    try (InputStream content = payload.content()) {
      add(path, content);
    }
  }

  /** Writes a file whose length is not known; returns it. */
  private long add(String path, InputStream content) throws IOException {
    byte[] block = buffer == null ? new byte[MEMORY] : buffer;
    buffer = block;
    int length = content.readNBytes(block, 0, block.length);
    if (length < block.length) {
      archive.add(path, block, length);
      return length;
    }
    Stretch stretch = spool.stretch();
    while (length > 0) {
      spool.append(stretch, block, 0, length);
      length = content.readNBytes(block, 0, block.length);
    }
    archive.add(path, spool, stretch);
    return stretch.size();
  }

  /** Writes what every dump has, empty where there was none. */
  void finish() throws IOException {
    for (String path : List.of(SectionFiles.KEYS_FILE, SectionFiles.QUEUE_FILE)) {
      if (!archive.isTaken(path)) {
        archive.add(path, NOTHING);
      }
    }
    if (keyBytes == 0) {
      notices.add(NO_KEYS);
    }
    buffer = null;
  }
}
