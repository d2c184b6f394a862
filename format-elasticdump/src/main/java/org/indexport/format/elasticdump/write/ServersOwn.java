package org.indexport.format.elasticdump.write;

import java.util.ArrayList;
import java.util.List;
import org.indexport.Settings;
import org.indexport.json.JsonEdit;
import org.indexport.json.MalformedJsonException;

/**
 * Settings that a server makes itself and refuses from others. The tool takes most of them out when
 * it dumps an index, and cannot load what holds one.
 */
final class ServersOwn {
  private static final List<String> KEYS =
      List.of(
          "uuid",
          "creation_date",
          "creation_date_string",
          "provided_name",
          "version",
          "history_uuid",
          "resize",
          "shrink",
          "verified_before_close",
          "routing/allocation/initial_recovery");

  private static final List<String> POINTERS = pointers();

  private ServersOwn() {}

  private static List<String> pointers() {
    List<String> pointers = new ArrayList<>();
    for (String key : KEYS) {
      pointers.add("/settings/index/" + key);
      pointers.add("/settings/index." + key.replace('/', '.'));
    }
    return List.copyOf(pointers);
  }

  /** Settings without these; the same if they are none. */
  static Settings without(Settings settings) {
    try {
      String json = JsonEdit.without(settings.json(), POINTERS);
      return json.equals(settings.json())
          ? settings
          : Settings.of(settings.dialect(), settings.version(), json);
    } catch (MalformedJsonException e) {
      // Whoever writes them tells it.
      return settings;
    }
  }
}
