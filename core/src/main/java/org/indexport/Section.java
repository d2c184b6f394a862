package org.indexport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Side data of an engine instance or of one index: keys, tasks, aliases, templates, roles … with
 * named attachments of any size.
 *
 * <p>Read {@link #content()} to its end, then each {@link #nextAttachment()} to its end. A section
 * that a {@link DumpCursor} returned is valid until the cursor's next call. One thread.
 */
public abstract non-sealed class Section implements DumpEntry {
  /** How a section's content is written. */
  public enum MediaType {
    /** One JSON value. */
    JSON("application/json", "json"),
    /** One JSON value a line. */
    JSON_LINES("application/x-ndjson", "jsonl"),
    /** Anything else. */
    BYTES("application/octet-stream", "bin");

    private final String id;
    private final String extension;

    MediaType(String id, String extension) {
      this.id = id;
      this.extension = extension;
    }

    /** The media type's registered or customary name. */
    public String id() {
      return id;
    }

    /** The customary file name extension, without dot. */
    public String extension() {
      return extension;
    }

    /**
     * The type of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static MediaType of(String id) {
      for (MediaType type : values()) {
        if (type.id.equals(id)) {
          return type;
        }
      }
      throw new IllegalArgumentException("unknown media type " + id);
    }
  }

  /** Whether a section must be kept from view. */
  public enum Sensitivity {
    /** Nothing in it is secret. */
    OPEN,
    /** It holds secrets: shown as {@code ***}, left out where the target is open to others. */
    SENSITIVE
  }

  /**
   * A named stream of bytes beside a section's content.
   *
   * @param name the name, any non-empty text
   * @param content the bytes, valid until the next attachment is asked for
   */
  public record Attachment(String name, InputStream content) {}

  private final String name;
  private final @Nullable IndexName index;
  private final MediaType mediaType;
  private final Sensitivity sensitivity;

  /**
   * For formats and engines.
   *
   * @param name the section's name, such as {@code keys}
   * @param index the index it belongs to, or null when it is the instance's
   * @param mediaType how the content is written
   * @param sensitivity whether it holds secrets
   */
  protected Section(
      String name, @Nullable IndexName index, MediaType mediaType, Sensitivity sensitivity) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("section without a name");
    }
    this.name = name;
    this.index = index;
    this.mediaType = mediaType;
    this.sensitivity = sensitivity;
  }

  /** A section whose content is at hand. */
  public static Section of(
      String name,
      @Nullable IndexName index,
      MediaType mediaType,
      Sensitivity sensitivity,
      byte[] content) {
    return of(name, index, mediaType, sensitivity, content, List.of());
  }

  /** A section whose content is at hand, with attachments. */
  public static Section of(
      String name,
      @Nullable IndexName index,
      MediaType mediaType,
      Sensitivity sensitivity,
      byte[] content,
      List<Attachment> attachments) {
    Iterator<Attachment> rest = List.copyOf(attachments).iterator();
    return new Section(name, index, mediaType, sensitivity) {
      @Override
      public InputStream content() {
        return new ByteArrayInputStream(content);
      }

      @Override
      public @Nullable Attachment nextAttachment() {
        return rest.hasNext() ? rest.next() : null;
      }
    };
  }

  /** The name. */
  public final String name() {
    return name;
  }

  /** The index it belongs to, or null when it is the instance's. */
  public final @Nullable IndexName index() {
    return index;
  }

  /** How the content is written. */
  public final MediaType mediaType() {
    return mediaType;
  }

  /** Whether it holds secrets. */
  public final Sensitivity sensitivity() {
    return sensitivity;
  }

  /**
   * The content. To be asked for once, before the attachments.
   *
   * @throws IOException if reading fails
   */
  public abstract InputStream content() throws IOException;

  /**
   * The next attachment, or null after the last. What is left unread of the content or of the
   * attachment before is skipped.
   *
   * @throws IOException if reading fails
   */
  public abstract @Nullable Attachment nextAttachment() throws IOException;

  @Override
  public String toString() {
    return index == null ? name : index + ":" + name;
  }
}
