package org.indexport.format.meilisearch.read;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Version 3, of engines 0.23 and 0.24: payloads are JSON lines. */
final class V3Files extends OldFiles {
  V3Files(Descriptions descriptions, UpdateLog.Pass pass, @Nullable Instant now)
      throws IOException {
    super(descriptions, 3, pass, now);
  }

  @Override
  String folder(String uuid) {
    return "indexes/" + uuid + "/";
  }

  @Override
  String payloadFolder() {
    return "updates/updates_files/";
  }
}
