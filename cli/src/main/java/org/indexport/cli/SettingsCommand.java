package org.indexport.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.indexport.DumpException;
import org.indexport.IndexInfo;
import org.indexport.ReadOptions.Damage;
import org.indexport.Settings;
import org.indexport.schema.Field;
import org.indexport.schema.FieldRole;
import org.indexport.schema.Schema;
import org.indexport.schema.SchemaDialects;
import org.indexport.schema.Translation;
import org.indexport.spi.SchemaDialect;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the settings of an index. */
@Command(
    name = "settings",
    customSynopsis = "indexport settings INPUT INDEX [OPTIONS]",
    sortOptions = false,
    description = "Write the settings of one index, verbatim, or as a neutral schema.",
    footer = {"", "Example: indexport settings today.dump movies > movies-settings.json"})
final class SettingsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "INPUT",
      description = "A dump, told by content; '-' for standard input; or an engine.")
  String input = "";

  @Parameters(
      index = "1",
      paramLabel = "INDEX",
      description = "The name of the index, or namespace/name.")
  String index = "";

  @Option(
      names = "--schema",
      description = "The neutral schema instead: what other engines' settings are made from.")
  boolean schema;

  @Option(names = "--show-secrets", description = "Show secrets instead of ***.")
  boolean showSecrets;

  @Mixin final InputOptions reading = new InputOptions();
  @Mixin final NamedOptions named = new NamedOptions();
  @Mixin final CommonOptions common = new CommonOptions();

  SettingsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try (Input opened = reading.open(input, named, 1, terminal, Damage.SKIP)) {
      named.checkAllUsed();
      opened.tellNotices(terminal, common);
      IndexInfo info = opened.index(index, opened.indexesFor(index));
      Settings settings = info.settings();
      if (settings == null) {
        throw new DumpException(
            "%s: index %s has no settings".formatted(opened.name(), info.name()));
      }
      if (schema) {
        writeSchema(info, settings);
      } else {
        terminal.println((showSecrets ? settings.json() : SecretMask.of(settings)).strip());
      }
      return ExitCode.FINE;
    }
  }

  private void writeSchema(IndexInfo info, Settings settings) throws IOException {
    SchemaDialect dialect = SchemaDialects.load().byId(settings.dialect());
    if (dialect == null) {
      throw new DumpException(
          "index %s: its settings are of the dialect %s, which is not known here; without --schema"
                  .formatted(info.name(), settings.dialect())
              + " they are written as they are");
    }
    Translation<Schema> translation = dialect.read(settings);
    try (JsonOutput json = new JsonOutput(terminal.out())) {
      write(json, translation.value(), info);
      json.putTexts("losses", translation.losses());
    }
    if (!common.quiet) {
      translation.losses().forEach(loss -> terminal.say("not in the schema: " + loss));
    }
  }

  private static void write(JsonOutput json, Schema schema, IndexInfo info) throws IOException {
    String primaryKey = info.primaryKey() == null ? schema.primaryKey() : info.primaryKey();
    json.put("primaryKey", primaryKey)
        .putObjects("fields", schema.fields(), SettingsCommand::write)
        .putObject("otherFields", schema.otherFields(), SettingsCommand::write)
        .putTexts("stopWords", schema.stopWords())
        .putObject(
            "synonyms",
            schema.synonyms(),
            (object, synonyms) -> {
              for (var word : synonyms.entrySet()) {
                object.putTexts(word.getKey(), word.getValue());
              }
            });
  }

  private static void write(JsonOutput json, Field field) throws IOException {
    List<String> roles = new ArrayList<>();
    for (FieldRole role : FieldRole.values()) {
      if (field.has(role)) {
        roles.add(word(role));
      }
    }
    json.put("path", field.path()).put("type", word(field.type())).putTexts("roles", roles);
    if (field.dimensions() != null) {
      json.put("dimensions", (long) field.dimensions());
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT);
  }
}
