package org.indexport.format.elasticdump.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.jspecify.annotations.Nullable;

/**
 * A section whose content is at hand, to be given as often as the dump is read.
 *
 * @param name the section's name
 * @param index the index it belongs to, or null
 * @param json the content
 */
record SideData(String name, @Nullable IndexName index, String json) {
  Section section() {
    return Section.of(name, index, MediaType.JSON, Sensitivity.OPEN, json.getBytes(UTF_8));
  }
}
