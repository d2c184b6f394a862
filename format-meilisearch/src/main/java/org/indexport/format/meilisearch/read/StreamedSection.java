package org.indexport.format.meilisearch.read;

import java.io.IOException;
import java.io.InputStream;
import org.indexport.Section;
import org.jspecify.annotations.Nullable;

/** A section whose content, and attachments if any, are read when they are asked for. */
final class StreamedSection extends Section {
  /** Opens the content. */
  @FunctionalInterface
  interface Content {
    /** The content; called once. */
    InputStream open() throws IOException;
  }

  /** Walks the attachments. */
  @FunctionalInterface
  interface Attachments {
    /** The next one, or null after the last. */
    @Nullable Attachment next() throws IOException;
  }

  private final Content content;
  private final Attachments attachments;
  private boolean over;

  StreamedSection(
      String name,
      MediaType mediaType,
      Sensitivity sensitivity,
      Content content,
      Attachments attachments) {
    super(name, null, mediaType, sensitivity);
    this.content = content;
    this.attachments = attachments;
  }

  @Override
  public InputStream content() throws IOException {
    checkUsable();
    return content.open();
  }

  @Override
  public @Nullable Attachment nextAttachment() throws IOException {
    checkUsable();
    return attachments.next();
  }

  private void checkUsable() {
    if (over) {
      throw new IllegalStateException("section " + this + " is no longer being read");
    }
  }

  /** Makes it invalid. */
  void end() {
    over = true;
  }
}
