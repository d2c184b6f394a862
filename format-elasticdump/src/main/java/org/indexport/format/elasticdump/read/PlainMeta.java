package org.indexport.format.elasticdump.read;

import java.util.HashSet;
import java.util.Set;
import org.indexport.json.JsonSkip;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;
import org.indexport.json.MemberWalk;
import org.indexport.json.MemberWalk.Step;
import org.indexport.json.UnexpectedBytesException;

/**
 * Tells a plain object of settings, aliases, templates, scripts or policies from a document. Such
 * an object is alone in its file, and the members of its entries are those of one type and no
 * others.
 */
final class PlainMeta {
  private static final Set<String> LISTS =
      Set.of("index_templates", "component_templates", "stored_scripts", "policies");
  private static final Set<String> OF_INDEXES = Set.of("aliases", "mappings", "settings");
  private static final Set<String> OF_TEMPLATES =
      Set.of("order", "version", "index_patterns", "template", "settings", "mappings", "aliases");
  private static final Set<String> OF_POLICIES =
      Set.of("version", "modified_date", "policy", "in_use_by");

  private PlainMeta() {}

  /** Whether a text looks like one, as far as it is there. */
  static boolean isAt(byte[] text, int open) throws UnexpectedBytesException {
    MemberWalk walk = new MemberWalk();
    walk.start(text, open, text.length);
    Step step = walk.next();
    boolean found = false;
    for (; step == Step.MEMBER && !found; step = walk.next()) {
      int value = walk.valueStart();
      if (text[value] == '[') {
        found = LISTS.contains(name(text, walk));
      } else if (text[value] == '{') {
        found = isEntry(text, value);
      }
      if (!found && !isEmptyEntry(text, value)) {
        return false;
      }
      if (!walk.skipValue()) {
        return found;
      }
    }
    return found && isAlone(text, open);
  }

  private static boolean isEmptyEntry(byte[] text, int value) {
    int next = JsonSkip.blanks(text, value + 1, text.length);
    return text[value] == '{' && next < text.length && text[next] == '}';
  }

  private static boolean isAlone(byte[] text, int open) throws UnexpectedBytesException {
    int end = JsonSkip.value(text, open, text.length);
    return end < 0 || JsonSkip.blanks(text, end, text.length) == text.length;
  }

  private static boolean isEntry(byte[] text, int open) throws UnexpectedBytesException {
    Set<String> names = new HashSet<>();
    MemberWalk walk = new MemberWalk();
    walk.start(text, open, text.length);
    while (walk.next() == Step.MEMBER) {
      String name = name(text, walk);
      if (OF_INDEXES.contains(name) && text[walk.valueStart()] != '{') {
        return false;
      }
      if (name.equals("settings") && !holdsIndex(text, walk.valueStart())) {
        return false;
      }
      names.add(name);
      if (!walk.skipValue()) {
        break;
      }
    }
    boolean template = names.contains("index_patterns") && OF_TEMPLATES.containsAll(names);
    boolean policy = names.contains("policy") && OF_POLICIES.containsAll(names) && names.size() > 1;
    return template || policy || (!names.isEmpty() && OF_INDEXES.containsAll(names));
  }

  /** Settings of a server have all they say in there. */
  private static boolean holdsIndex(byte[] text, int open) throws UnexpectedBytesException {
    MemberWalk walk = new MemberWalk();
    walk.start(text, open, text.length);
    return switch (walk.next()) {
      case MEMBER -> name(text, walk).startsWith("index");
      case END -> false;
      case INCOMPLETE -> true;
    };
  }

  private static String name(byte[] text, MemberWalk walk) {
    try {
      return JsonText.unquote(text, walk.keyStart(), walk.keyEnd());
    } catch (MalformedJsonException e) {
      return "";
    }
  }
}
