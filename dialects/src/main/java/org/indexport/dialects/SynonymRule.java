package org.indexport.dialects;

import java.util.ArrayList;
import java.util.List;

/**
 * A rule of a filter for synonyms, in the notation of Solr: {@code a, b} are the same, {@code a =>
 * b, c} puts others in the place of one. A backslash takes its meaning from what follows it.
 *
 * @param words the words on the left, or all
 * @param replacements the words on the right, empty where there is no arrow
 */
record SynonymRule(List<String> words, List<String> replacements) {
  private static final String ARROW = "=>";

  /** Reads a line; one that is blank or a comment has no words. */
  static SynonymRule parse(String line) {
    if (line.startsWith("#")) {
      return new SynonymRule(List.of(), List.of());
    }
    List<String> sides = split(line, ARROW);
    List<String> right = sides.size() < 2 ? List.of() : words(sides.get(1));
    return new SynonymRule(words(sides.get(0)), right);
  }

  /** A word in the notation, on one line and without blanks around it. */
  static String escape(String word) {
    StringBuilder escaped = new StringBuilder(word.length() + 4);
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '\\' || c == ',' || c == '=' || c == '#') {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }

  private static List<String> words(String side) {
    List<String> words = new ArrayList<>();
    for (String each : split(side, ",")) {
      String word = unescape(each).trim();
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /** Splits where nothing is escaped; what is escaped stays so. */
  private static List<String> split(String text, String separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    int i = 0;
    while (i < text.length()) {
      if (text.startsWith(separator, i)) {
        parts.add(text.substring(start, i));
        i += separator.length();
        start = i;
      } else {
        i += text.charAt(i) == '\\' ? 2 : 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i < text.length() - 1) {
        i++;
      }
      plain.append(text.charAt(i));
    }
    return plain.toString();
  }
}
