package org.indexport.format.meilisearch.read;

import java.io.IOException;
import java.util.List;
import org.indexport.IndexInfo;
import org.indexport.Section.Sensitivity;
import org.jspecify.annotations.Nullable;

/** How the files of a version are named, and what they say. One for each version. */
interface DumpFiles {
  /** What a file is. */
  sealed interface Role {
    /** Documents of an index. */
    record Documents(IndexInfo index) implements Role {}

    /** A section that is one JSON object. */
    record Json(String name, Sensitivity sensitivity) implements Role {}

    /** A section that is JSON lines, as they are. */
    record Lines(String name) implements Role {}

    /** Keys, which were read and brought to version 6. */
    record Keys() implements Role {}

    /** The queue of tasks, or one of several logs. */
    record Tasks() implements Role {}

    /** Something that is told otherwise, or that the engine ignores. */
    record Passed() implements Role {}

    /** Something that nobody knows. */
    record Unknown() implements Role {}
  }

  /**
   * An index.
   *
   * @param info what is known of it
   * @param documents the file with its documents
   */
  record Index(IndexInfo info, String documents) {}

  /** The indexes in the order of the dump. */
  List<Index> indexes();

  /** What a file is that is no payload. */
  Role role(String name) throws IOException;

  /** The logs of tasks, in the order in which their tasks are numbered. */
  List<TaskLog> tasks();

  /** What to make of the documents of a task that is not done, or null if a file holds none. */
  @Nullable Payload payload(String name);

  /** Keys in the shape of version 6; empty where they are taken as they are. */
  default List<String> keys() {
    return List.of();
  }

  /**
   * A log of tasks.
   *
   * @param file its name
   * @param index the index that it belongs to in version 1, else an empty string
   */
  record TaskLog(String file, String index) {}

  /** Sections that the engine's upgrade leaves empty, since nothing here tells of them. */
  default List<String> emptySections() {
    return List.of();
  }

  /** A line of a log on its way to version 6; null where it is so already. */
  default @Nullable TaskLines taskLines() {
    return null;
  }
}
