package org.indexport.snapshot;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which points to keep: so many of the last ones, and besides one for each of so many days.
 *
 * <p>A day is one of UTC by the date of the point; of a day the point that was added last counts.
 * Days without a point are not counted: where nothing is added, nothing is forgotten, whatever the
 * clock says.
 *
 * @param last how many of those that were added last
 * @param days of how many days one
 */
public record Retention(int last, int days) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a number is negative, or nothing would be kept
   */
  public Retention {
    if (last < 0 || days < 0 || last + (long) days == 0) {
      throw new IllegalArgumentException("keeping the last " + last + " and " + days + " days");
    }
  }

  /**
   * Keeps points that were added last.
   *
   * @throws IllegalArgumentException if it is less than one
   */
  public static Retention keepLast(int points) {
    return new Retention(points, 0);
  }

  /**
   * Keeps one point a day.
   *
   * @param days for how many days
   * @throws IllegalArgumentException if it is less than one
   */
  public static Retention oneADay(int days) {
    return new Retention(0, days);
  }

  /** Keeps what this or the other keeps. */
  public Retention and(Retention other) {
    return new Retention(Math.max(last, other.last), Math.max(days, other.days));
  }

  /**
   * The points that need not be kept.
   *
   * @param points in the order in which they were added, as {@link SnapshotRepository#points()}
   */
  public List<RepositoryPoint> forgets(List<RepositoryPoint> points) {
    List<RepositoryPoint> forgotten = new ArrayList<>();
    Set<LocalDate> seen = new HashSet<>();
    for (int i = points.size() - 1; i >= 0; i--) {
      RepositoryPoint point = points.get(i);
      LocalDate day = LocalDate.ofInstant(point.created(), ZoneOffset.UTC);
      boolean keptForDay = seen.size() < days && seen.add(day);
      if (i < points.size() - last && !keptForDay) {
        forgotten.add(0, point);
      }
    }
    return forgotten;
  }
}
