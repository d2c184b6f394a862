package org.indexport.benchmarks;

import java.util.Random;
import java.util.StringJoiner;

/**
 * What one client adds: documents with a growing number, in that order, whose ids come round again.
 * So the number of the last document tells which one each id must have, if a database, a dump or a
 * snapshot is of one point in time. One thread writes, others may read.
 */
final class DocumentRow {
  /** How many ids a row has. */
  static final int IDS = 500;

  private static final int BATCH = 5;
  private static final int WORDS = 30;
  private static final int VOCABULARY = 3_000;

  private final int client;
  private final Random random;
  private volatile long sent;
  private volatile long acknowledged;

  DocumentRow(int client, long seed) {
    this.client = client;
    this.random = new Random(seed);
  }

  int client() {
    return client;
  }

  /** The number of the last document that was sent, and may be there. */
  long sent() {
    return sent;
  }

  /** The number of the last document that must be there. */
  long acknowledged() {
    return acknowledged;
  }

  /** The next documents, as an array. */
  String next() {
    long from = sent + 1;
    sent = from + BATCH - 1;
    StringJoiner array = new StringJoiner(",", "[", "]");
    for (long number = from; number <= sent; number++) {
      array.add(
          "{\"id\":\"%d-%d\",\"client\":%d,\"number\":%d,\"text\":\"%s\"}"
              .formatted(client, number % IDS, client, number, words(random, WORDS)));
    }
    return array.toString();
  }

  /** What was sent must be there from now on. */
  void acknowledge() {
    acknowledged = sent;
  }

  /** Goes on after the last document that was found. */
  void resume(long last) {
    sent = last;
    acknowledged = last;
  }

  /** Words such as a text has. */
  static String words(Random random, int count) {
    StringJoiner words = new StringJoiner(" ");
    for (int i = 0; i < count; i++) {
      words.add("word" + random.nextInt(VOCABULARY));
    }
    return words.toString();
  }
}
