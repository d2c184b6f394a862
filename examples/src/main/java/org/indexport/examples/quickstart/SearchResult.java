package org.indexport.examples.quickstart;

import java.util.List;
import java.util.Map;

/**
 * What a search has found.
 *
 * @param found how many packages fit
 * @param top the first of them
 * @param facets how many of the packages have each tag, the most frequent tag first
 */
record SearchResult(long found, List<Hit> top, Map<String, Integer> facets) {
  /**
   * One package.
   *
   * @param description what its source says of it
   * @param figure what it was ranked by: a score, or a size
   */
  record Hit(String id, String description, double figure) {}
}
