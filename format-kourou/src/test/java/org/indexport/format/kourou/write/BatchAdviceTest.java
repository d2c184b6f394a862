package org.indexport.format.kourou.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** Compares the advice with what each size of batches would do. */
class BatchAdviceTest {
  private static final Pattern SIZE = Pattern.compile("--batch-size (\\d+)");

  @Provide
  Arbitrary<List<Integer>> lengths() {
    return Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.integers().between(20, 3_000)),
            Tuple.of(3, Arbitraries.integers().between(3_000, 40_000)),
            Tuple.of(1, Arbitraries.integers().between(40_000, 1_048_576)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(1_400);
  }

  private static String sentence(List<Integer> lengths) {
    BatchAdvice advice = new BatchAdvice();
    lengths.forEach(advice::add);
    return String.valueOf(advice.sentence());
  }

  private static boolean fits(List<Integer> lengths, int size, long most) {
    long sum = 0;
    for (int i = 0; i < lengths.size(); i++) {
      sum += lengths.get(i) - (i >= size ? lengths.get(i - size) : 0);
      if (sum > most) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWhole(int count, int size) {
    return count % size == 0 && count >= 2 * size;
  }

  @Property(tries = 300)
  void theSizeIsTheLargestThatIsSafe(@ForAll("lengths") List<Integer> lengths) {
    String sentence = sentence(lengths);
    Matcher found = SIZE.matcher(sentence);
    if (!found.find()) {
      boolean usual = fits(lengths, 200, (1 << 20) - 2_048) && !isWhole(lengths.size(), 200);
      assertThat(usual || sentence.contains("no --batch-size")).as(sentence).isTrue();
      return;
    }
    int size = Integer.parseInt(found.group(1));
    boolean alone = lengths.stream().anyMatch(length -> length > 1_000_000);
    assertThat(size == 1 || alone || fits(lengths, size, 1_000_000)).as(sentence).isTrue();
    assertThat(isWhole(lengths.size(), size)).as(sentence).isFalse();
    for (int larger = size + 1; larger <= 1_000; larger++) {
      assertThat(fits(lengths, larger, 1_000_000) && !isWhole(lengths.size(), larger))
          .as("%d is safe too; %s", larger, sentence)
          .isFalse();
    }
  }

  @Test
  void small() {
    assertThat(sentence(List.of(10))).isEqualTo("null");
    assertThat(sentence(List.of(2_000_000))).contains("maxRequestSize");
    assertThat(sentence(List.of(600_000, 600_000))).contains("no --batch-size");
  }
}
