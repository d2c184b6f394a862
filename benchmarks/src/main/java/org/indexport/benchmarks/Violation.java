package org.indexport.benchmarks;

/** A promise that was not kept. */
final class Violation extends Exception {
  private static final long serialVersionUID = 1;

  Violation(String message) {
    super(message);
  }
}
