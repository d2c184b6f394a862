package org.indexport.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.Section.Attachment;
import org.jspecify.annotations.Nullable;

/**
 * A section as a value that can be kept and compared. Immutable.
 *
 * @param name the section's name
 * @param index the index it belongs to, or null
 * @param mediaType how the content is written
 * @param sensitivity whether it holds secrets
 * @param content the bytes of the content, each as one char (ISO 8859-1)
 * @param attachments the bytes of each attachment by name, likewise, in order
 */
public record SectionContent(
    String name,
    @Nullable IndexName index,
    Section.MediaType mediaType,
    Section.Sensitivity sensitivity,
    String content,
    Map<String, String> attachments) {

  /** Copies the map. */
  public SectionContent {
    attachments = Collections.unmodifiableMap(new LinkedHashMap<>(attachments));
  }

  /**
   * Reads a section to its end, the attachments included.
   *
   * @throws IOException if reading fails
   * @throws IllegalArgumentException if two attachments have the same name
   */
  public static SectionContent of(Section section) throws IOException {
    String content;
    try (InputStream in = section.content()) {
      content = new String(in.readAllBytes(), ISO_8859_1);
    }
    Map<String, String> attachments = new LinkedHashMap<>();
    for (Attachment next; (next = section.nextAttachment()) != null; ) {
      String bytes = new String(next.content().readAllBytes(), ISO_8859_1);
      if (attachments.put(next.name(), bytes) != null) {
        throw new IllegalArgumentException("attachment " + next.name() + " comes twice");
      }
    }
    return new SectionContent(
        section.name(),
        section.index(),
        section.mediaType(),
        section.sensitivity(),
        content,
        attachments);
  }

  /** A new section of this content. */
  public Section toSection() {
    List<Attachment> streams = new ArrayList<>();
    attachments.forEach(
        (attachment, bytes) ->
            streams.add(
                new Attachment(attachment, new ByteArrayInputStream(bytes.getBytes(ISO_8859_1)))));
    return Section.of(name, index, mediaType, sensitivity, content.getBytes(ISO_8859_1), streams);
  }
}
