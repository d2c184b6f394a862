package org.indexport.transfer;

import java.util.List;
import java.util.Map;
import org.indexport.Completeness;
import org.indexport.DocumentTotals;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * What reading all of a dump has shown.
 *
 * @param completeness whether the dump is whole
 * @param problem what is wrong first of all, or null
 * @param header the header with all indexes that were found
 * @param totals what was counted of each index, in the header's order
 * @param sections the side data that was found
 * @param manifest the dump's own account, or null when its format has none, or it was not reached
 */
public record Verification(
    Completeness completeness,
    @Nullable DumpException problem,
    DumpHeader header,
    Map<IndexName, DocumentTotals> totals,
    List<SectionTotals> sections,
    @Nullable Manifest manifest) {
  /** Copies the list. */
  public Verification {
    sections = List.copyOf(sections);
    totals = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(totals));
  }

  /** Whether nothing is wrong; the format may not be able to prove that nothing is missing. */
  public boolean isSound() {
    return problem == null;
  }
}
