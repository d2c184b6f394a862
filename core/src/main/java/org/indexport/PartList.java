package org.indexport;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one index in the order of their ordinals, of which some may be missing. Kept as
 * numbers, {@value #BYTES_EACH} bytes for each part, as a large dump has many. Immutable.
 */
public final class PartList implements Iterable<PartSummary> {
  /** What a part takes in memory, apart from members that are not known. */
  public static final int BYTES_EACH = 13 * Long.BYTES;

  /** No part. */
  public static final PartList EMPTY = new PartList(List.of(), 0, Map.of());

  private static final int LONGS_EACH = BYTES_EACH / Long.BYTES;
  private static final int PAGE = 256;
  private static final int SHA256 = 5;
  private static final int HASH = 9;
  private static final int ID_HASH = 11;

  private final List<long[]> pages;
  private final int size;
  private final Map<Integer, Map<String, String>> extensions;

  private PartList(List<long[]> pages, int size, Map<Integer, Map<String, String>> extensions) {
    this.pages = pages;
    this.size = size;
    this.extensions = extensions;
  }

  /** These parts. */
  public static PartList of(PartSummary... parts) {
    Builder builder = new Builder();
    for (PartSummary part : parts) {
      builder.add(part);
    }
    return builder.build();
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /**
   * The part at a position, which is its ordinal where none is missing before it.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public PartSummary get(int position) {
    Objects.checkIndex(position, size);
    long[] page = pages.get(position / PAGE);
    int at = position % PAGE * LONGS_EACH;
    // The complement of their number tells that there is no hash over ids.
    long documents = page[at + 1];
    boolean identified = documents >= 0;
    return new PartSummary(
        page[at],
        identified ? documents : ~documents,
        page[at + 2],
        page[at + 3],
        page[at + 4],
        new Sha256(
            page[at + SHA256], page[at + SHA256 + 1], page[at + SHA256 + 2], page[at + SHA256 + 3]),
        hash(page, at + HASH),
        identified ? hash(page, at + ID_HASH) : null);
  }

  private static Hash128 hash(long[] page, int at) {
    return new Hash128(page[at], page[at + 1]);
  }

  /** The part of an ordinal, or null when it is missing. */
  public @Nullable PartSummary find(long ordinal) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = ordinal(middle);
      if (found == ordinal) {
        return get(middle);
      }
      if (found < ordinal) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  private long ordinal(int position) {
    return pages.get(position / PAGE)[position % PAGE * LONGS_EACH];
  }

  /**
   * Members of a part's entry that are not known, as JSON text by name.
   *
   * @throws IndexOutOfBoundsException if there is no part at this position
   */
  public Map<String, String> extensions(int position) {
    return extensions.getOrDefault(Objects.checkIndex(position, size), Map.of());
  }

  @Override
  public Iterator<PartSummary> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public PartSummary next() {
        if (next == size) {
          throw new NoSuchElementException();
        }
        return get(next++);
      }
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof PartList that)
        || size != that.size
        || !extensions.equals(that.extensions)) {
      return false;
    }
    for (int i = 0; i < pages.size(); i++) {
      int used = used(i);
      if (!Arrays.equals(pages.get(i), 0, used, that.pages.get(i), 0, used)) {
        return false;
      }
    }
    return true;
  }

  private int used(int page) {
    return Math.min(PAGE, size - page * PAGE) * LONGS_EACH;
  }

  @Override
  public int hashCode() {
    int hash = size;
    for (int i = 0; i < size; i++) {
      hash = 31 * hash + get(i).sha256().hashCode();
    }
    return hash;
  }

  /** How many there are. */
  @Override
  public String toString() {
    return size + " parts";
  }

  /** Gathers parts. One thread at a time. */
  public static final class Builder {
    private final List<long[]> pages = new ArrayList<>();
    private final Map<Integer, Map<String, String>> extensions = new HashMap<>();
    private int size;
    private long last = -1;

    /** Starts with none. */
    public Builder() {}

    /**
     * Adds a part.
     *
     * @throws IllegalArgumentException if its ordinal is not larger than that of the one before
     */
    public Builder add(PartSummary part) {
      return add(part, Map.of());
    }

    /**
     * Adds a part.
     *
     * @param unknown members of its entry that are not known, as JSON text by name
     * @throws IllegalArgumentException if its ordinal is not larger than that of the one before
     */
    public Builder add(PartSummary part, Map<String, String> unknown) {
      if (part.ordinal() <= last) {
        throw new IllegalArgumentException(
            "the part of ordinal %d after that of %d".formatted(part.ordinal(), last));
      }
      last = part.ordinal();
      put(page(), size % PAGE * LONGS_EACH, part);
      if (!unknown.isEmpty()) {
        extensions.put(size, Collections.unmodifiableMap(new LinkedHashMap<>(unknown)));
      }
      size++;
      return this;
    }

    /** The page with room for one more; most indexes are small, so the first one grows. */
    private long[] page() {
      int place = size % PAGE;
      if (size >= PAGE) {
        if (place == 0) {
          pages.add(new long[PAGE * LONGS_EACH]);
        }
      } else if (size == 0) {
        pages.add(new long[LONGS_EACH]);
      } else if (Integer.bitCount(place) == 1) {
        pages.set(0, Arrays.copyOf(pages.get(0), 2 * place * LONGS_EACH));
      }
      return pages.get(pages.size() - 1);
    }

    private static void put(long[] page, int at, PartSummary part) {
      page[at] = part.ordinal();
      Hash128 idHash = part.idHash();
      page[at + 1] = idHash == null ? ~part.documents() : part.documents();
      page[at + 2] = part.plainBytes();
      page[at + 3] = part.packedBytes();
      page[at + 4] = part.offset();
      page[at + SHA256] = part.sha256().first();
      page[at + SHA256 + 1] = part.sha256().second();
      page[at + SHA256 + 2] = part.sha256().third();
      page[at + SHA256 + 3] = part.sha256().fourth();
      put(page, at + HASH, part.hash());
      put(page, at + ID_HASH, idHash == null ? Hash128.ZERO : idHash);
    }

    private static void put(long[] page, int at, Hash128 hash) {
      page[at] = hash.high();
      page[at + 1] = hash.low();
    }

    /** How many were added. */
    public int size() {
      return size;
    }

    /** The parts so far; more can be added afterwards. */
    public PartList build() {
      List<long[]> copy = new ArrayList<>(pages);
      int lastPage = copy.size() - 1;
      if (lastPage >= 0 && size % PAGE != 0) {
        copy.set(lastPage, Arrays.copyOf(copy.get(lastPage), size % PAGE * LONGS_EACH));
      }
      return new PartList(copy, size, Map.copyOf(extensions));
    }
  }
}
