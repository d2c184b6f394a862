package org.indexport.format.elasticdump.files;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a file holds: the original tool's word for it, which is part of the file's name. */
public enum FileType {
  /** Documents, a hit a line; the one type whose name is not in the file's. */
  DATA,
  /** The mapping of an index, a plain object. */
  MAPPING,
  /** The settings of an index. */
  SETTINGS,
  /** The settings again, of which the tool loads the analysis. */
  ANALYZER,
  /** The aliases of an index. */
  ALIAS,
  /** Settings, mapping and aliases of an index, as the server gives them together. */
  INDEX,
  /** The templates of the cluster, the same beside every index. */
  TEMPLATE,
  /** Index templates; never in a folder of the tool. */
  INDEX_TEMPLATE,
  /** Component templates; never in a folder of the tool. */
  COMPONENT_TEMPLATE,
  /** Stored scripts; never in a folder of the tool. */
  SCRIPT,
  /** Policies of the life of indexes; never in a folder of the tool. */
  POLICY;

  private static final List<FileType> OF_FOLDERS =
      List.of(DATA, MAPPING, SETTINGS, TEMPLATE, ANALYZER, ALIAS, INDEX);

  /** The types that a folder of the tool can have, in the order in which they are written. */
  public static List<FileType> ofFolders() {
    return OF_FOLDERS;
  }

  /** The tool's word. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of this word among those of folders, or null. */
  public static @Nullable FileType ofFolder(String id) {
    for (FileType type : OF_FOLDERS) {
      if (type.id().equals(id)) {
        return type;
      }
    }
    return null;
  }

  /** The type of this word, or null. */
  public static @Nullable FileType of(String id) {
    for (FileType type : values()) {
      if (type.id().equals(id)) {
        return type;
      }
    }
    return null;
  }

  /** Whether it tells of the cluster, not of indexes. */
  public boolean isOfCluster() {
    return switch (this) {
      case TEMPLATE, INDEX_TEMPLATE, COMPONENT_TEMPLATE, SCRIPT, POLICY -> true;
      case DATA, MAPPING, SETTINGS, ANALYZER, ALIAS, INDEX -> false;
    };
  }

  /** Whether a file of another type has what one of this has. */
  public boolean isIn(FileType other) {
    return switch (this) {
      case MAPPING, ALIAS -> other == this || other == INDEX;
      case SETTINGS, ANALYZER -> other == SETTINGS || other == ANALYZER || other == INDEX;
      case INDEX ->
          other == this || MAPPING.isIn(other) || SETTINGS.isIn(other) || ALIAS.isIn(other);
      case DATA, TEMPLATE, INDEX_TEMPLATE, COMPONENT_TEMPLATE, SCRIPT, POLICY -> other == this;
    };
  }

  /** What a file name has between the index and {@code .json}. */
  public String suffix() {
    return this == DATA ? "" : "." + id();
  }
}
