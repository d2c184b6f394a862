package org.indexport.format.meilisearch.read;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Version 5, of engines 0.28 and 0.29: its files are those of version 4, its lines are not. */
final class V5Files extends V4Files {
  V5Files(Descriptions descriptions, UpdateLog.Pass pass, @Nullable Instant now)
      throws IOException {
    super(descriptions, 5, pass, now);
  }
}
