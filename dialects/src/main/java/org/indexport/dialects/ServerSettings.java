package org.indexport.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.indexport.Settings;
import org.indexport.json.JsonEdit;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/**
 * Which settings of an index Elasticsearch and OpenSearch note down themselves: when and as what it
 * was made, what it was made of, where it lies. No server takes them from others, and they tell
 * nothing of how an index behaves, so they are left out of what is loaded, and of comparisons.
 */
public final class ServerSettings {
  private static final String INDEX = "index.";
  private static final int MAX_DEPTH = 1_000;

  /** Without {@code index.} before them. A name that ends with a dot means all that start so. */
  private static final Set<String> NAMES =
      Set.of(
          "uuid",
          "creation_date",
          "creation_date_string",
          "provided_name",
          "version.",
          "history.uuid",
          "history_uuid",
          "resize.",
          "shrink.",
          "split.",
          "rollup.source.",
          "downsample.",
          "routing.allocation.initial_recovery.",
          "verified_before_close",
          "search.throttled",
          "frozen",
          "remote_store.",
          "ccr.",
          "archived.",
          "lifecycle.indexing_complete",
          "store.snapshot.");

  private ServerSettings() {}

  /**
   * Whether a setting is one of these.
   *
   * @param name its full name, such as {@code index.version.created}; {@code index.} may be missing
   */
  public static boolean includes(String name) {
    String own = name.startsWith(INDEX) ? name.substring(INDEX.length()) : name;
    if (NAMES.contains(own)) {
      return true;
    }
    for (int dot = own.indexOf('.'); dot >= 0; dot = own.indexOf('.', dot + 1)) {
      if (NAMES.contains(own.substring(0, dot + 1))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Settings without these, however they are nested; the same if there are none.
   *
   * @param settings of the form <code>{"settings":{…},…}</code>
   * @throws MalformedJsonException if the text is something else
   */
  public static Settings without(Settings settings) throws MalformedJsonException {
    JsonObject body = JsonObject.parse(settings.json().getBytes(UTF_8), MAX_DEPTH);
    JsonObject own = body.object("settings");
    List<String> pointers = new ArrayList<>();
    if (own != null) {
      collect("", "/settings", own, pointers);
    }
    return pointers.isEmpty()
        ? settings
        : new Settings(
            settings.dialect(),
            settings.version(),
            JsonEdit.without(settings.json(), pointers),
            settings.secrets());
  }

  private static void collect(String prefix, String place, JsonObject object, List<String> pointers)
      throws MalformedJsonException {
    for (String name : object.names()) {
      String full = prefix + name;
      String pointer = place + "/" + name.replace("~", "~0").replace("/", "~1");
      JsonObject inner = object.kind(name) == JsonKind.OBJECT ? object.object(name) : null;
      if (includes(full) || (inner != null && includes(full + "."))) {
        pointers.add(pointer);
      } else if (inner != null) {
        collect(full + ".", pointer, inner, pointers);
      }
    }
  }
}
