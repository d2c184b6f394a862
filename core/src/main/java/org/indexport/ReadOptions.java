package org.indexport;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a dump is read. Immutable.
 *
 * @param limits what the input may ask for
 * @param checking how much of each document is checked
 * @param damage what happens at damage
 * @param format options of the format by name, such as {@code index} of {@code jsonl}
 */
public record ReadOptions(
    ReadLimits limits, Checking checking, Damage damage, Map<String, String> format) {
  /** How much of each document is checked. */
  public enum Checking {
    /** Every document is one well-formed JSON object in UTF-8. */
    EVERY_DOCUMENT,
    /** Only the first and the last byte of each document are looked at. */
    TRUSTED
  }

  /** What happens where the input is damaged or ends early. */
  public enum Damage {
    /** Reading stops with an exception. */
    REFUSE,
    /** What is whole is given, and {@link DumpCursor#damages()} lists what was wrong. */
    SKIP
  }

  /** Default limits, every document checked, damage refused. */
  public static final ReadOptions DEFAULT =
      new ReadOptions(ReadLimits.DEFAULT, Checking.EVERY_DOCUMENT, Damage.REFUSE, Map.of());

  /** Copies the map. */
  public ReadOptions {
    format = Map.copyOf(format);
  }

  /** The same options with other limits. */
  public ReadOptions with(ReadLimits changed) {
    return new ReadOptions(changed, checking, damage, format);
  }

  /** The same options with another checking. */
  public ReadOptions with(Checking changed) {
    return new ReadOptions(limits, changed, damage, format);
  }

  /** The same options with another answer to damage. */
  public ReadOptions with(Damage changed) {
    return new ReadOptions(limits, checking, changed, format);
  }

  /** The same options with one more option of the format. */
  public ReadOptions with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(format);
    more.put(name, value);
    return new ReadOptions(limits, checking, damage, more);
  }

  /** The format's option of this name, or null. */
  public @Nullable String option(String name) {
    return format.get(name);
  }
}
