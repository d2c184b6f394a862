package org.indexport.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** The loop that an experienced user of Lucene writes for the same fields, batches and threads. */
final class HandWrittenImport {
  private static final JsonFactory JSON = new JsonFactory();

  private final int threads;
  private final int batchDocuments;

  HandWrittenImport(int threads, int batchDocuments) {
    this.threads = threads;
    this.batchDocuments = batchDocuments;
  }

  void run(Path lines, Path folder) throws Exception {
    IndexWriterConfig config = new IndexWriterConfig(analyzer()).setRAMBufferSizeMB(64);
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    Semaphore inFlight = new Semaphore(2 * threads);
    List<Future<?>> sent = new ArrayList<>();
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config);
        BufferedReader in = Files.newBufferedReader(lines)) {
      List<String> batch = new ArrayList<>(batchDocuments);
      for (String line; (line = in.readLine()) != null; ) {
        batch.add(line);
        if (batch.size() == batchDocuments) {
          sent.add(send(workers, inFlight, writer, batch));
          batch = new ArrayList<>(batchDocuments);
        }
      }
      sent.add(send(workers, inFlight, writer, batch));
      for (Future<?> one : sent) {
        one.get();
      }
      writer.commit();
    } finally {
      workers.shutdown();
    }
  }

  private static Future<?> send(
      ExecutorService workers, Semaphore inFlight, IndexWriter writer, List<String> batch)
      throws InterruptedException {
    inFlight.acquire();
    return workers.submit(
        () -> {
          try {
            for (String line : batch) {
              add(writer, line.getBytes(UTF_8));
            }
          } finally {
            inFlight.release();
          }
          return null;
        });
  }

  private static void add(IndexWriter writer, byte[] json) throws IOException {
    Document document = new Document();
    String id = null;
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      String name = "";
      for (JsonToken token; (token = parser.nextToken()) != JsonToken.END_OBJECT; ) {
        switch (token) {
          case FIELD_NAME -> name = parser.currentName();
          case VALUE_STRING -> {
            String value = parser.getText();
            id = id == null && name.equals("id") ? value : id;
            document.add(new TextField(name, value, Store.NO));
            document.add(new KeywordField(name + "#keyword", value, Store.NO));
          }
          case VALUE_NUMBER_INT ->
              document.add(new DoubleField(name + "#number", parser.getDoubleValue(), Store.NO));
          case START_ARRAY, END_ARRAY -> {}
          default -> throw new IOException("the corpus has no " + token);
        }
      }
    }
    document.add(new StringField("_id", id, Store.YES));
    document.add(new StoredField("_source", json));
    writer.updateDocument(new Term("_id", id), document);
  }

  private static Analyzer analyzer() {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        Tokenizer words = new StandardTokenizer();
        return new TokenStreamComponents(words, new LowerCaseFilter(words));
      }
    };
  }
}
