import org.jspecify.annotations.NullMarked;

/** Contract suites, arbitraries and fault injectors for authors of formats and adapters. */
@NullMarked
module org.indexport.testkit {
  requires transitive net.jqwik.api;
  requires transitive org.assertj.core;
  requires transitive org.indexport;
  requires static transitive org.jspecify;
  requires transitive org.junit.jupiter.api;

  exports org.indexport.testkit;
}
