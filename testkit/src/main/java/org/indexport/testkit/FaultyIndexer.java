package org.indexport.testkit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.indexport.Document;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Section;
import org.indexport.spi.BatchResult;
import org.indexport.spi.BatchResult.Delivered;
import org.indexport.spi.BatchResult.Outcome;
import org.indexport.spi.DocumentBatch;
import org.indexport.spi.Indexer;
import org.indexport.spi.NamespaceSupport;
import org.jspecify.annotations.Nullable;

/**
 * An indexer in front of another one, that gives the answers of engines on bad days.
 *
 * <pre>{@code
 * Indexer indexer = new FaultyIndexer(new InMemoryIndexer(engine))
 *     .answerAt(3, new BatchResult.NotSent("busy"))
 *     .tooLargeAbove(100)
 *     .reject("42", "no such field")
 *     .failAt(7);
 * }</pre>
 *
 * <p>Calls of {@link #addDocuments} are counted from 1, each attempt as one. Plan first, then use;
 * thread-safe in use.
 */
public final class FaultyIndexer implements Indexer {
  private final Indexer indexer;
  private final Map<Integer, BatchResult> answers = new HashMap<>();
  private final Map<Integer, BatchResult> lostAnswers = new HashMap<>();
  private final Map<Predicate<String>, String> rejected = new LinkedHashMap<>();
  private final Map<String, Integer> later = new HashMap<>();
  private int failing;
  private int failingSync;
  private int most = Integer.MAX_VALUE;
  private Duration slowness = Duration.ZERO;

  // Guarded by this.
  private int batches;
  private int syncs;

  /** An indexer in front of another one, which it closes, that does nothing wrong yet. */
  public FaultyIndexer(Indexer indexer) {
    this.indexer = indexer;
  }

  /** Lets a call fail with an {@link InjectedFault}; the documents do not arrive. */
  public FaultyIndexer failAt(int call) {
    failing = call;
    return this;
  }

  /** Lets a call of {@link #sync} fail with an {@link InjectedFault}. */
  public FaultyIndexer failAtSync(int call) {
    failingSync = call;
    return this;
  }

  /** Gives an answer to a call; the documents do not arrive. */
  public FaultyIndexer answerAt(int call, BatchResult answer) {
    answers.put(call, answer);
    return this;
  }

  /** Says that a call's batch was not sent, but the documents have arrived: the answer was lost. */
  public FaultyIndexer loseAnswerAt(int call) {
    lostAnswers.put(call, new BatchResult.NotSent("injected: the answer was lost"));
    return this;
  }

  /** Refuses batches of more documents than this as too large. */
  public FaultyIndexer tooLargeAbove(int documents) {
    most = documents;
    return this;
  }

  /** Rejects the document of this id, for good. */
  public FaultyIndexer reject(String id, String reason) {
    return rejectWhere(id::equals, reason);
  }

  /** Rejects the documents whose ids are such, for good. */
  public FaultyIndexer rejectWhere(Predicate<String> ids, String reason) {
    rejected.put(ids, reason);
    return this;
  }

  /** Wants the document of this id later, this many times. */
  public FaultyIndexer retryLater(String id, int times) {
    later.put(id, times);
    return this;
  }

  /** Lets each batch take at least so long. */
  public FaultyIndexer slowedBy(Duration pause) {
    slowness = pause;
    return this;
  }

  /** How often {@link #addDocuments} was called. */
  public synchronized int batches() {
    return batches;
  }

  @Override
  public BatchResult addDocuments(DocumentBatch batch) throws IOException {
    pause();
    int call;
    Map<Integer, Outcome> refused;
    synchronized (this) {
      call = ++batches;
      if (call == failing) {
        throw new InjectedFault(null, "addDocuments " + call);
      }
      BatchResult answer = answers.get(call);
      if (answer != null) {
        return answer;
      }
      if (batch.size() > most) {
        return new BatchResult.TooLarge("injected: more than " + most + " documents");
      }
      refused = refused(batch);
    }
    BatchResult answer =
        refused.isEmpty() ? indexer.addDocuments(batch) : addOthers(batch, refused);
    return lostAnswers.getOrDefault(call, answer);
  }

  private void pause() throws InterruptedIOException {
    try {
      Thread.sleep(slowness.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a batch was slow");
    }
  }

  private Map<Integer, Outcome> refused(DocumentBatch batch) {
    Map<Integer, Outcome> refused = new HashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      String id = batch.ids().get(i);
      String reason = rejection(id);
      int times = later.getOrDefault(id, 0);
      if (reason != null) {
        refused.put(i, Outcome.rejected(reason));
      } else if (times > 0) {
        later.put(id, times - 1);
        refused.put(i, Outcome.retryLater("injected: " + times + " more times"));
      }
    }
    return refused;
  }

  private @Nullable String rejection(String id) {
    return rejected.entrySet().stream()
        .filter(each -> each.getKey().test(id))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private BatchResult addOthers(DocumentBatch batch, Map<Integer, Outcome> refused)
      throws IOException {
    List<Integer> positions = new ArrayList<>();
    List<Document> documents = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (!refused.containsKey(i)) {
        positions.add(i);
        documents.add(batch.documents().get(i));
        ids.add(batch.ids().get(i));
        bytes += batch.documents().get(i).length();
      }
    }
    if (documents.isEmpty()) {
      return new Delivered(refused);
    }
    BatchResult answer =
        indexer.addDocuments(new DocumentBatch(batch.index(), documents, ids, bytes));
    if (answer instanceof Delivered delivered) {
      Map<Integer, Outcome> all = new HashMap<>(refused);
      delivered.exceptions().forEach((i, outcome) -> all.put(positions.get(i), outcome));
      return new Delivered(all);
    }
    return answer;
  }

  @Override
  public void sync() throws IOException {
    synchronized (this) {
      if (++syncs == failingSync) {
        throw new InjectedFault(null, "sync " + syncs);
      }
    }
    indexer.sync();
  }

  @Override
  public int concurrency() {
    return indexer.concurrency();
  }

  @Override
  public @Nullable Duration patience() {
    return indexer.patience();
  }

  @Override
  public NamespaceSupport namespaces() {
    return indexer.namespaces();
  }

  @Override
  public @Nullable String dialect() {
    return indexer.dialect();
  }

  @Override
  public boolean isHomeOf(IndexInfo index) {
    return indexer.isHomeOf(index);
  }

  @Override
  public boolean isHomeOf(Section section) {
    return indexer.isHomeOf(section);
  }

  @Override
  public List<String> notices() {
    return indexer.notices();
  }

  @Override
  public void begin(DumpHeader header) throws IOException {
    indexer.begin(header);
  }

  @Override
  public Set<IndexName> existing() throws IOException {
    return indexer.existing();
  }

  @Override
  public void createIndex(IndexInfo index, IfExists ifExists) throws IOException {
    indexer.createIndex(index, ifExists);
  }

  @Override
  public OptionalLong documentCount(IndexName index) throws IOException {
    return indexer.documentCount(index);
  }

  @Override
  public void finishIndex(IndexName index) throws IOException {
    indexer.finishIndex(index);
  }

  @Override
  public SectionResult putSection(Section section, SectionMoment moment) throws IOException {
    return indexer.putSection(section, moment);
  }

  @Override
  public void finish() throws IOException {
    indexer.finish();
  }

  @Override
  public void close() throws IOException {
    indexer.close();
  }
}
