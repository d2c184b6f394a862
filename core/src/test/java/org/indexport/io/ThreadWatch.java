package org.indexport.io;

import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.stream.Collectors;

/** Finds threads that were started after this was made and still live. */
final class ThreadWatch {
  private final String prefix;
  private final Set<Thread> before;

  ThreadWatch(String prefix) {
    this.prefix = prefix;
    this.before = named();
  }

  Set<Thread> started() {
    Set<Thread> threads = named();
    threads.removeAll(before);
    return threads;
  }

  /** For threads that end by themselves. */
  void awaitNone() {
    await().until(() -> started().isEmpty());
  }

  private Set<Thread> named() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().startsWith(prefix))
        .collect(Collectors.toSet());
  }
}
