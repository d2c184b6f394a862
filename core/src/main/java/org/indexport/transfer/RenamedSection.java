package org.indexport.transfer;

import java.io.IOException;
import java.io.InputStream;
import org.indexport.IndexName;
import org.indexport.Section;
import org.jspecify.annotations.Nullable;

/** A section whose index has another name in the target. */
final class RenamedSection extends Section {
  private final Section section;

  RenamedSection(Section section, IndexName index) {
    super(section.name(), index, section.mediaType(), section.sensitivity());
    this.section = section;
  }

  @Override
  public InputStream content() throws IOException {
    return section.content();
  }

  @Override
  public @Nullable Attachment nextAttachment() throws IOException {
    return section.nextAttachment();
  }
}
