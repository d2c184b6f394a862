package org.indexport.format.v2;

import java.util.List;
import org.indexport.Manifest;

/**
 * What a {@link DumpCopy} wrote.
 *
 * @param manifest the closing account of the new dump
 * @param id the id of the new dump: 32 hexadecimal digits
 * @param leftOut what of the sources is not in it, apart from indexes that were not chosen, each
 *     told in a few words
 */
public record CopyReport(Manifest manifest, String id, List<String> leftOut) {
  /** Copies the list. */
  public CopyReport {
    leftOut = List.copyOf(leftOut);
  }
}
