package org.indexport.examples.quickstart;

import java.util.List;

/** Things differ that must be equal. */
final class DifferenceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> differences;

  DifferenceException(List<String> differences) {
    super(String.join("; ", differences));
    this.differences = List.copyOf(differences);
  }

  DifferenceException(String difference) {
    this(List.of(difference));
  }

  /** What differs, one line each. */
  List<String> differences() {
    return differences;
  }
}
