package org.indexport.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.indexport.DumpException;
import org.indexport.Settings;
import org.indexport.json.CanonicalJson;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.schema.SchemaDialects;
import org.indexport.spi.SchemaDialect;
import org.jspecify.annotations.Nullable;

/** Finds the members in which settings differ, whatever their order, blanks and spelling. */
final class SettingsComparison {
  private static final String WHAT = "settings";
  private static final String SECRET = "***";
  private static final int MAX_DEPTH = 1_000;
  private static final SchemaDialects DIALECTS = SchemaDialects.load();

  /** A member that differs. */
  record Member(String what, @Nullable String left, @Nullable String right) {}

  private final Settings settings;
  private final Map<String, String> leaves = new TreeMap<>();

  private SettingsComparison(Settings settings) {
    this.settings = settings;
  }

  /** What differs; nothing if both are alike. */
  static List<Member> between(@Nullable Settings left, @Nullable Settings right) {
    if (left == null || right == null || !left.dialect().equals(right.dialect())) {
      String ofLeft = left == null ? null : left.dialect();
      String ofRight = right == null ? null : right.dialect();
      return Objects.equals(ofLeft, ofRight)
          ? List.of()
          : List.of(new Member(WHAT, ofLeft, ofRight));
    }
    SettingsComparison a = of(left);
    SettingsComparison b = of(right);
    TreeSet<String> pointers = new TreeSet<>(a.leaves.keySet());
    pointers.addAll(b.leaves.keySet());
    List<Member> found = new ArrayList<>();
    for (String pointer : pointers) {
      if (!Objects.equals(a.leaves.get(pointer), b.leaves.get(pointer))) {
        found.add(new Member(WHAT + " " + pointer, a.shown(pointer), b.shown(pointer)));
      }
    }
    return found;
  }

  private static SettingsComparison of(Settings settings) {
    SchemaDialect dialect = DIALECTS.byId(settings.dialect());
    Settings comparable = settings;
    try {
      comparable = dialect == null ? settings : dialect.comparable(settings);
    } catch (DumpException e) {
      // Settings that their engine would not take are compared as they stand.
    }
    SettingsComparison leaves = new SettingsComparison(comparable);
    leaves.add("", comparable.json());
    return leaves;
  }

  private void add(String pointer, String json) {
    try {
      byte[] bytes = json.getBytes(UTF_8);
      JsonObject object = JsonObject.parse(bytes, MAX_DEPTH);
      for (String name : object.names()) {
        String inner = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
        String raw = Objects.requireNonNull(object.raw(name));
        if (object.kind(name) == JsonKind.OBJECT && !raw.equals("{}")) {
          add(inner, raw);
        } else {
          leaves.put(inner, canonical(raw));
        }
      }
    } catch (MalformedJsonException e) {
      leaves.put(pointer, json);
    }
  }

  /** A value in one spelling. */
  private static String canonical(String json) {
    byte[] object = ("{\"\":" + json + "}").getBytes(UTF_8);
    try {
      String text = new String(CanonicalJson.of(object, 0, object.length, MAX_DEPTH), UTF_8);
      return text.substring(4, text.length() - 1);
    } catch (MalformedJsonException e) {
      return json;
    }
  }

  private @Nullable String shown(String pointer) {
    String value = leaves.get(pointer);
    for (String secret : settings.secrets()) {
      if (value != null && (pointer + "/").startsWith(secret + "/")) {
        return SECRET;
      }
    }
    return value;
  }
}
