package org.indexport.examples.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.indexport.examples.server.Client.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {
  @TempDir Path folder;

  private TestServer server;
  private Client client;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(folder, "--max-payload-bytes=1000");
    client = server.client();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void movies(String body) throws IOException {
    client.put("/indexes/movies", "{\"primaryKey\":\"id\"}");
    assertThat(client.post("/indexes/movies/documents", body).status()).isEqualTo(200);
  }

  @Test
  void isHealthy() throws IOException {
    assertThat(client.get("/health")).isEqualTo(new Response(200, "{\"status\":\"available\"}"));
  }

  @Test
  void makesIndexes() throws IOException {
    Response made = client.put("/indexes/movies", "{\"primaryKey\":\"key\"}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body()).contains("\"uid\":\"movies\"", "\"primaryKey\":\"key\"");
    assertThat(client.put("/indexes/movies", "{\"primaryKey\":\"key\"}").status()).isEqualTo(200);
    assertThat(client.put("/indexes/movies", "").status()).isEqualTo(200);
    assertThat(client.put("/indexes/movies", "{\"primaryKey\":\"id\"}").status()).isEqualTo(409);
    assertThat(client.put("/indexes/books", "").body()).contains("\"primaryKey\":\"id\"");
    assertThat(client.get("/indexes/books").body()).contains("\"documents\":0");
  }

  @Test
  void anyNameCanBeEscaped() throws IOException {
    assertThat(client.put("/indexes/Gr%C3%B6%C3%9Fe%20.a+b", "").status()).isEqualTo(201);
    assertThat(client.get("/indexes/Gr%C3%B6%C3%9Fe%20.a+b").body()).contains("Größe .a+b");
  }

  @Test
  void keepsDocumentsByteForByte() throws IOException {
    String document = "{\"id\":1,\"x\":[1.0, 1e5 ,12345678901234567890],\"u\":\"\\u00fc/\\/ü\"}";
    movies("[" + document + " , {\"id\":\"a b\"}]");

    assertThat(client.get("/indexes/movies/documents/1").body()).isEqualTo(document);
    assertThat(client.get("/indexes/movies/documents/a%20b").body()).isEqualTo("{\"id\":\"a b\"}");
    assertThat(client.get("/indexes/movies/search?q=").body())
        .isEqualTo("{\"hits\":[" + document + ",{\"id\":\"a b\"}],\"total\":2}");
  }

  @Test
  void takesLines() throws IOException {
    client.put("/indexes/movies", "");
    Response response =
        client.post("/indexes/movies/documents", "{\"id\":1}\n{\"id\":2}\r\n\n{\"id\":1,\"b\":2}");
    assertThat(response).isEqualTo(new Response(200, "{\"accepted\":3}"));
    assertThat(client.get("/indexes/movies/documents/1").body()).isEqualTo("{\"id\":1,\"b\":2}");
    assertThat(client.get("/indexes/movies").body()).contains("\"documents\":2");
  }

  @Test
  void nothingIsNothing() throws IOException {
    client.put("/indexes/movies", "");
    assertThat(client.post("/indexes/movies/documents", "[]"))
        .isEqualTo(new Response(200, "{\"accepted\":0}"));
    for (String body : new String[] {"", " \n"}) {
      Response refused = client.post("/indexes/movies/documents", body);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.body()).contains("\"code\":\"missing_payload\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[{\"id\":1}",
        "[{\"id\":1}]x",
        "[{\"id\":1},2]",
        "1",
        "{\"id\":1}{\"id\":2",
        "{\"id\":1,}",
        "[{\"id\":1},{\"name\":\"x\"}]",
        "{\"id\":{}}",
        "{\"id\":\"\"}"
      })
  void whatIsWrongLeavesNothing(String body) throws IOException {
    client.put("/indexes/movies", "");
    Response response = client.post("/indexes/movies/documents", body);
    assertThat(response.status()).as(response.body()).isEqualTo(400);
    assertThat(response.body()).contains("\"code\":", "\"message\":");
    assertThat(client.get("/indexes/movies").body()).contains("\"documents\":0");
  }

  @Test
  void whatLuceneDoesNotTakeIsNamed() throws IOException {
    try (TestServer large = TestServer.start(folder.resolve("large"))) {
      large.client().put("/indexes/movies", "");
      String longId = "x".repeat(40_000);
      Response response =
          large
              .client()
              .post("/indexes/movies/documents", "{\"id\":1}{\"id\":\"" + longId + "\"}{\"id\":2}");
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).contains("\"accepted\":2", "\"rejected\":[");
    }
  }

  @Test
  void bodiesAreBounded() throws IOException {
    client.put("/indexes/movies", "");
    String body = "{\"id\":\"" + "x".repeat(1_000) + "\"}";
    assertThat(client.post("/indexes/movies/documents", body).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource({
    "alien,2",
    "ALIEN covenant,1",
    "ali*,3",
    "ali,0",
    "alien 1979,1",
    "alien brazil,0",
    "*,4",
    "'',4"
  })
  void findsWords(String query, int total) throws IOException {
    movies(
        "[{\"id\":1,\"title\":\"Alien\",\"year\":\"1979\"},"
            + "{\"id\":2,\"title\":\"Alien: Covenant\"},"
            + "{\"id\":3,\"title\":\"Alice\"},{\"id\":4,\"title\":\"Brazil\"}]");
    String path = "/indexes/movies/search?limit=1&q=" + query.replace(" ", "+");
    assertThat(client.get(path).body()).endsWith("],\"total\":" + total + "}");
  }

  @Test
  void limitsHits() throws IOException {
    movies("{\"id\":1}{\"id\":2}{\"id\":3}");
    assertThat(client.get("/indexes/movies/search?limit=2").body())
        .isEqualTo("{\"hits\":[{\"id\":1},{\"id\":2}],\"total\":3}");
    assertThat(client.get("/indexes/movies/search?limit=0").body())
        .isEqualTo("{\"hits\":[],\"total\":3}");
    for (String many : new String[] {"10000", "1000000", "9999999999", "9".repeat(40)}) {
      assertThat(client.get("/indexes/movies/search?limit=" + many).body())
          .isEqualTo("{\"hits\":[{\"id\":1},{\"id\":2},{\"id\":3}],\"total\":3}");
    }
    for (String wrong : new String[] {"x", "-1", "", "1.5", "%2B1"}) {
      assertThat(client.get("/indexes/movies/search?limit=" + wrong).status()).isEqualTo(400);
    }
  }

  @Test
  void allDocumentsCanBeFoundAtOnce() throws IOException {
    try (TestServer large = TestServer.start(folder.resolve("large"))) {
      large.client().put("/indexes/movies", "");
      StringBuilder documents = new StringBuilder();
      for (int i = 0; i < 20_000; i++) {
        documents.append("{\"id\":").append(i).append("}");
      }
      large.client().post("/indexes/movies/documents", documents.toString());
      Response found = large.client().get("/indexes/movies/search?limit=50000");
      assertThat(found.body()).endsWith("],\"total\":20000}").contains("{\"id\":19999}");
      assertThat(found.body().split("\"id\":", -1)).hasSize(20_001);
    }
  }

  private static String fields(int id, int from, int to) {
    StringBuilder document = new StringBuilder("{\"id\":" + id);
    for (int i = from; i < to; i++) {
      document.append(",\"field").append(i).append("\":\"word").append(i).append("\"");
    }
    return document.append("}").toString();
  }

  @Test
  void findsWordsInManyFields() throws IOException {
    try (TestServer large = TestServer.start(folder.resolve("large"))) {
      Client many = large.client();
      many.put("/indexes/movies", "");
      // More fields than any one request may have brought.
      for (int i = 0; i < 3; i++) {
        many.post("/indexes/movies/documents", fields(i, i * 600, (i + 1) * 600));
      }
      String path = "/indexes/movies/search?q=";
      assertThat(many.get(path + "word1700").body()).contains("\"total\":1}", "{\"id\":2,");
      assertThat(many.get(path + "word1+word2+word3+word4+word5*").body()).endsWith("\"total\":1}");
      for (String words : new String[] {"w+".repeat(30), "w-".repeat(30), "w-w+".repeat(10_000)}) {
        Response refused = many.get(path + words);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("\"code\":\"too_many_words\"");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/dumps,POST",
    "DELETE,/indexes/movies,'GET, PUT'",
    "POST,/indexes/movies/search,GET",
    "PUT,/snapshots,'GET, POST'",
    "GET,/indexes/none/documents,POST"
  })
  void otherMethodsAreToldWhichThereAre(String method, String path, String allowed)
      throws IOException {
    HttpResponse<String> refused = client.exchange(method, path, "");
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).hasValue(allowed);
    assertThat(refused.body()).contains("\"code\":\"method_not_allowed\"");
  }

  @Test
  void answersToHeadHaveNoBody() throws IOException {
    HttpResponse<String> refused = client.exchange("HEAD", "/health", "");
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).hasValue("GET");
    assertThat(refused.body()).isEmpty();
    // What would be left of a body would be taken for the next answer.
    assertThat(client.get("/health").status()).isEqualTo(200);
    assertThat(client.exchange("HEAD", "/nothing", "").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/nothing",
        "/indexes%2F*",
        "/indexes/movies%2Fsearch",
        "/indexes/movies/",
        "/health/",
        "/indexes/none",
        "/indexes/none/search",
        "/indexes/none/documents/1",
        "/indexes/movies/documents/none",
        "/dumps/none/status",
        "/dumps/20200101-000000000/status"
      })
  void whatIsNotThereIsNotFound(String path) throws IOException {
    movies("[]");
    assertThat(client.get(path).status()).isEqualTo(404);
  }

  @Test
  void badRequestsAreNamed() throws IOException {
    assertThat(client.put("/indexes/movies", "{\"primaryKey\":1}").status()).isEqualTo(400);
    assertThat(client.put("/indexes/movies", "{\"primaryKey\":\"\"}").status()).isEqualTo(400);
    assertThat(client.put("/indexes/movies", "x").status()).isEqualTo(400);
    assertThat(client.put("/indexes/" + "x".repeat(300), "").status()).isEqualTo(400);
    assertThat(client.put("/indexes/", "").status()).isEqualTo(400);
    assertThat(client.put("/indexes/a%2Fb", "").status()).isEqualTo(400);
  }

  @Test
  void whatWasAcknowledgedOutlivesTheServer() throws IOException {
    movies("{\"id\":1}");
    server.close();
    server = TestServer.start(folder);
    client = server.client();
    assertThat(client.get("/indexes/movies/documents/1").status()).isEqualTo(200);
    assertThat(client.post("/indexes/movies/documents", "{\"id\":2}").status()).isEqualTo(200);
  }
}
