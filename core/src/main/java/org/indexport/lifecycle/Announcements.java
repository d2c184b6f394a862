package org.indexport.lifecycle;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells a listener what happens, in order and by one thread at a time, whichever thread it happens
 * in. Thread-safe.
 */
final class Announcements<T> {
  private final Consumer<? super T> listener;
  private final Queue<T> untold = new ArrayDeque<>();
  private boolean telling;

  Announcements(Consumer<? super T> listener) {
    this.listener = listener;
  }

  /** Takes what is to be told, also with locks held: the listener is not called. */
  synchronized void add(T event) {
    untold.add(event);
  }

  /** Tells what was added, unless another thread, or a call around this one, is at it. */
  void deliver() {
    T event;
    while ((event = next()) != null) {
      try {
        listener.accept(event);
      } catch (Throwable e) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      } finally {
        told();
      }
    }
  }

  private synchronized @Nullable T next() {
    if (telling || untold.isEmpty()) {
      return null;
    }
    telling = true;
    return untold.remove();
  }

  private synchronized void told() {
    telling = false;
  }
}
