package org.indexport.format.meilisearch.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.indexport.CorruptDumpException;
import org.indexport.LimitExceededException;
import org.junit.jupiter.api.Test;

class LineProfileTest {
  private static String fit(LineProfile profile, String lines) throws IOException {
    try (FittedLines fitted =
        new FittedLines(new ByteArrayInputStream(lines.getBytes(UTF_8)), "s", profile)) {
      return new String(fitted.readAllBytes(), UTF_8);
    }
  }

  @Test
  void theNewestEngineKnowsAsManyActionsAsItsDescriptionLists() {
    assertThat(KeyProfile.knownActions()).isEqualTo(58);
  }

  @Test
  void keysLoseActionsThatAnEngineDoesNotKnow() throws IOException {
    KeyProfile profile = new KeyProfile(EngineVersion.of("1.15"));
    String keys =
        """
        {"uid":1,"actions":["*"]}
        {"uid":2,"actions":["search","chats.get","soon"],"n":1.0}
        {"uid":3,"actions":["chats.get"]}
        """;
    assertThat(fit(profile, keys))
        .isEqualTo(
            "{\"uid\":1,\"actions\":[\"*\"]}\n{\"uid\":2,\"actions\":[\"search\"],\"n\":1.0}\n");
    assertThat(profile.losses())
        .containsExactly(
            "keys: the action \"chats.get\", which Meilisearch 1.15 refuses, is left out (2 times)",
            "keys: the action \"soon\", which Meilisearch 1.15 refuses, is left out",
            "keys: a key with no action that Meilisearch 1.15 knows is left out");
    assertThat(fit(new KeyProfile(EngineVersion.of("1.15.1")), keys)).contains("chats.get");
  }

  @Test
  void tasksLoseWhatAnEngineRefuses() throws IOException {
    TaskProfile profile = new TaskProfile(EngineVersion.of("1.9"));
    String tasks =
        """
        {"uid":1,"type":{"documentEdition":{}}}
        {"uid":2,"type":{"settings":{"settings":{"chat":1,"stopWords":[]}}},"details":{"SettingsUpdate":{"settings":{"chat":1}}}}
        {"uid":3,"type":{"dumpCreation":{"keys":[{"actions":["search","export"]},{"actions":["export"]}],"instance_uid":null}}}
        {"uid":4, "type":"documentClear","details":{"Export":{}}}
        {"uid":5, "type":"documentClear","details":{"ClearAll":{"deleted_documents":1}}}
        """;
    assertThat(fit(profile, tasks))
        .isEqualTo(
            """
            {"uid":2,"type":{"settings":{"settings":{"stopWords":[]}}},"details":{"SettingsUpdate":{"settings":{}}}}
            {"uid":3,"type":{"dumpCreation":{"keys":[{"actions":["search"]}],"instance_uid":null}}}
            {"uid":4, "type":"documentClear"}
            {"uid":5, "type":"documentClear","details":{"ClearAll":{"deleted_documents":1}}}
            """);
    assertThat(profile.leavesOut("1.jsonl")).isTrue();
    assertThat(profile.leavesOut("2.jsonl")).isFalse();
    assertThat(profile.losses()).hasSize(5);
  }

  @Test
  void tasksLoseTheirBatchesWhereThoseAreLeftOut() throws IOException {
    String tasks =
        """
        {"uid":1, "batchUid":7,"type":"documentClear"}
        {"uid":2,"batchUid":null,"type":"documentClear"}
        {"uid":3,"type":"documentClear"}
        """;
    TaskProfile profile = new TaskProfile(EngineVersion.of("1.12"));
    assertThat(fit(profile, tasks)).isEqualTo(tasks.replace("7", "null"));
    assertThat(profile.losses())
        .containsExactly("tasks: batchUid: null, since batches are left out");
    assertThat(fit(new TaskProfile(EngineVersion.of("1.13")), tasks)).isEqualTo(tasks);
  }

  @Test
  void aLineMayBeNoLongerThanTheHeapAllows() throws IOException {
    assertThat(FittedLines.mostBytes(64 << 20)).isEqualTo(4 << 20);
    assertThat(FittedLines.mostBytes(1)).isEqualTo(1 << 20);
    assertThat(FittedLines.mostBytes(Long.MAX_VALUE)).isEqualTo(64 << 20);
    byte[] lines = "{\"actions\":[]}\n{\"actions\":[ ]}\n".getBytes(UTF_8);
    try (FittedLines fitted =
        new FittedLines(
            new ByteArrayInputStream(lines), "s", new KeyProfile(TargetProfile.NEWEST), 14)) {
      assertThatExceptionOfType(LimitExceededException.class)
          .isThrownBy(fitted::readAllBytes)
          .withMessageContaining("section s, line 2: expected a line of at most 14 bytes")
          .withMessageContaining("-Xmx");
    }
  }

  @Test
  void aMalformedLineIsAnErrorWithItsPlace() {
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(
            () -> fit(new KeyProfile(TargetProfile.NEWEST), "{\"actions\":[]}\n{\"actions\":1}"))
        .withMessageContaining("section s, line 2");
  }
}
