package org.indexport.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;

/** Documents for search servers, always the same ones, in the forms in which clients send them. */
interface SearchCorpus {
  /** A document and its id. */
  record Entry(String id, String json) {}

  /** The document at a position. */
  Entry entry(long position);

  /** The body that makes an index of them. */
  String indexBody();

  /** Packages of some 1.5 KB, of which each holds three more. */
  static SearchCorpus packages(Corpus corpus) {
    return new SearchCorpus() {
      @Override
      public Entry entry(long position) {
        StringBuilder json = new StringBuilder(text(position * 4));
        json.setLength(json.length() - 1);
        json.append(",\"related\":[");
        for (int i = 1; i < 4; i++) {
          json.append(i == 1 ? "" : ",").append(text(position * 4 + i));
        }
        return new Entry("package-" + position, json.append("]}").toString());
      }

      private String text(long position) {
        return new String(corpus.document(position), UTF_8);
      }

      @Override
      public String indexBody() {
        String one =
            """
            "id":{"type":"keyword"},"name":{"type":"keyword"},"version":{"type":"keyword"},\
            "section":{"type":"keyword"},"priority":{"type":"keyword"},"source":{"type":"keyword"},\
            "homepage":{"type":"keyword"},"architecture":{"type":"keyword"},\
            "description":{"type":"text"},"depends":{"type":"text"},"tags":{"type":"keyword"},\
            "size":{"type":"long"},"installedSize":{"type":"long"}\
            """;
        return """
            {"settings":{"number_of_shards":1,"number_of_replicas":0},"mappings":{"properties":{%s,\
            "related":{"properties":{%s}}}}}"""
            .formatted(one, one);
      }
    };
  }

  /** Small documents as servers log them, some 300 bytes each. */
  static SearchCorpus logs() {
    return new SearchCorpus() {
      private final String[] words =
          ("river stone bright copper lantern garden window quiet summer paper market silver"
                  + " engine forest Größe Straße naïve příliš ďábelské данные поиск 検索 辞書 🙂")
              .split(" ", -1);

      @Override
      public Entry entry(long position) {
        Random random = new Random(position);
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < 15; i++) {
          message.append(i == 0 ? "" : " ").append(words[random.nextInt(words.length)]);
        }
        String json =
            """
            {"@timestamp":"%s","level":"%s","host":"web-%d","message":"%s","status":%d,"bytes":%d}"""
                .formatted(
                    Instant.ofEpochSecond(1_735_689_600L + position),
                    random.nextBoolean() ? "INFO" : "WARN",
                    random.nextInt(20),
                    message,
                    200 + random.nextInt(4) * 100,
                    random.nextInt(100_000));
        return new Entry("log-" + position, json);
      }

      @Override
      public String indexBody() {
        return """
            {"settings":{"number_of_shards":1,"number_of_replicas":0},"mappings":{"properties":{\
            "@timestamp":{"type":"date"},"level":{"type":"keyword"},"host":{"type":"keyword"},\
            "message":{"type":"text"},"status":{"type":"short"},"bytes":{"type":"long"}}}}""";
      }
    };
  }

  /** Writes the body of one large bulk request: an action and a document by turns. */
  default void writeBulk(Path file, long count) throws IOException {
    write(file, count, "{\"index\":{\"_id\":\"%s\"}}\n", "\n");
  }

  /** Writes documents as elasticdump does. */
  default void writeHits(Path file, String index, long count) throws IOException {
    write(
        file,
        count,
        "{\"_index\":\"" + index + "\",\"_id\":\"%s\",\"_score\":1,\"_source\":",
        "}\n");
  }

  private void write(Path file, long count, String before, String after) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (long i = 0; i < count; i++) {
        Entry entry = entry(i);
        out.write(before.formatted(entry.id()).getBytes(UTF_8));
        out.write(entry.json().getBytes(UTF_8));
        out.write(after.getBytes(UTF_8));
      }
    }
  }
}
