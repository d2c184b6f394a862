package org.indexport.transfer;

/** A set of hashes that grows, with some 16 to 32 bytes for each. Not thread-safe. */
public final class LongSet {
  static final LongSet EMPTY = new LongSet();

  private long[] slots = new long[256];
  private int size;
  private boolean zero;

  /** Starts empty. */
  public LongSet() {}

  /** Adds a hash; one that is there stays. */
  public void add(long value) {
    if (value == 0) {
      zero = true;
      return;
    }
    if (2 * size >= slots.length) {
      grow();
    }
    put(value);
  }

  private void put(long value) {
    int i = slot(value);
    while (slots[i] != 0) {
      if (slots[i] == value) {
        return;
      }
      i = (i + 1) & (slots.length - 1);
    }
    slots[i] = value;
    size++;
  }

  /** The values are hashes already. */
  private int slot(long value) {
    return (int) (value ^ value >>> 32) & (slots.length - 1);
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    size = 0;
    for (long value : old) {
      if (value != 0) {
        put(value);
      }
    }
  }

  /** How many different hashes there are. */
  public int size() {
    return size + (zero ? 1 : 0);
  }

  /** Whether a hash was added. */
  public boolean contains(long value) {
    if (value == 0) {
      return zero;
    }
    int i = slot(value);
    while (slots[i] != 0) {
      if (slots[i] == value) {
        return true;
      }
      i = (i + 1) & (slots.length - 1);
    }
    return false;
  }

  boolean intersects(LongSet other) {
    if (zero && other.zero) {
      return true;
    }
    LongSet smaller = size <= other.size ? this : other;
    LongSet larger = smaller == this ? other : this;
    for (long value : smaller.slots) {
      if (value != 0 && larger.contains(value)) {
        return true;
      }
    }
    return false;
  }
}
