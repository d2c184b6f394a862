package org.indexport.format.v2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.ReadOptions;
import org.indexport.format.v2.container.CountingChannel;
import org.indexport.layout.MemberNames;
import org.indexport.testkit.DumpContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dumps in sound containers that say what is not so. */
class V2HostileTest {
  private static final String FIRST = "indexes/movies/documents-000001.jsonl";
  private static final DumpContent CONTENT = DumpSamples.numbered(100);

  @TempDir Path folder;

  private static Forgery forgery() throws IOException {
    return new Forgery(DumpSamples.write(CONTENT, DumpSamples.OPTIONS.withPartBytes(1_000)));
  }

  private static DumpContent random(byte[] dump) throws IOException {
    return DumpSamples.read(
        DumpSource.channel("bytes", new CountingChannel(dump)), ReadOptions.DEFAULT);
  }

  /** Refused from a file and from a pipe. */
  private static void refused(Forgery forgery) throws IOException {
    byte[] dump = forgery.bytes();
    assertThatExceptionOfType(CorruptDumpException.class).isThrownBy(() -> random(dump));
    inOrder(dump);
  }

  private static void inOrder(byte[] dump) {
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(() -> DumpSamples.read(DumpSamples.stream(dump), ReadOptions.DEFAULT));
  }

  /** Changes the first value of a member in the manifest. */
  private static UnaryOperator<String> first(String member, UnaryOperator<String> change) {
    Pattern value = Pattern.compile("(\"" + member + "\":\"?)([0-9a-f]+)");
    return text ->
        value
            .matcher(text)
            .replaceFirst((MatchResult found) -> found.group(1) + change.apply(found.group(2)));
  }

  private static String plusOne(String number) {
    return String.valueOf(Long.parseLong(number) + 1);
  }

  private static String otherDigit(String hex) {
    return (hex.charAt(0) == '0' ? '1' : '0') + hex.substring(1);
  }

  @Test
  void aForgeryThatChangesNothingIsFine() throws IOException {
    assertThat(random(forgery().bytes())).isEqualTo(CONTENT);
  }

  /** Whatever number the manifest has wrong of an index or its parts. */
  @ParameterizedTest
  @ValueSource(strings = {"documents", "bytes", "plainBytes", "packedBytes", "offset", "ordinal"})
  void wrongNumbersAreNoticed(String member) throws IOException {
    refused(forgery().manifest(first(member, V2HostileTest::plusOne)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "sha256"})
  void wrongDigestsAreNoticed(String member) throws IOException {
    refused(forgery().manifest(first(member, V2HostileTest::otherDigit)));
  }

  /** Two spellings would be two members of one name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sections/0009-a/content-0000001.json",
        "sections/0009-a/attachments/%61/000001",
        "indexes/%6Dovies/index.json"
      })
  void otherSpellingsOfNamesAreRefused(String name) throws IOException {
    Forgery forgery = forgery();
    byte[] metadata = forgery.contents().get("metadata.json");
    forgery.put(name, requireNonNull(metadata));
    inOrder(forgery.bytes());
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(() -> MemberNames.exactRoleOf("", name));
  }

  /** The same among the members that are no parts. */
  @ParameterizedTest
  @ValueSource(strings = {"plainBytes", "packedBytes", "offset"})
  void wrongNumbersOfMembersAreNoticed(String member) throws IOException {
    refused(
        forgery()
            .manifest(
                text -> {
                  int members = text.indexOf("\"members\"");
                  return text.substring(0, members)
                      + first(member, V2HostileTest::plusOne).apply(text.substring(members));
                }));
  }

  @Test
  void aHugePartIsRefusedBeforeMemoryIsTaken() throws IOException {
    byte[] dump = forgery().manifest(first("plainBytes", number -> "1073741824")).bytes();
    assertThatThrownBy(() -> random(dump))
        .isInstanceOfAny(LimitExceededException.class, CorruptDumpException.class);
    byte[] absurd = forgery().manifest(first("plainBytes", number -> "" + Long.MAX_VALUE)).bytes();
    assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> random(absurd));
  }

  /** A few packed bytes that unpack to very many. */
  @Test
  void aBombIsRefused() throws IOException {
    byte[] dump = forgery().putPayload(FIRST, new byte[64 << 20]).bytes();
    ReadOptions small =
        ReadOptions.DEFAULT.with(
            new ReadLimits(1 << 20, 100, 1 << 10, 1_000, 1_000, 1 << 20, 5_000));
    assertThatExceptionOfType(DumpException.class)
        .isThrownBy(
            () -> DumpSamples.read(DumpSource.channel("it", new CountingChannel(dump)), small));
    assertThatExceptionOfType(LimitExceededException.class)
        .isThrownBy(() -> DumpSamples.read(DumpSamples.stream(dump), small));
  }

  @Test
  void moreOrFewerDocumentsThanTheManifestSaysAreNoticed() throws IOException {
    refused(forgery().change(FIRST, text -> text + "{\"id\":-1}\n"));
    refused(forgery().change(FIRST, text -> text.substring(text.indexOf('\n') + 1)));
    refused(forgery().change(FIRST, text -> text.replace("\"id\":0", "\"id\":9")));
    refused(forgery().change(FIRST, text -> text.substring(0, text.length() - 1)));
    refused(forgery().putPayload(FIRST, "\n"));
  }

  /** As if each document were a part, and then some. */
  @Test
  void morePartsThanDocumentsAreNoticed() throws IOException {
    inOrder(forgery().putPayload("indexes/movies/documents-000099.jsonl", "\n").bytes());
    refused(forgery().manifest(first("documents", number -> "1")));
    refused(
        forgery()
            .manifest(
                text ->
                    Pattern.compile("(\"ordinal\":0,\"documents\":)[0-9]+")
                        .matcher(text)
                        .replaceFirst(found -> found.group(1) + "0")));
  }

  @Test
  void aPartThatIsThereTwiceIsNoticed() throws IOException {
    byte[] twice = forgery().putPayload("indexes/movies/documents-0000001.jsonl", "{}\n").bytes();
    inOrder(twice);
    assertThatExceptionOfType(CorruptDumpException.class)
        .isThrownBy(() -> random(twice))
        .withMessageContaining("frames");
  }

  /** In order everything is seen, listed or not. */
  @Test
  void whatTheManifestDoesNotListIsNoticedInOrder() throws IOException {
    inOrder(forgery().put("later.json", new byte[] {'1'}).bytes());
    inOrder(forgery().putPayload("later/blob", "blob").bytes());
    inOrder(forgery().putPayload("indexes/movies/documents-000999.jsonl", "{}\n").bytes());
    inOrder(
        forgery().put("indexes/more/index.json", "{\"name\":\"more\"}".getBytes(UTF_8)).bytes());
  }

  @Test
  void whatIsListedAndNotThereIsNoticed() throws IOException {
    refused(forgery().remove("indexes/movies/index.json"));
    refused(forgery().remove("indexes/movies/documents-000002.jsonl"));
    refused(forgery().remove(FIRST));
  }

  @Test
  void aMemberThatIsNotWhatTheManifestRepeatsIsNoticed() throws IOException {
    refused(
        forgery().change("indexes/movies/index.json", text -> text.replace("\"id\"", "\"it\"")));
    refused(
        forgery().manifest(text -> text.replace("\"primaryKey\":\"id\"", "\"primaryKey\":\"it\"")));
    refused(
        forgery()
            .manifest(
                text ->
                    text.replaceFirst("\"kind\":\"dump\"", "\"kind\":\"dump\",\"later\":true")));
  }

  @Test
  void kindsOfMembersAreNotExchanged() throws IOException {
    inOrder(forgery().put(FIRST, "{\"id\":1}\n".getBytes(UTF_8)).bytes());
    inOrder(forgery().putPayload("indexes/movies/index.json", "{\"name\":\"movies\"}").bytes());
    refused(forgery().manifest(text -> text.replace("\"members\":[", "\"members\":[{},")));
    refused(
        forgery()
            .manifest(
                text ->
                    text.replace(
                        "{\"name\":\"metadata.json\",",
                        "{\"name\":\"metadata.json\",\"payload\":true,")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"format\":\"indexport\"}",
        "{\"indexes\":[]}",
        "{\"indexes\":[{}]}",
        "{\"indexes\":7,\"sections\":7}"
      })
  void aManifestThatIsNoneIsRefused(String text) throws IOException {
    if (!text.isEmpty()) {
      refused(forgery().manifest(said -> text));
    }
  }

  @Test
  void somethingElseInASoundContainerIsNoDump() throws IOException {
    byte[] dump =
        forgery()
            .change("metadata.json", text -> "{\"kind\":\"photos\"}")
            .manifest(text -> "{}")
            .bytes();
    assertThatExceptionOfType(DumpException.class).isThrownBy(() -> random(dump));
    assertThatExceptionOfType(DumpException.class)
        .isThrownBy(() -> DumpSamples.read(DumpSamples.stream(dump), ReadOptions.DEFAULT));
  }

  /** Unknown members mean nothing to readers, but they are compared. */
  @Test
  void unknownMembersMustBeListed() throws IOException {
    String sha256 = Digests.sha256(new byte[] {'1'}).toString();
    Forgery forgery = forgery().put("later.json", new byte[] {'1'});
    byte[] unlisted = forgery.bytes();
    assertThatExceptionOfType(CorruptDumpException.class).isThrownBy(() -> random(unlisted));
    byte[] wrong =
        forgery
            .manifest(
                text ->
                    text.replace(
                        "\"members\":[",
                        ("\"members\":[{\"name\":\"later.json\",\"plainBytes\":1,"
                                + "\"packedBytes\":9,\"offset\":0,\"sha256\":\"%s\"},")
                            .formatted(sha256)))
            .bytes();
    assertThatExceptionOfType(CorruptDumpException.class).isThrownBy(() -> random(wrong));
  }

  /** What is damaged is left out, and nothing else. */
  @Test
  void skippingLeavesOutWhatIsNotAsSaid() throws IOException {
    byte[] dump = forgery().change(FIRST, text -> text + "{\"id\":-1}\n").bytes();
    DumpSamples.Outcome outcome = DumpSamples.salvage(DumpSamples.file(folder, dump));
    assertThat(outcome.damages()).isNotEmpty();
    List<String> found = outcome.documents().getOrDefault(DumpSamples.MOVIES, List.of());
    assertThat(found).isSubsetOf(DumpSamples.documents(100)).doesNotContain("{\"id\":-1}");
  }
}
