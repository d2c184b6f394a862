package org.indexport.layout;

import org.indexport.IndexName;

/**
 * A file of a dump that is laid out as this package describes.
 *
 * @param path its name there, without {@code ./}
 * @param size its length in bytes, as its header says
 * @param position how many files of this format lie before it
 * @param ours whether its header says that this format's own writer wrote it
 * @param role what the name makes of it
 */
public record Member(String path, long size, long position, boolean ours, Role role) {
  /** What a member's name says that it is. */
  public sealed interface Role {
    /** The folder of the section that it belongs to, or an empty string. */
    default String folder() {
      return "";
    }
  }

  /** {@code metadata.json}. */
  public record Metadata() implements Role {}

  /** {@code manifest.json}. */
  public record Closing() implements Role {}

  /**
   * {@code index.json} of an index.
   *
   * @param name the index
   */
  public record Index(IndexName name) implements Role {}

  /**
   * Lines of documents of an index.
   *
   * @param index the index
   * @param number which of its members this is, as its name says; usually counted from 1
   */
  public record Documents(IndexName index, long number) implements Role {}

  /**
   * {@code section.json} of a section.
   *
   * @param folder the section's folder
   */
  public record SectionHead(String folder) implements Role {}

  /**
   * A piece of a section's content.
   *
   * @param folder the section's folder
   * @param number the piece, from 1
   */
  public record SectionContent(String folder, long number) implements Role {}

  /**
   * A piece of a section's attachment.
   *
   * @param folder the section's folder
   * @param escapedName the attachment's name as a path segment
   * @param number the piece, from 1
   */
  public record SectionAttachment(String folder, String escapedName, long number) implements Role {}

  /** Something that readers ignore. */
  public record Other() implements Role {}
}
