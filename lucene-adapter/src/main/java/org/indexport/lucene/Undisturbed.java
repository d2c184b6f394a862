package org.indexport.lucene;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs something to its end on a thread that nobody interrupts. */
final class Undisturbed {
  private Undisturbed() {}

  /** What can be run. */
  @FunctionalInterface
  interface Action {
    Object run() throws IOException;
  }

  /** Waits for the action. An interruption is kept for whoever waits next. */
  static void run(Action action) throws IOException {
    FutureTask<Object> task = new FutureTask<>(action::run);
    new Thread(task, "indexport-commit").start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException unwrapped(ExecutionException e) {
    if (e.getCause() instanceof RuntimeException failure) {
      throw failure;
    }
    if (e.getCause() instanceof Error failure) {
      throw failure;
    }
    return e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
  }
}
