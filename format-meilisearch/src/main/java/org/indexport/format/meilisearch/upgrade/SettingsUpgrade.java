package org.indexport.format.meilisearch.upgrade;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.indexport.json.JsonObject;

/** Brings settings of an index to the shape of version 6. */
public final class SettingsUpgrade {
  private SettingsUpgrade() {}

  /**
   * Upgrades settings.
   *
   * @param version the version of the dump, from 1 to 5
   * @param where names the settings in messages
   * @param json the settings
   * @param complaints is told of members that the version does not have, and of wrong values; where
   *     it allows to go on, they are left out
   * @param omissions counts ranking rules that version 6 does not have
   * @return settings as version 6 has them
   * @throws org.indexport.json.MalformedJsonException if they are not as described
   * @throws IOException what {@code complaints} throws
   */
  public static String toV6(
      int version, String where, JsonObject json, Complaints complaints, Omissions omissions)
      throws IOException {
    Map<String, JsonValue> settings =
        new OldSettings(where, complaints, omissions).read(version, json, Set.of());
    if (version == 1) {
      settings = V1ToV2.settings(settings, omissions);
    }
    if (version <= 2) {
      settings = V2ToV3.settings(settings);
    }
    if (version <= 3) {
      settings = V3ToV4.settings(settings);
    }
    if (version <= 4) {
      settings = V4ToV5.settings(settings);
    }
    return SettingsJson.write(V5ToV6.checked(V5ToV6.settings(settings, omissions)));
  }
}
