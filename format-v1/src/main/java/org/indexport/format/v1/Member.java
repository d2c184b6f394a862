package org.indexport.format.v1;

import org.indexport.IndexName;

/**
 * A file of the archive.
 *
 * @param path its name there, without {@code ./}
 * @param size its length in bytes, as its header says
 * @param position how many files of this format lie before it
 * @param ours whether its header says that this format's own writer wrote it
 * @param role what the name makes of it
 */
record Member(String path, long size, long position, boolean ours, Role role) {
  /** What a member's name says that it is. */
  sealed interface Role {
    /** The folder of the section that it belongs to, or an empty string. */
    default String folder() {
      return "";
    }
  }

  /** {@code metadata.json}. */
  record Metadata() implements Role {}

  /** {@code manifest.json}. */
  record Closing() implements Role {}

  /** {@code index.json} of an index. */
  record Index(IndexName name) implements Role {}

  /** Lines of documents of an index. */
  record Documents(IndexName index) implements Role {}

  /** {@code section.json} of a section. */
  record SectionHead(String folder) implements Role {}

  /** A piece of a section's content. */
  record SectionContent(String folder, long number) implements Role {}

  /** A piece of a section's attachment; its name is still escaped. */
  record SectionAttachment(String folder, String escapedName, long number) implements Role {}

  /** Something that readers ignore. */
  record Other() implements Role {}
}
