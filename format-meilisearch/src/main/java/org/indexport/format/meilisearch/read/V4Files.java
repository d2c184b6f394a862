package org.indexport.format.meilisearch.read;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.indexport.format.meilisearch.FormatMeilisearch;
import org.indexport.format.meilisearch.upgrade.KeyUpgrade;
import org.jspecify.annotations.Nullable;

/** Version 4, of engines 0.25 to 0.27: one queue for all indexes, and API keys. */
class V4Files extends OldFiles {
  private static final String KEYS = "keys";
  private static final String INSTANCE_UID = "instance-uid";

  private final List<String> keys = new ArrayList<>();
  private final @Nullable String instanceUid;

  V4Files(Descriptions descriptions, UpdateLog.Pass pass, @Nullable Instant now)
      throws IOException {
    this(descriptions, 4, pass, now);
  }

  V4Files(Descriptions descriptions, int version, UpdateLog.Pass pass, @Nullable Instant now)
      throws IOException {
    super(descriptions, version, pass, now);
    instanceUid = descriptions.instanceUid(INSTANCE_UID);
    boolean random = "random".equals(descriptions.options().option(FormatMeilisearch.KEY_UIDS));
    KeyUpgrade.Uids uids = random ? KeyUpgrade.Uids.RANDOM : KeyUpgrade.Uids.BY_NAME;
    descriptions.lines(
        KEYS, line -> keys.add(KeyUpgrade.toV6(version, line, uids, descriptions.omissions())));
  }

  @Override
  String folder(String uuid) {
    return "indexes/" + uuid + "/";
  }

  @Override
  String payloadFolder() {
    return "updates/updates_files/";
  }

  @Override
  @Nullable String instanceUid() {
    return instanceUid;
  }

  @Override
  public List<String> keys() {
    return keys;
  }

  @Override
  public Role role(String name) {
    return switch (name) {
      case KEYS -> new Role.Keys();
      case INSTANCE_UID -> new Role.Passed();
      default -> super.role(name);
    };
  }
}
