package org.indexport.format.elasticdump.read;

import java.io.IOException;
import java.io.InputStream;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.jspecify.annotations.Nullable;

/** What hits hold that envelopes have no place for, read by going through the files again. */
final class HitMetadataSection extends Section {
  private final HitMetadataInputStream lines;
  private boolean begun;
  private boolean over;

  HitMetadataSection(IndexName index, HitMetadataInputStream lines) {
    super(FormatElasticdump.HIT_METADATA, index, MediaType.JSON_LINES, Sensitivity.OPEN);
    this.lines = lines;
  }

  @Override
  public InputStream content() {
    checkUsable();
    if (begun) {
      throw new IllegalStateException("the content of section " + this + " was read before");
    }
    begun = true;
    return lines;
  }

  @Override
  public @Nullable Attachment nextAttachment() {
    checkUsable();
    return null;
  }

  private void checkUsable() {
    if (over) {
      throw new IllegalStateException("section " + this + " is no longer being read");
    }
  }

  /** Makes it invalid and closes the files. */
  void end() throws IOException {
    over = true;
    lines.close();
  }
}
