package org.indexport.format.meilisearch.read;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Version 2, of engines 0.21 and 0.22: payloads are kept as they were sent. */
final class V2Files extends OldFiles {
  V2Files(Descriptions descriptions, UpdateLog.Pass pass, @Nullable Instant now)
      throws IOException {
    super(descriptions, 2, pass, now);
  }

  @Override
  String folder(String uuid) {
    return "indexes/index-" + uuid + "/";
  }

  @Override
  String payloadFolder() {
    return "updates/update_files/update_";
  }
}
