package org.indexport.snapshot;

import java.time.Duration;
import java.time.Instant;
import org.indexport.DumpException;
import org.indexport.ReadLimits;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/**
 * What {@code lease.json} says.
 *
 * @param token tells whose it is: 32 hexadecimal digits
 * @param purpose what is being done
 * @param holder who does it, for messages
 * @param taken since when
 * @param renewed the last sign of life
 * @param timeToLive after how long without one it need not be respected
 */
record LeaseContent(
    String token,
    String purpose,
    String holder,
    Instant taken,
    Instant renewed,
    Duration timeToLive) {
  private static final String KIND = "lease";
  private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();

  LeaseContent renewedAt(Instant now) {
    return new LeaseContent(token, purpose, holder, taken, now, timeToLive);
  }

  byte[] toBytes() {
    return RepositoryJson.seal(
        RepositoryJson.start(KIND)
            .put("token", token)
            .put("purpose", purpose)
            .put("holder", holder)
            .put("taken", taken.toString())
            .put("renewed", renewed.toString())
            .put("timeToLiveMillis", timeToLive.toMillis()));
  }

  static LeaseContent parse(String where, byte[] bytes, ReadLimits limits) throws DumpException {
    return RepositoryJson.open(
        where,
        bytes,
        KIND,
        limits,
        (json, seal) ->
            new LeaseContent(
                RepositoryJson.string(json, "token"),
                RepositoryJson.string(json, "purpose"),
                RepositoryJson.string(json, "holder"),
                RepositoryJson.time(json, "taken"),
                RepositoryJson.time(json, "renewed"),
                timeToLive(json)));
  }

  private static Duration timeToLive(JsonObject json) throws MalformedJsonException {
    long millis = RepositoryJson.number(json, "timeToLiveMillis");
    if (millis > LONGEST_MILLIS) {
      throw json.unexpected("timeToLiveMillis", "at most a day");
    }
    return Duration.ofMillis(millis);
  }
}
