package org.indexport.format.elasticdump.write;

import java.util.EnumMap;
import java.util.Map;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.format.elasticdump.files.FileType;
import org.indexport.json.JsonText;
import org.jspecify.annotations.Nullable;

/** What a cluster has beside its indexes: one text for each type. */
final class ClusterTexts {
  private static final Map<String, FileType> SECTIONS =
      Map.of(
          FormatElasticdump.TEMPLATES, FileType.TEMPLATE,
          FormatElasticdump.INDEX_TEMPLATES, FileType.INDEX_TEMPLATE,
          FormatElasticdump.COMPONENT_TEMPLATES, FileType.COMPONENT_TEMPLATE,
          FormatElasticdump.SCRIPTS, FileType.SCRIPT,
          FormatElasticdump.POLICIES, FileType.POLICY);

  private final Map<FileType, String> texts = new EnumMap<>(FileType.class);

  /** The type of file that a section makes, or null. */
  static @Nullable FileType typeOf(String section) {
    return SECTIONS.get(section);
  }

  /** Takes a text; false if there is another of its type, which counts. */
  boolean put(FileType type, String json) {
    String present = texts.putIfAbsent(type, json);
    return present == null || present.equals(json);
  }

  /** The one line of a file, without its end. */
  String line(FileType type) {
    String json = texts.get(type);
    return JsonText.quote(json == null ? none(type) : json);
  }

  /** What the tool writes where there is nothing. */
  private static String none(FileType type) {
    return switch (type) {
      case INDEX_TEMPLATE -> "{\"index_templates\":[]}";
      case COMPONENT_TEMPLATE -> "{\"component_templates\":[]}";
      case SCRIPT -> "{\"stored_scripts\":[]}";
      default -> "{}";
    };
  }
}
