package org.indexport.transfer;

import java.util.regex.Pattern;
import org.indexport.IndexName;

/** A pattern of {@code *} and {@code ?} over written names. */
final class Glob {
  private final String text;
  private final Pattern pattern;

  Glob(String text) {
    this.text = text;
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  boolean matches(IndexName name) {
    boolean whole = text.indexOf('/') >= 0;
    return matches(whole ? name.toString() : name.name()) || text.equals(name.toString());
  }

  boolean matches(String name) {
    return pattern.matcher(name).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
