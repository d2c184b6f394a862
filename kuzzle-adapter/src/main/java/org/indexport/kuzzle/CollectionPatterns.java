package org.indexport.kuzzle;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.indexport.DumpException;
import org.indexport.IndexName;
import org.jspecify.annotations.Nullable;

/**
 * Which collections are meant: {@code INDEX/COLLECTION}, {@code *} for anything, {@code INDEX} for
 * all of its collections, {@code -} before what is left out again, separated by commas. Immutable.
 */
final class CollectionPatterns {
  /** One of them; a null collection stands for all. */
  private record One(String index, @Nullable String collection, boolean excludes) {
    boolean fits(IndexName name) {
      return glob(index).matcher(String.valueOf(name.namespace())).matches()
          && (collection == null || glob(collection).matcher(name.name()).matches());
    }
  }

  private final List<One> all;

  private CollectionPatterns(List<One> all) {
    this.all = all;
  }

  /**
   * Reads patterns.
   *
   * @param text the patterns, or null for everything
   * @throws DumpException if one is empty or has two slashes
   */
  static CollectionPatterns of(@Nullable String text) throws DumpException {
    List<One> all = new ArrayList<>();
    for (String part : text == null ? new String[0] : text.split(",", -1)) {
      boolean excludes = part.startsWith("-");
      String[] names = (excludes ? part.substring(1) : part).strip().split("/", -1);
      if (names.length > 2 || names[0].isEmpty() || (names.length == 2 && names[1].isEmpty())) {
        throw new DumpException(
            "expected INDEX or INDEX/COLLECTION, as in nyc-open-data/*,-nyc-open-data/logs, found "
                + text);
      }
      all.add(new One(names[0], names.length == 2 ? names[1] : null, excludes));
    }
    return new CollectionPatterns(all);
  }

  private static Pattern glob(String text) {
    return Pattern.compile(
        ("\\Q" + text.replace("*", "\\E.*\\Q") + "\\E").replace("\\Q\\E", ""), Pattern.DOTALL);
  }

  /** Whether something is meant in particular. */
  boolean areGiven() {
    return !all.isEmpty();
  }

  /** Whether a collection is meant. */
  boolean fit(IndexName name) {
    boolean hasInclusion = all.stream().anyMatch(one -> !one.excludes);
    boolean fits = !hasInclusion;
    for (One one : all) {
      if (one.fits(name)) {
        fits = !one.excludes;
      }
    }
    return fits;
  }

  /** Whether an index as such is meant, even if it has no collection. */
  boolean fitIndex(String index) {
    boolean fits = all.stream().allMatch(one -> one.excludes);
    for (One one : all) {
      boolean isWhole = one.collection == null || one.collection.equals("*");
      if (isWhole && glob(one.index).matcher(index).matches()) {
        fits = !one.excludes;
      }
    }
    return fits;
  }

  /** The indexes if each is named without a star, else null: the server has to be asked. */
  @Nullable Set<String> indexes() {
    Set<String> names = new LinkedHashSet<>();
    for (One one : all) {
      if (one.index.contains("*")) {
        return null;
      }
      if (!one.excludes) {
        names.add(one.index);
      }
    }
    return names.isEmpty() ? null : names;
  }
}
