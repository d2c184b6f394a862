package org.indexport.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Replays what fuzzing starts with: the golden files, and all inputs that were findings once. */
class SeedsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TestFactory
  Stream<DynamicContainer> eachTargetStandsItsSeeds() {
    return Arrays.stream(Target.values())
        .map(target -> DynamicContainer.dynamicContainer(target.id(), replay(target)));
  }

  private static Stream<DynamicTest> replay(Target target) {
    try {
      Map<String, byte[]> seeds = Seeds.of(ROOT, target);
      assertThat(seeds).as("seeds of %s", target.id()).isNotEmpty();
      FuzzTarget opened = target.open();
      return seeds.entrySet().stream()
          .map(
              seed ->
                  DynamicTest.dynamicTest(
                      seed.getKey(),
                      () ->
                          assertTimeoutPreemptively(
                              PATIENCE, () -> opened.accept(seed.getValue()))));
    } catch (IOException e) {
      throw new AssertionError("no seeds of " + target.id(), e);
    }
  }
}
