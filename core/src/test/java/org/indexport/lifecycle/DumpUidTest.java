package org.indexport.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DumpUidTest {
  private static final long FIRST = -62_167_219_200_000L;
  private static final long LAST = 253_402_300_799_999L;

  @Test
  void isTheTimeInUtc() {
    DumpUid uid = new DumpUid(Instant.parse("2021-09-08T08:31:17.999999Z"));

    assertThat(uid).hasToString("20210908-083117999");
    assertThat(uid.time()).isEqualTo("2021-09-08T08:31:17.999Z");
    assertThat(uid.fileName()).isEqualTo("20210908-083117999.dump");
  }

  @Test
  void theNextIsAMillisecondLater() {
    assertThat(DumpUid.parse("20211231-235959999").next()).hasToString("20220101-000000000");
  }

  @Property(tries = 300)
  void textsAreReadBack(@ForAll @LongRange(min = FIRST, max = LAST) long time) {
    DumpUid uid = new DumpUid(Instant.ofEpochMilli(time));
    assertThat(DumpUid.parse(uid.toString())).isEqualTo(uid);
    assertThat(DumpUid.ofFile(Path.of("any", uid.fileName()))).contains(uid);
  }

  @Property(tries = 300)
  void theOrderOfTextsIsThatOfTime(
      @ForAll @LongRange(min = FIRST, max = LAST) long one,
      @ForAll @LongRange(min = FIRST, max = LAST) long other) {
    DumpUid a = new DumpUid(Instant.ofEpochMilli(one));
    DumpUid b = new DumpUid(Instant.ofEpochMilli(other));

    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Long.compare(one, other));
    assertThat(Integer.signum(a.toString().compareTo(b.toString())))
        .isEqualTo(Long.compare(one, other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "latest",
        "20210908",
        "20210908-08311799",
        "20210908-0831179999",
        "20210908083117999",
        "20210229-000000000",
        "20211301-000000000",
        "20210101-240000000",
        "20210101-006000000",
        "20210101-000060000",
        "+2021091-083117999",
        "20210908-083117999 ",
        "../../../etc/passwd",
        "２０２１０９０８-083117999"
      })
  void otherTextsAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DumpUid.parse(text))
        .withMessageContaining("not the uid of a dump");
    assertThat(DumpUid.ofFile(Path.of(text.strip() + ".dump.gz"))).isEmpty();
  }

  @Test
  void yearsHaveFourDigits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DumpUid(Instant.ofEpochMilli(LAST + 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DumpUid(Instant.ofEpochMilli(FIRST - 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DumpUid(Instant.ofEpochMilli(LAST)).next());
  }
}
