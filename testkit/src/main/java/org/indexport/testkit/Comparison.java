package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;

/** Compares what an engine holds with what it should. */
final class Comparison {
  private Comparison() {}

  static void check(
      IndexerUnderTest test, Map<String, String> found, Map<String, String> expected) {
    assertThat(found.keySet()).as("ids").containsExactlyInAnyOrderElementsOf(expected.keySet());
    assertThat(comparable(test, found)).isEqualTo(comparable(test, expected));
  }

  private static Map<String, String> comparable(
      IndexerUnderTest test, Map<String, String> sources) {
    Map<String, String> comparable = new TreeMap<>();
    sources.forEach((id, source) -> comparable.put(id, test.comparable(source)));
    return comparable;
  }
}
