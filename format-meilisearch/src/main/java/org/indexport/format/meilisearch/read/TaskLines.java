package org.indexport.format.meilisearch.read;

import java.io.IOException;
import org.indexport.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Brings the lines of logs to version 6, one after the other. */
@FunctionalInterface
interface TaskLines {
  /** A task, or null where it has no place in version 6. */
  @Nullable String next(JsonObject line, DumpFiles.TaskLog log, String where) throws IOException;
}
