package org.indexport.format.elasticdump.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.indexport.DumpSink;
import org.indexport.IndexName;
import org.indexport.format.elasticdump.files.DumpFileName;
import org.indexport.format.elasticdump.files.DumpFileName.Packing;
import org.indexport.format.elasticdump.files.FileType;
import org.jspecify.annotations.Nullable;

/** What names of indexes can be: those that both engines take, which name files in a folder. */
final class NameRules {
  private static final int LONGEST_NAME = 255;
  private static final String REFUSED = "\\/*?\"<>| ,#:\u0000";

  private final boolean areFiles;
  private final Set<String> fileNames = new HashSet<>();
  private final Map<String, IndexName> folded = new HashMap<>();

  /** Starts with no names, for what is written to a sink. */
  NameRules(DumpSink sink) {
    this.areFiles = sink.packing() == DumpSink.Packing.FOLDER;
  }

  /**
   * Takes a name.
   *
   * @throws IllegalArgumentException if it cannot be used
   */
  void add(IndexName index) {
    String problem = problem(index);
    if (problem == null && areFiles) {
      problem = fileProblem(index.name());
    }
    if (problem == null && areFiles) {
      problem = collision(index);
    }
    if (problem != null) {
      throw new IllegalArgumentException("index %s: %s; rename it".formatted(index, problem));
    }
  }

  private static @Nullable String problem(IndexName index) {
    String name = index.name();
    if (index.namespace() != null) {
      return "it has a namespace, for which elasticdump has no place (flatten it with --flatten)";
    }
    if (name.equals(".") || name.equals("..") || name.startsWith("-") || name.startsWith("_")) {
      return "Elasticsearch takes no such name";
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (REFUSED.indexOf(c) >= 0 || c < ' ' || c == 0x7f) {
        return "Elasticsearch takes no name with " + (c > ' ' ? "'" + c + "'" : "blanks");
      }
    }
    return null;
  }

  private static @Nullable String fileProblem(String name) {
    if (DumpFileName.looksSplit(name)) {
      return "elasticdump would take it for a part of another";
    }
    int longest = DumpFileName.of(name, FileType.SETTINGS, Packing.GZIP).getBytes(UTF_8).length;
    return longest > LONGEST_NAME ? "it is too long for the name of a file" : null;
  }

  private @Nullable String collision(IndexName index) {
    IndexName other = folded.put(index.name().toLowerCase(Locale.ROOT), index);
    if (other != null) {
      return "elasticdump loads it as the same index as " + other + ", in lower case";
    }
    for (FileType type : FileType.ofFolders()) {
      String fileName = DumpFileName.of(index.name(), type, Packing.PLAIN);
      if (!fileNames.add(fileName.toLowerCase(Locale.ROOT))) {
        return "its file " + fileName + " would also be one of another index";
      }
    }
    return null;
  }

  /** Whether the tool's loader makes another name of it. */
  static boolean isFolded(IndexName index) {
    return !index.name().equals(index.name().toLowerCase(Locale.ROOT));
  }
}
