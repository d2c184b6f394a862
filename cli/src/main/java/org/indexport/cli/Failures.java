package org.indexport.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.ExistingTargetException;
import org.indexport.TruncatedDumpException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Turns what a command throws into an exit code and a line or two on standard error. */
final class Failures
    implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    Throwable cause = unwrap(failure);
    if (isClosedOutput(cause)) {
      return command.getCommand() instanceof WritesDump ? ExitCode.FAILED : ExitCode.FINE;
    }
    int code = exitCode(cause);
    terminal.say(message(cause));
    if (cause instanceof UsageException) {
      terminal.say("try '%s --help'".formatted(command.getCommandSpec().qualifiedName()));
    }
    CommandLine.ParseResult own = command.getParseResult();
    boolean mayAllow = command.getCommandSpec().findOption(IncompleteOptions.NAME) != null;
    boolean incomplete = code == ExitCode.INCOMPLETE || code == ExitCode.DAMAGED;
    if (mayAllow && incomplete && !own.hasMatchedOption(IncompleteOptions.NAME)) {
      terminal.say(IncompleteOptions.NAME + " uses what is whole of it");
    }
    if (own.originalArgs().contains("--debug")) {
      terminal.err().print(trace(failure));
    }
    return code;
  }

  @Override
  public int handleParseException(CommandLine.ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    terminal.say(oneLine(String.valueOf(failure.getMessage())));
    terminal.say("try '%s --help'".formatted(command.getCommandSpec().qualifiedName()));
    return ExitCode.USAGE;
  }

  /** The exit code of a failure of the whole command. */
  static int exitCode(Throwable failure) {
    if (failure instanceof InterruptedIOException) {
      return ExitCode.INTERRUPTED;
    }
    if (failure instanceof CorruptDumpException) {
      return ExitCode.DAMAGED;
    }
    if (failure instanceof TruncatedDumpException) {
      return ExitCode.INCOMPLETE;
    }
    if (failure instanceof UsageException
        || failure instanceof IllegalArgumentException
        || failure instanceof ExistingTargetException) {
      return ExitCode.USAGE;
    }
    return ExitCode.FAILED;
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof UncheckedIOException && cause != null ? cause : failure;
  }

  private static boolean isClosedOutput(Throwable failure) {
    Set<Throwable> seen = new HashSet<>();
    for (Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
      if (t instanceof ClosedOutputException) {
        return true;
      }
    }
    return false;
  }

  /** What a failure is, in one line. */
  static String message(Throwable failure) {
    String message = failure.getMessage();
    if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
      return oneLine(message + ": no such file or folder; check the path");
    }
    if (failure instanceof AccessDeniedException) {
      return oneLine(message + ": access denied; check the permissions");
    }
    if (failure instanceof FileSystemException system) {
      String reason = system.getReason() == null ? system.getClass().getSimpleName() : null;
      return oneLine(system.getFile() + ": " + (reason == null ? system.getReason() : reason));
    }
    if (failure instanceof IOException
        || failure instanceof UsageException
        || failure instanceof IllegalArgumentException) {
      return oneLine(message == null ? named(failure) : message);
    }
    if (failure instanceof OutOfMemoryError) {
      return "out of memory; give the JVM more with -Xmx, or use fewer workers";
    }
    return oneLine("unexpected failure: " + named(failure) + "; --debug shows where");
  }

  /** A message that a dump's problem has, for reports. */
  static @Nullable String message(@Nullable DumpException problem) {
    return problem == null ? null : message((Throwable) problem);
  }

  private static String named(Throwable failure) {
    String name = failure.getClass().getSimpleName();
    return failure.getMessage() == null ? name : name + ": " + failure.getMessage();
  }

  /** Control characters, line breaks above all, would make a message look like several. */
  static String oneLine(String text) {
    return Text.printable(text.strip().replaceAll("\\s*[\\r\\n]+\\s*", "; "));
  }

  /** Where it happened. */
  static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
