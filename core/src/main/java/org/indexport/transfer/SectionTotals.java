package org.indexport.transfer;

import org.indexport.Hash128;
import org.indexport.IndexName;
import org.indexport.Section;
import org.jspecify.annotations.Nullable;

/**
 * What a section holds.
 *
 * @param name its name
 * @param index the index it belongs to, or null
 * @param mediaType how its content is written
 * @param sensitivity whether it holds secrets
 * @param records the number of lines of JSON lines, else 1
 * @param bytes the length of its content
 * @param attachments the number of attachments
 * @param hash the XXH3-128 of its content, and of the names and contents of its attachments
 */
public record SectionTotals(
    String name,
    @Nullable IndexName index,
    Section.MediaType mediaType,
    Section.Sensitivity sensitivity,
    long records,
    long bytes,
    long attachments,
    Hash128 hash) {}
