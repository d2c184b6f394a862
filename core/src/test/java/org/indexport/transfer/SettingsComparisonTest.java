package org.indexport.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.indexport.Settings;
import org.indexport.transfer.SettingsComparison.Member;
import org.junit.jupiter.api.Test;

class SettingsComparisonTest {
  private static Settings settings(String json, String... secrets) {
    return new Settings("toy", null, json, List.of(secrets));
  }

  @Test
  void orderAndSpellingAreNoDifference() {
    assertThat(
            SettingsComparison.between(
                settings("{\"a\": {\"b\":1.0,\"c\":[1, 2]}, \"d\":{}}"),
                settings("{\"d\":{},\"a\":{\"c\":[1,2],\"b\":1}}")))
        .isEmpty();
  }

  @Test
  void membersThatDifferAreNamed() {
    assertThat(
            SettingsComparison.between(
                settings("{\"a\":{\"b/c\":1,\"d\":\"x\"},\"e\":true}"),
                settings("{\"a\":{\"b/c\":2,\"d\":\"x\",\"f\":{}}}")))
        .containsExactly(
            new Member("settings /a/b~1c", "1", "2"),
            new Member("settings /a/f", null, "{}"),
            new Member("settings /e", "true", null));
  }

  @Test
  void secretsThatDifferAreNotShown() {
    assertThat(
            SettingsComparison.between(
                settings("{\"a\":{\"key\":\"hush\"}}", "/a"),
                settings("{\"a\":{\"key\":\"other\"}}", "/a/key")))
        .containsExactly(new Member("settings /a/key", "***", "***"));
  }

  @Test
  void settingsOfOtherEnginesAreOtherSettings() {
    Settings other = Settings.of("another", null, "{}");
    assertThat(SettingsComparison.between(settings("{}"), other))
        .containsExactly(new Member("settings", "toy", "another"));
    assertThat(SettingsComparison.between(settings("{}"), null))
        .containsExactly(new Member("settings", "toy", null));
    assertThat(SettingsComparison.between(null, null)).isEmpty();
  }
}
