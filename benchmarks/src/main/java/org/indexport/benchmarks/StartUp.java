package org.indexport.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Short commands as a user types them in a checkout, against a JVM that only tells its version.
 *
 * <p>Arguments: a folder to work in, rounds.
 */
public final class StartUp {
  private StartUp() {}

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 21;
    try (WorkFolder work = WorkFolder.in(Path.of(arguments[0]))) {
      Path log = work.file("log");
      Path lines = Files.writeString(work.file("small.jsonl"), "{\"id\":1}\n{\"id\":2}\n");
      Path dump = work.file("small.dump");
      Command.indexport(log, List.of(), "convert", lines.toString(), dump.toString(), "--to", "v2")
          .run();
      String home = System.getenv("JAVA_HOME");
      String java = home == null || home.isEmpty() ? "java" : home + "/bin/java";
      Command nothing = Command.other(log, Command.NOWHERE, java, "-version");
      Command version = Command.indexport(log, List.of(), "--version").to(Command.NOWHERE);
      Command inspect =
          Command.indexport(log, List.of(), "inspect", dump.toString()).to(Command.NOWHERE);
      Race race = new Race(rounds);
      Scores scores = new Scores("Start-up");
      scores.time(race.run("--version", version::run, "java -version", nothing::run), 7);
      scores.time(race.run("inspect", inspect::run, "java -version", nothing::run), 10);
      scores.print();
    }
  }
}
