package org.indexport.layout;

import org.indexport.LimitExceededException;

/**
 * Remembers names in eight bytes each, so that an archive of many tiny members cannot fill the
 * memory. Two names that hash alike count as one: among a million that is one chance in 40 million,
 * and the answer is an error, never an overlooked duplicate. One thread at a time.
 */
public final class SeenNames {
  private static final int MOST_SLOTS =
      (int)
          Math.min(1 << 27, Math.max(1 << 12, Runtime.getRuntime().maxMemory() / 16 / Long.BYTES));

  private long[] slots = new long[1 << 8];
  private int size;

  /** Starts with none. */
  public SeenNames() {}

  /**
   * Adds a name.
   *
   * @param where names the archive in messages
   * @return false if it was there already
   * @throws LimitExceededException if there are too many for this heap
   */
  public boolean add(String where, String name) throws LimitExceededException {
    if (size >= slots.length / 4 * 3) {
      grow(where);
    }
    if (!put(slots, hash(name))) {
      return false;
    }
    size++;
    return true;
  }

  private void grow(String where) throws LimitExceededException {
    if (slots.length > MOST_SLOTS / 2) {
      throw new LimitExceededException(
          where,
          "at most " + size + " members, as this heap can tell apart",
          "more",
          "give the program more memory if the file is sound");
    }
    long[] larger = new long[slots.length * 2];
    for (long slot : slots) {
      if (slot != 0) {
        put(larger, slot);
      }
    }
    slots = larger;
  }

  private static boolean put(long[] slots, long hash) {
    int mask = slots.length - 1;
    int at = (int) (hash >>> 32) & mask;
    while (slots[at] != 0) {
      if (slots[at] == hash) {
        return false;
      }
      at = (at + 1) & mask;
    }
    slots[at] = hash;
    return true;
  }

  /** FNV-1a of 64 bits with its bits mixed; never 0, which marks a free slot. */
  private static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
    hash ^= hash >>> 29;
    return hash == 0 ? 1 : hash;
  }
}
