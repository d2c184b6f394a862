package org.indexport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.indexport.Document;
import org.indexport.DocumentSink;
import org.indexport.DumpHeader;
import org.indexport.DumpWriter;
import org.indexport.Dumps;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.WriteOptions;
import org.indexport.transfer.FieldTransform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command line that the documents show is run as it stands there. */
class DocumentedCommandsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;

  @Test
  void thoseOfTheReadme() throws Exception {
    copy("examples/data/debian-packages-10k.jsonl.gz");
    copy("examples/data/meilisearch-0.29.dump");

    run(commands(ROOT.resolve("README.md")), 12);
  }

  @Test
  void thoseOfFormatMeilisearch() throws Exception {
    copy("examples/data/meilisearch-0.29.dump");

    run(commands(ROOT.resolve("docs/format/meilisearch.md")), 6);
  }

  /** These need servers, so they are only read: {@link DropInCheck} runs such ones. */
  @Test
  void thoseOfElasticsearch() throws Exception {
    Files.writeString(folder.resolve("search.json"), "{\"query\":{\"match_all\":{}}}");
    List<String> commands = commands(ROOT.resolve("docs/elasticsearch.md"));

    assertThat(commands).hasSize(39);
    for (String command : commands) {
      List<String> words = words(command.replaceFirst(" \\| .*", ""));
      String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
      Terminal terminal =
          new Terminal(
              InputStream.nullInputStream(),
              OutputStream.nullOutputStream(),
              OutputStream.nullOutputStream(),
              false);
      Indexport.commandLine(terminal, arguments).parseArgs(arguments);
      List<String> rest = words.subList(2, words.size());
      if (arguments[0].endsWith("elasticdump")) {
        var options =
            arguments[0].equals("elasticdump")
                ? DropInOptions.ofElasticdump()
                : DropInOptions.ofMultielasticdump();
        DropInArguments read = DropInArguments.of(arguments[0], options, rest);
        DropInPlace.of("input", read, name -> null);
        DropInPlace.of("output", read, name -> null);
      }
      for (int i = 0; i < rest.size() - 1; i++) {
        if (rest.get(i).equals("--transform")) {
          FieldTransform.of(List.of(rest.get(i + 1)));
        }
      }
    }
  }

  /** These need a server, so they are only read: {@link KourouCheck} runs such ones. */
  @Test
  void thoseOfKourou() throws Exception {
    List<String> commands =
        commands(ROOT.resolve("docs/kuzzle.md")).stream()
            .filter(command -> command.contains("indexport kourou "))
            .toList();

    assertThat(commands).hasSize(14);
    for (String command : commands) {
      List<String> words = words(command);
      KourouSubcommand.Description called =
          KourouCommand.descriptions().stream()
              .filter(description -> description.name().equals(words.get(2)))
              .findFirst()
              .orElseThrow();
      DropInArguments given =
          DropInArguments.of(
              command, called.options(), called.words(), words.subList(3, words.size()));
      KuzzleAddress.of(given, name -> null);
      String query = given.json("query");
      if (query != null) {
        LooseJson.of("query", query);
      }
    }
  }

  /** The words that a shell makes of a line with single quotes and nothing else. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = Pattern.compile("(?:[^\\s']|'[^']*')+").matcher(line);
    while (matcher.find()) {
      words.add(matcher.group().replace("'", ""));
    }
    return words;
  }

  private void copy(String file) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.copy(ROOT.resolve(file), folder.resolve(file));
  }

  @Test
  void thoseOfFormatJsonl() throws Exception {
    byte[] movies = Samples.MOVIES.getBytes(UTF_8);
    try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("movies.jsonl.gz")))) {
      out.write(movies);
    }
    Path served = folder.resolve("served.jsonl.zst");
    Path plain = Files.write(folder.resolve("served.jsonl"), movies);
    assertThat(Outcome.of("convert", plain, served, "--to", "jsonl").code()).isZero();
    script("curl", "cat served.jsonl.zst");
    writeShop();

    run(commands(ROOT.resolve("docs/format/jsonl.md")), 4);
    assertThat(folder.resolve("shop/items.jsonl")).hasContent("{\"sku\":7}");
  }

  private void writeShop() throws IOException {
    IndexInfo items = IndexInfo.of("items");
    IndexInfo orders = IndexInfo.builder(IndexName.of("orders")).lines(Lines.ENVELOPE).build();
    DumpHeader header = DumpHeader.of(items, orders);
    Path path = folder.resolve("shop.dump");
    try (DumpWriter dump = Dumps.create("v1", path, header, WriteOptions.DEFAULT)) {
      try (DocumentSink sink = dump.documents(items.name())) {
        sink.add(Document.of("{\"sku\":7}"));
      }
      try (DocumentSink sink = dump.documents(orders.name())) {
        sink.add(Document.of("{\"sum\":1.50}").withId("o1", null, null));
      }
      dump.finish();
    }
  }

  /** The lines of shell blocks that call the command. */
  private static List<String> commands(Path document) throws IOException {
    List<String> commands = new ArrayList<>();
    boolean inBlock = false;
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith("```")) {
        inBlock = !inBlock;
      } else if (inBlock && line.matches("(\\./|curl .*\\| )?indexport .*")) {
        commands.add(line);
      }
    }
    return commands;
  }

  private void run(List<String> commands, int expected) throws Exception {
    assertThat(commands).hasSize(expected);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> path = new ArrayList<>();
    for (String property : List.of("jdk.module.path", "java.class.path")) {
      String value = System.getProperty(property);
      if (value != null && !value.isEmpty()) {
        path.add(value);
      }
    }
    String classPath = String.join(File.pathSeparator, path);
    script(
        "indexport",
        "exec '%s' -XX:+UseSerialGC -cp '%s' %s \"$@\""
            .formatted(java, classPath, Indexport.class.getName()));
    Path log = folder.resolve("log");
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-euxo", "pipefail", "-c", String.join("\n", commands))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    shell.environment().merge("PATH", folder.toString(), (old, own) -> own + ":" + old);

    assertThat(shell.start().waitFor()).as(Files.readString(log)).isZero();
  }

  private void script(String name, String text) throws IOException {
    Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }
}
