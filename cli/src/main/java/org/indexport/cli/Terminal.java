package org.indexport.cli;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The process's standard streams, and what is known of who looks at them. Text is UTF-8. */
final class Terminal {
  private static final int DEFAULT_COLUMNS = 80;
  private static final int BUFFER_BYTES = 64 << 10;

  private final InputStream in;
  private final OutputStream out;
  private final PrintStream err;
  private final boolean interactive;
  private volatile boolean inputUsed;
  private final Interruption interruption = new Interruption();

  /**
   * Takes streams as they are.
   *
   * @param interactive whether a person looks at standard error as it is written
   */
  Terminal(InputStream in, OutputStream out, OutputStream err, boolean interactive) {
    // Plain file streams try to seek, which a pipe cannot.
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
    this.out = new StandardOutput(out);
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.interactive = interactive;
  }

  /** The streams of this process. */
  static Terminal ofProcess() {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        isTerminal());
  }

  /** Linux tells of each stream; elsewhere Java, up to release 21, tells whether the others are. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
      return Runtime.version().feature() < 22 && System.console() != null;
    }
  }

  /** Standard input. */
  InputStream in() {
    inputUsed = true;
    return in;
  }

  /** Whether a command may be waiting for its input. */
  boolean isInputUsed() {
    return inputUsed;
  }

  /** Standard output, buffered; for documents and other data. */
  OutputStream out() {
    return out;
  }

  /** Standard error. */
  PrintStream err() {
    return err;
  }

  boolean isInteractive() {
    return interactive;
  }

  Interruption interruption() {
    return interruption;
  }

  /** How many characters a line has. */
  int columns() {
    String columns = System.getenv("COLUMNS");
    try {
      return columns == null ? DEFAULT_COLUMNS : Math.max(40, Integer.parseInt(columns));
    } catch (NumberFormatException e) {
      return DEFAULT_COLUMNS;
    }
  }

  /** Writes text to standard output. */
  void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a line to standard output. */
  void println(String line) throws IOException {
    print(line + "\n");
  }

  /** Tells the user something on standard error. */
  void say(String sentence) {
    err.println("indexport: " + sentence);
  }
}
