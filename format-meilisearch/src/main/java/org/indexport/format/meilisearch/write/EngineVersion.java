package org.indexport.format.meilisearch.write;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the engine, as in 1.13 or 1.15.1. */
record EngineVersion(int major, int minor, int patch) implements Comparable<EngineVersion> {
  private static final Comparator<EngineVersion> ORDER =
      Comparator.comparingInt(EngineVersion::major)
          .thenComparingInt(EngineVersion::minor)
          .thenComparingInt(EngineVersion::patch);
  private static final Pattern TEXT =
      Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?");

  /**
   * Reads a version.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static EngineVersion of(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no version such as 1.13");
    }
    String patch = matcher.group(3);
    return new EngineVersion(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        patch == null ? 0 : Integer.parseInt(patch));
  }

  boolean isBefore(EngineVersion other) {
    return compareTo(other) < 0;
  }

  /** As people write it: without a patch of 0. */
  String shown() {
    return patch == 0 ? major + "." + minor : toString();
  }

  @Override
  public int compareTo(EngineVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
