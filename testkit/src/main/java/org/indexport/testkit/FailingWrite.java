package org.indexport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.indexport.DumpSource;
import org.indexport.testkit.FaultyFileSystem.Operation;
import org.jspecify.annotations.Nullable;

/** Writes a dump on a disk that fails once. */
record FailingWrite(Dumping dumps, DumpContent content, Scratch scratch) {
  void intoNothing(Operation operation, long call) throws IOException {
    IOException failure = write(operation, call, target());
    if (failure == null) {
      dumps.check(content, dumps.read(DumpSource.path(target()), content.header()));
    } else if (operation == Operation.DELETE) {
      // Then a temporary file may stay, but never the dump.
      assertThat(scratch.names()).doesNotContain(dumps.test().outputName());
    } else {
      assertThat(scratch.names()).as("after %s %s: %s", operation, call, failure).isEmpty();
    }
  }

  void overOther(Operation operation, long call) throws IOException {
    DumpContent other = dumps.one(Samples.documents(3));
    dumps.write(other, target());
    IOException failure = write(operation, call, target());
    DumpContent expected = failure == null ? content : other;
    dumps.check(expected, dumps.read(DumpSource.path(target()), expected.header()));
    assertThat(scratch.names())
        .as("after %s %s: %s", operation, call, failure)
        .containsExactly(dumps.test().outputName());
  }

  private Path target() {
    return scratch.path(dumps.test().outputName());
  }

  private @Nullable IOException write(Operation operation, long call, Path target) {
    scratch.files().failAt(operation, call);
    try {
      FormatUnderTest test = dumps.test();
      dumps.write(content, test.sink(target).replacing(), test.writeOptions());
      return null;
    } catch (IOException e) {
      return e;
    } finally {
      scratch.files().heal();
      assertThat(scratch.files().openFiles()).as("after %s %s", operation, call).isEmpty();
    }
  }
}
