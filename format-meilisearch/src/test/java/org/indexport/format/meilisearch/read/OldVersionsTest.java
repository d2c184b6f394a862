package org.indexport.format.meilisearch.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.ReadOptions;
import org.indexport.ReadOptions.Damage;
import org.indexport.UnknownFormatException;
import org.indexport.UnsupportedVersionException;
import org.indexport.format.meilisearch.FormatMeilisearch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What dumps of older versions become. */
class OldVersionsTest {
  private static final String UUID = SampleDumps.UUID;
  private static final String CONTENT = "1d0832b1-02f7-4c56-849e-d150d266ab46";
  private static final String AT = "\"2022-10-09T20:27:59Z\"";

  @TempDir Path folder;

  private Dumped read(Map<String, String> files, ReadOptions options) throws IOException {
    Path file = TarBuilder.write(folder, new TarBuilder().files(files).packed());
    return Dumped.of(DumpSource.path(file), options);
  }

  private Dumped read(Map<String, String> files) throws IOException {
    return read(files, ReadOptions.DEFAULT);
  }

  private Dumped lenient(Map<String, String> files) throws IOException {
    return read(files, ReadOptions.DEFAULT.with(Damage.SKIP));
  }

  private static JsonNode json(String text) throws IOException {
    return Dumped.JSON.readTree(text.replace('\'', '"'));
  }

  private JsonNode settings(int version, String settings) throws IOException {
    return read(SampleDumps.old(version, settings.replace('\'', '"'))).settings("books");
  }

  private static Map<String, String> v1(String settings, String... updates) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "metadata.json",
        ("{'dumpVersion':'V1','dbVersion':'0.20.0','indexes':[{'uid':'books','name':'Books!',"
                + "'createdAt':'2022-10-02T13:38:26.1+02:00','updatedAt':'2022-10-02T13:38:27Z',"
                + "'primaryKey':null}]}")
            .replace('\'', '"'));
    files.put("books/settings.json", settings.replace('\'', '"'));
    files.put("books/documents.jsonl", "{\"isbn\":1}\n");
    files.put("books/updates.jsonl", String.join("\n", updates).replace('\'', '"'));
    return files;
  }

  @Test
  void settingsOfVersion1() throws IOException {
    Dumped dump =
        read(
            v1(
                "{'rankingRules':['typo','wordsPosition','desc(a-b_1) x','attribute','other'],"
                    + "'displayedAttributes':['b','a'],'searchableAttributes':null,"
                    + "'attributesForFaceting':['z','a','z'],'stopWords':['b','a']}"));
    assertThat(dump.settings("books"))
        .isEqualTo(
            json(
                "{'displayedAttributes':['a','b'],'searchableAttributes':['*'],"
                    + "'filterableAttributes':['a','z'],'sortableAttributes':['a','z'],"
                    + "'rankingRules':['typo','a-b_1:desc','attribute'],'stopWords':['a','b']}"));
    assertThat(dump.index("books").createdAt()).isEqualTo(Instant.parse("2022-10-02T11:38:26.1Z"));
    assertThat(dump.index("books").extensions().get("x-meilisearch"))
        .contains("\"displayName\":\"Books!\"", "2022-10-02T13:38:26.1+02:00");
    assertThat(dump.sections).isEqualTo(Map.of("keys", "", "tasks", ""));
    assertThat(dump.notices)
        .singleElement()
        .asString()
        .contains("ranking rules")
        .endsWith(": 2 (\"other\", \"wordsPosition\")");
    assertThat(read(v1("{'attributesForFaceting':null}")).settings("books"))
        .isEqualTo(json("{'filterableAttributes':null,'sortableAttributes':null}"));
  }

  @Test
  void updatesOfVersion1() throws IOException {
    String rest = "'duration':1.5,'enqueuedAt':" + AT + ",'processedAt':" + AT + "}";
    Dumped dump =
        read(
            v1(
                "{}",
                "{'status':'processed','updateId':0,'type':{'name':'Customs'}," + rest,
                "{'status':'processed','updateId':1,'type':{'name':'DocumentsPartial','number':3},"
                    + rest,
                "{'status':'enqueued','updateId':2,'type':{'name':'ClearAll'},'enqueuedAt':"
                    + AT
                    + "}",
                "{'status':'processed','updateId':3,'type':{'name':'DocumentsDeletion','number':2},"
                    + rest,
                "{'status':'failed','updateId':4,'type':{'name':'ClearAll'},'error':'no',"
                    + "'errorCode':'missing_primary_key',"
                    + rest));
    List<JsonNode> tasks = dump.lines("tasks");
    assertThat(tasks).extracting(task -> task.get("uid").asInt()).containsExactly(0, 1, 2);
    assertThat(dump.notices)
        .hasSize(2)
        .anyMatch(notice -> notice.contains("not done") && notice.endsWith(": 1"))
        .anyMatch(notice -> notice.contains("Customs") && notice.endsWith(": 1"));
    assertThat(tasks.get(0).get("type").toString()).contains("UpdateDocuments");
    assertThat(tasks.get(0).get("startedAt").asText()).isEqualTo("2022-10-09T20:27:57.5Z");
    assertThat(tasks.get(1).get("details"))
        .isEqualTo(json("{'DocumentDeletion':{'provided_ids':0,'deleted_documents':2}}"));
    assertThat(tasks.get(2).get("details")).isEqualTo(json("{'ClearAll':{'deleted_documents':0}}"));
    assertThat(tasks.get(2).get("error").get("code").asText())
        .isEqualTo("index_primary_key_no_candidate_found");
  }

  @Test
  void rankingRulesOfVersion2() throws IOException {
    assertThat(
            settings(2, "{'rankingRules':['words','asc(a)','b:desc','asc(c:d)','x','_geo:asc']}"))
        .isEqualTo(json("{'rankingRules':['words','a:asc','b:desc']}"));
  }

  @Test
  void threeStatesAndSets() throws IOException {
    assertThat(
            settings(
                5,
                "{'displayedAttributes':['a','*'],'searchableAttributes':['b','a','b'],"
                    + "'filterableAttributes':['z','é','a'],'stopWords':null,"
                    + "'distinctAttribute':null,'synonyms':{'b':['y','x'],'a':[]},"
                    + "'typoTolerance':{'disableOnWords':['b','a'],'minWordSizeForTypos':null},"
                    + "'faceting':{'maxValuesPerFacet':0},'pagination':{'maxTotalHits':0}}"))
        .isEqualTo(
            json(
                "{'displayedAttributes':['*'],'searchableAttributes':['b','a','b'],"
                    + "'filterableAttributes':['a','z','é'],'stopWords':null,"
                    + "'distinctAttribute':null,'synonyms':{'a':[],'b':['y','x']},"
                    + "'typoTolerance':{'disableOnWords':['a','b'],'minWordSizeForTypos':null},"
                    + "'faceting':{'maxValuesPerFacet':0},'pagination':{'maxTotalHits':1}}"));
    assertThat(settings(4, "{'displayedAttributes':null}"))
        .isEqualTo(json("{'displayedAttributes':['*']}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void unknownSettingsAreAnError(int version) throws IOException {
    Map<String, String> files =
        SampleDumps.old(version, "{\"stopWords\":[\"a\"],\"dictionary\":[]}");
    assertThatThrownBy(() -> read(files))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("meta.json")
        .hasMessageContaining("dictionary");
    Dumped dump = lenient(files);
    assertThat(dump.settings("books")).isEqualTo(json("{'stopWords':['a']}"));
    assertThat(dump.damages).singleElement().asString().contains("dictionary");
  }

  @Test
  void numbersMayBeAsLargeAsTheEngineAllows() throws IOException {
    String largest =
        "{'faceting':{'maxValuesPerFacet':18446744073709551615},"
            + "'pagination':{'maxTotalHits':18446744073709551615}}";
    assertThat(settings(5, largest)).isEqualTo(json(largest));
    for (String wrong : List.of("18446744073709551616", "-1", "1.0", "1e3", "'1'", "true")) {
      assertThatThrownBy(() -> settings(5, "{'pagination':{'maxTotalHits':" + wrong + "}}"))
          .as(wrong)
          .hasMessageContaining("pagination.maxTotalHits");
    }
  }

  @Test
  void rankingRulesThatAreLeftOutAreCounted() throws IOException {
    Map<String, String> files =
        SampleDumps.old(
            5,
            "{'rankingRules':['a','words','b','c','d','e','f','_geo:asc','a']}".replace('\'', '"'));
    assertThat(read(files).notices)
        .singleElement()
        .asString()
        .endsWith(": 8 (\"a\", \"b\", \"c\", \"d\", \"e\", …)");
  }

  @Test
  void settingsThatCameLaterAreUnknownBefore() {
    assertThatThrownBy(() -> settings(3, "{'typoTolerance':{}}"))
        .hasMessageContaining("typoTolerance");
    assertThatThrownBy(() -> settings(4, "{'faceting':{}}")).hasMessageContaining("faceting");
    assertThatThrownBy(() -> settings(5, "{'typoTolerance':{'x':1}}"))
        .hasMessageContaining("typoTolerance.x");
    assertThatThrownBy(() -> settings(5, "{'stopWords':[1]}")).hasMessageContaining("stopWords");
  }

  private static String update(String status, String uuid, String rest) {
    return "{'uuid':'%s','update':{'status':'%s','updateId':0,'enqueuedAt':%s,%s}}"
        .formatted(uuid, status, AT, rest)
        .replace('\'', '"');
  }

  private static String addition(String format, @Nullable String content) {
    return ("'meta':{'type':'DocumentsAddition','method':'ReplaceDocuments','format':'%s',"
            + "'primary_key':null},'content':%s")
        .formatted(format, content == null ? "null" : "'" + content + "'");
  }

  private String payload(String format, String content) throws IOException {
    Map<String, String> files =
        SampleDumps.old(2, "{}", update("enqueued", UUID, addition(format, CONTENT)));
    files.put("updates/update_files/update_" + CONTENT, content);
    return read(files)
        .attachments
        .getOrDefault("tasks", Map.of())
        .getOrDefault("0.jsonl", "nothing");
  }

  @Test
  void payloadsOfVersion2BecomeLines() throws IOException {
    assertThat(payload("Json", "[ {\"n\": 1.0e2,\n\"a\":[1,\n2]} ,\n{}]"))
        .isEqualTo("{\"n\": 1.0e2, \"a\":[1, 2]}\n{}\n");
    assertThat(payload("JsonStream", "{\"a\":1}\n\n{\"a\":\n2} {\"a\":3}"))
        .isEqualTo("{\"a\":1}\n{\"a\": 2}\n{\"a\":3}\n");
    assertThat(
            payload("Csv", "id,price:number,\"na\"\"me\":string\r\n1,1.50,\"x,\ny\"\r\n\n2,,é\n"))
        .isEqualTo(
            """
            {"id":"1","price":1.50,"na\\"me":"x,\\ny"}
            {"id":"2","price":null,"na\\"me":"é"}
            """);
    String numbers = "1,007\n2,.5\n3,-5.\n4,+1.50E+2\n5, \n6,-0\n";
    assertThat(payload("Csv", "\ufeffid,n:number\n" + numbers))
        .isEqualTo(
            """
            {"id":"1","n":7}
            {"id":"2","n":0.5}
            {"id":"3","n":-5}
            {"id":"4","n":1.50E+2}
            {"id":"5","n":null}
            {"id":"6","n":-0}
            """);
    for (String wrong : List.of(".", "-", "+-1", "e5", ".e5", "1e", "1.2.3", "0x1", "NaN", "1 2")) {
      assertThatThrownBy(() -> payload("Csv", "a:number\n" + wrong + "\n"))
          .as(wrong)
          .isInstanceOf(CorruptDumpException.class);
    }
    assertThatThrownBy(() -> payload("Csv", "a,b\n1\n")).isInstanceOf(CorruptDumpException.class);
    assertThatThrownBy(() -> payload("Csv", "a:number\nx\n"))
        .isInstanceOf(CorruptDumpException.class);
    assertThatThrownBy(() -> payload("Json", "[{},")).hasMessageContaining(CONTENT);
  }

  @Test
  void updatesOfVersion2() throws IOException {
    String unknown = "00000000-0000-0000-0000-000000000000";
    String done =
        "'startedProcessingAt':"
            + AT
            + ",'processedAt':"
            + AT
            + ",'success':'Other','content':null";
    Dumped dump =
        read(
            SampleDumps.old(
                2,
                "{}",
                update("processing", unknown, "'meta':{'type':'ClearDocuments'},'content':null"),
                update("enqueued", UUID, addition("Json", null)),
                update("aborted", UUID, addition("Json", null) + ",'abortedAt':" + AT),
                update(
                    "processed", unknown, "'meta':{'type':'DeleteDocuments','ids':['1']}," + done),
                update(
                    "processing",
                    UUID,
                    "'meta':{'type':'ClearDocuments'},'startedProcessingAt':" + AT)));
    List<JsonNode> tasks = dump.lines("tasks");
    assertThat(tasks).extracting(task -> task.get("uid").asInt()).containsExactly(1, 2, 3, 4);
    assertThat(dump.notices)
        .singleElement()
        .asString()
        .contains("tasks", "not listed")
        .endsWith(": 1");
    assertThat(tasks.get(0).get("status").asText()).isEqualTo("failed");
    assertThat(tasks.get(0).get("error").get("code").asText())
        .isEqualTo("unretrievable_error_code");
    assertThat(tasks.get(0).get("finishedAt").asText()).isEqualTo("2022-10-09T20:27:59.9Z");
    assertThat(tasks.get(1).get("error").get("message").asText()).contains("aborted");
    assertThat(tasks.get(1).has("startedAt")).isFalse();
    assertThat(tasks.get(2).get("indexUid").asText()).isEqualTo("unknown");
    assertThat(tasks.get(2).get("details"))
        .isEqualTo(json("{'DocumentDeletion':{'provided_ids':1,'deleted_documents':null}}"));
    assertThat(tasks.get(3).get("status").asText()).isEqualTo("enqueued");
    assertThat(tasks.get(3).has("startedAt")).isFalse();
  }

  private static String pendingOf3(String uuid, String content) {
    return update(
        "enqueued",
        uuid,
        "'meta':{'DocumentAddition':{'primary_key':null,'method':'ReplaceDocuments',"
            + "'content_uuid':'"
            + content
            + "'}}");
  }

  @Test
  void documentsOfUpdatesThatAreLeftOutAreNoAttachment() throws IOException {
    String unknown = "00000000-0000-0000-0000-000000000000";
    String other = "2d0832b1-02f7-4c56-849e-d150d266ab46";
    Map<String, String> files =
        SampleDumps.old(3, "{}", pendingOf3(unknown, other), pendingOf3(UUID, CONTENT));
    files.put("updates/updates_files/" + CONTENT, "{\"a\":1}\n");
    assertThat(read(files).attachments).containsEntry("tasks", Map.of("1.jsonl", "{\"a\":1}\n"));
    files.put("updates/updates_files/" + other, "{\"a\":2}\n");
    Dumped dump = read(files);
    assertThat(dump.attachments).containsEntry("tasks", Map.of("1.jsonl", "{\"a\":1}\n"));
    assertThat(dump.sections).containsEntry("file:updates/updates_files/" + other, "{\"a\":2}\n");
    files.remove("updates/updates_files/" + CONTENT);
    assertThatThrownBy(() -> read(files)).hasMessageContaining(CONTENT);
  }

  @Test
  void filesThatNobodyKnowsAreGivenAsTheyAre() throws IOException {
    for (int version = 2; version <= 5; version++) {
      Map<String, String> files = SampleDumps.old(version, "{}");
      Map<String, String> sections = new LinkedHashMap<>(read(files).sections);
      String payloads = version == 2 ? "updates/update_files/update_x" : "updates/updates_files/x";
      for (String name :
          List.of(
              "indexes/notes.txt",
              "indexes/" + CONTENT + "/documents.jsonl",
              "indexes/" + CONTENT + "/meta.json",
              payloads,
              "other")) {
        files.put(name, "{ \"a\": 1}");
        sections.put("file:" + name, "{ \"a\": 1}");
      }
      Dumped dump = read(files);
      assertThat(dump.sections).isEqualTo(sections);
      assertThat(dump.documents).hasSize(1);
    }
  }

  @Test
  void linesOfTheListOfIndexesMayBeWrong() throws IOException {
    String second = "{'uid':'b','index_meta':{'uuid':'" + CONTENT + "'}}\n";
    for (int version = 2; version <= 5; version++) {
      for (String wrong : List.of("{'uid':1,'uuid':1}\n", "{'uid':'a'}\n", second)) {
        Map<String, String> files = SampleDumps.old(version, "{}");
        String list = files.get("index_uuids/data.jsonl") + wrong.replace('\'', '"');
        files.put("index_uuids/data.jsonl", list);
        files.put("indexes/" + CONTENT + "/meta.json", "{\"settings\":{}}");
        files.put("indexes/" + CONTENT + "/documents.jsonl", "{\"isbn\":2}\n");
        assertThatThrownBy(() -> read(files))
            .isInstanceOf(CorruptDumpException.class)
            .hasMessageContaining("index_uuids/data.jsonl: line 2");
        Dumped dump = lenient(files);
        assertThat(dump.documents.get("books")).hasSize(1);
        assertThat(dump.damages).hasSize(1);
        // An index of which only the task is not told that made it is there all the same.
        boolean isKnown = version >= 4 && wrong.equals(second);
        assertThat(dump.header.indexes()).hasSize(isKnown ? 2 : 1);
        if (isKnown) {
          assertThat(dump.documents.get("b")).containsExactly("{\"isbn\":2}");
        }
      }
    }
  }

  @Test
  void descriptionsThatAreCutAreDamage() throws IOException {
    for (int version = 2; version <= 5; version++) {
      String meta = "indexes/" + (version == 2 ? "index-" : "") + UUID + "/meta.json";
      Map<String, String> files = SampleDumps.old(version, "{}");
      files.remove(meta);
      files.put(meta, "{\"primary_key\":\"" + "a".repeat(2_000) + "\",\"settings\":{}}");
      byte[] whole = new TarBuilder().files(files).plain();
      byte[] cut = TarBuilder.pack(Arrays.copyOf(whole, whole.length - 1_200));
      Path file = TarBuilder.write(folder, cut);
      Dumped dump = Dumped.of(DumpSource.path(file), ReadOptions.DEFAULT.with(Damage.SKIP));
      assertThat(dump.documents.get("books")).containsExactly("{\"isbn\":1}");
      assertThat(dump.damages).anyMatch(damage -> damage.toString().contains(meta));
    }
  }

  @Test
  void logsOfVersion1MayLieInAnyOrder() throws IOException {
    int count = 1_100;
    List<String> indexes = new ArrayList<>();
    TarBuilder tar = new TarBuilder();
    for (int i = 0; i < count; i++) {
      indexes.add("{'uid':'i%d','createdAt':%s,'updatedAt':%s}".formatted(i, AT, AT));
      String last = "i" + (count - 1 - i);
      tar.file(last + "/settings.json", "{}").file(last + "/documents.jsonl", "");
      tar.file(
          last + "/updates.jsonl",
          ("{'status':'processed','updateId':0,'type':{'name':'ClearAll'},'duration':1.5,"
                  + "'enqueuedAt':%s,'processedAt':%s}\n")
              .formatted(AT, AT)
              .replace('\'', '"'));
    }
    String metadata =
        "{'dumpVersion':'V1','dbVersion':'0.20.0','indexes':[" + String.join(",", indexes) + "]}";
    tar.file("metadata.json", metadata.replace('\'', '"'));
    List<JsonNode> tasks = Dumped.of(TarBuilder.write(folder, tar.packed())).lines("tasks");
    assertThat(tasks).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(tasks.get(i).get("uid").asInt()).isEqualTo(i);
      assertThat(tasks.get(i).get("indexUid").asText()).isEqualTo("i" + i);
    }
  }

  private static String task(long id, String content, String... events) {
    return "{'id':%d,'index_uid':'books','content':%s,'events':[%s]}"
        .formatted(id, content, String.join(",", events))
        .replace('\'', '"');
  }

  @Test
  void tasksOfVersion4() throws IOException {
    String created = "{'Created':" + AT + "}";
    String failed =
        "{'Failed':{'error':{'message':'m','code':'no_space_left_on_device','type':'x','link':'y'},"
            + "'timestamp':"
            + AT
            + "}}";
    String done =
        "{'Succeded':{'result':{'ClearAll':{'deleted_documents':5}},'timestamp':" + AT + "}}";
    Dumped dump =
        read(
            SampleDumps.old(
                4,
                "{}",
                task(3, "'IndexDeletion'", created, done),
                task(2, "{'DocumentDeletion':'Clear'}", created, failed),
                task(
                    1, "{'IndexUpdate':{'primary_key':'k'}}", created, "{'Processing':" + AT + "}"),
                task(0, "{'IndexCreation':{'primary_key':null}}", created, done)));
    List<JsonNode> tasks = dump.lines("tasks");
    assertThat(tasks.get(0).get("type").asText()).isEqualTo("indexDeletion");
    assertThat(tasks.get(0).get("details")).isEqualTo(json("{'ClearAll':{'deleted_documents':5}}"));
    assertThat(tasks.get(1).get("error").get("type").asText()).isEqualTo("system");
    assertThat(tasks.get(1).get("details")).isEqualTo(json("{'ClearAll':{'deleted_documents':0}}"));
    assertThat(tasks.get(2).get("type"))
        .isEqualTo(json("{'indexUpdate':{'primary_key':'k','uid':null}}"));
    assertThat(tasks.get(2).get("status").asText()).isEqualTo("enqueued");
    assertThat(tasks.get(3).get("details")).isEqualTo(json("{'IndexInfo':{'primary_key':null}}"));
    assertThat(dump.index("books").createdAt()).isEqualTo(Instant.parse("2022-10-09T20:27:59Z"));
    assertThatThrownBy(() -> read(SampleDumps.old(4, "{}", task(0, "'IndexDeletion'", done))))
        .hasMessageContaining("updates/data.jsonl: line 1")
        .hasMessageContaining("Created");
  }

  @Test
  void keysOfVersion4GetUids() throws IOException {
    Map<String, String> files = SampleDumps.old(4, "{}");
    files.put(
        "keys",
        ("{'id':[1,2,3,4,5,6,7,255],'actions':['search','dumps.get'],'indexes':['*'],"
                + "'expires_at':null,'created_at':"
                + AT
                + ",'updated_at':"
                + AT
                + "}")
            .replace('\'', '"'));
    JsonNode key = read(files).lines("keys").get(0);
    assertThat(key.get("actions")).isEqualTo(json("['search']"));
    assertThat(read(files).notices).singleElement().asString().contains("dumps.get");
    assertThat(key.has("description")).isFalse();
    assertThat(java.util.UUID.fromString(key.get("uid").asText()).version()).isEqualTo(5);
    assertThat(read(files).lines("keys").get(0)).isEqualTo(key);
    ReadOptions random = ReadOptions.DEFAULT.with(FormatMeilisearch.KEY_UIDS, "random");
    assertThat(read(files, random).lines("keys").get(0).get("uid")).isNotEqualTo(key.get("uid"));
    files.put("keys", "{\"id\":[1,2],\"actions\":[],\"indexes\":[],\"expires_at\":null}");
    assertThatThrownBy(() -> read(files)).hasMessageContaining("keys: line 1");
  }

  @Test
  void originalSettingsAreKeptOnRequest() throws IOException {
    Map<String, String> files = SampleDumps.old(2, "{\"rankingRules\":[ \"asc(a)\"]}");
    assertThat(read(files).index("books").extensions()).isEmpty();
    ReadOptions keep = ReadOptions.DEFAULT.with(FormatMeilisearch.ORIGINAL_SETTINGS, "keep");
    assertThat(read(files, keep).index("books").extensions())
        .containsEntry("x-meilisearch-original-settings", "{\"rankingRules\":[ \"asc(a)\"]}");
  }

  @Test
  void whatIsMissingIsToldOrListed() throws IOException {
    for (int version = 2; version <= 5; version++) {
      Map<String, String> whole = SampleDumps.old(version, "{}");
      for (String name : whole.keySet()) {
        Map<String, String> files = new LinkedHashMap<>(whole);
        files.remove(name);
        assertThatThrownBy(() -> read(files)).hasMessageContaining(name);
        assertThat(lenient(files).damages).isNotEmpty();
      }
    }
  }

  @Test
  void versionsAreToldByTheMetadata() {
    Map<String, String> files = SampleDumps.v6();
    files.put("metadata.json", "{\"dumpVersion\":\"V7\"}");
    assertThatThrownBy(() -> read(files)).isInstanceOf(UnsupportedVersionException.class);
    files.put("metadata.json", "{\"version\":\"V6\"}");
    assertThatThrownBy(() -> read(files)).isInstanceOf(UnknownFormatException.class);
    files.put("metadata.json", "{");
    assertThatThrownBy(() -> read(files)).isInstanceOf(CorruptDumpException.class);
    files.put("metadata.json", "{\"dumpVersion\":\"V6\",\"dbVersion\":\"1\"}");
    assertThatThrownBy(() -> read(files)).hasMessageContaining("dumpDate");
  }
}
