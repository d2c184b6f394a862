package org.indexport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static RepositoryPoint point(String id, String created) {
    return point(id, Instant.parse(created));
  }

  private static RepositoryPoint point(String id, Instant created) {
    return new RepositoryPoint(id, Tree.ENGINE, created, 0, 0, 0, 0);
  }

  private static final List<RepositoryPoint> POINTS =
      List.of(
          point("a", "2026-01-01T00:00:00Z"),
          point("b", "2026-01-01T23:59:59.999Z"),
          point("c", "2026-01-02T00:00:00Z"),
          point("d", "2026-01-05T12:00:00Z"),
          point("e", "2026-01-05T13:00:00Z"),
          point("f", "2026-01-05T14:00:00Z"));

  private static String forgotten(Retention retention) {
    return String.join("", retention.forgets(POINTS).stream().map(RepositoryPoint::id).toList());
  }

  @Test
  void theLastAreKept() {
    assertThat(forgotten(Retention.keepLast(1))).isEqualTo("abcde");
    assertThat(forgotten(Retention.keepLast(2))).isEqualTo("abcd");
    assertThat(forgotten(Retention.keepLast(7))).isEmpty();
  }

  @Test
  void theLastOfEachDayIsKeptAndDaysWithoutAreNotCounted() {
    assertThat(forgotten(Retention.oneADay(1))).isEqualTo("abcde");
    assertThat(forgotten(Retention.oneADay(2))).isEqualTo("abde");
    assertThat(forgotten(Retention.oneADay(3))).isEqualTo("ade");
    assertThat(forgotten(Retention.oneADay(100))).isEqualTo("ade");
  }

  @Test
  void bothKeepWhatEitherKeeps() {
    assertThat(forgotten(Retention.keepLast(2).and(Retention.oneADay(2)))).isEqualTo("abd");
    assertThat(Retention.keepLast(2).and(Retention.keepLast(3))).isEqualTo(new Retention(3, 0));
  }

  @Test
  void somethingMustBeKept() {
    assertThatIllegalArgumentException().isThrownBy(() -> Retention.keepLast(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Retention.oneADay(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Retention(-1, 5));
  }

  @Property(tries = 200)
  void whateverTheDatesAreTheCountsHold(
      @ForAll @Size(max = 30) List<@IntRange(max = 20) Integer> days,
      @ForAll @IntRange(min = 1, max = 9) int last,
      @ForAll @IntRange(max = 9) int kept) {
    List<RepositoryPoint> points = new ArrayList<>();
    for (int i = 0; i < days.size(); i++) {
      points.add(point("p" + i, Instant.EPOCH.plusSeconds(86_400L * days.get(i) + i)));
    }
    List<RepositoryPoint> left = new ArrayList<>(points);
    left.removeAll(new Retention(last, kept).forgets(points));
    int newest = Math.min(last, points.size());
    assertThat(left).containsAll(points.subList(points.size() - newest, points.size()));
    long distinct = days.stream().distinct().count();
    assertThat(left.size()).isLessThanOrEqualTo(newest + kept);
    assertThat(left.stream().map(p -> p.created().atZone(ZoneOffset.UTC).toLocalDate()).distinct())
        .hasSizeGreaterThanOrEqualTo((int) Math.min(kept, distinct));
  }
}
