package org.indexport.transfer;

import java.util.List;
import org.indexport.DumpException;
import org.indexport.TruncatedDumpException;
import org.jspecify.annotations.Nullable;

/** Weighs damages: wrong bytes are worse than missing ones. */
final class Damages {
  private Damages() {}

  static @Nullable DumpException worst(List<DumpException> damages) {
    for (DumpException damage : damages) {
      if (!(damage instanceof TruncatedDumpException)) {
        return damage;
      }
    }
    return damages.isEmpty() ? null : damages.get(0);
  }
}
