package org.indexport.format.v1;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.layout.Member;
import org.indexport.layout.MemberNames;
import org.indexport.testkit.DocumentContent;
import org.indexport.testkit.DumpContent;
import org.indexport.testkit.SectionContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what the format's description shows. */
class DocumentedFormatTest {
  private static final Path DESCRIPTION = Path.of("..", "docs", "format", "v1.md");
  private static final Pattern SCRIPT = Pattern.compile("(?s)\n```bash\n(.*?)\n```");
  private static final IndexName MOVIES = IndexName.of("movies");
  private static final IndexName RIDES = IndexName.of("nyc", "taxi rides");

  @TempDir Path folder;

  @Test
  void theScriptsWriteCompleteDumps() throws Exception {
    List<String> scripts =
        SCRIPT
            .matcher(Files.readString(DESCRIPTION))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(scripts).hasSize(2);

    run(scripts.get(0));
    Path written = folder.resolve("movies.dump");
    assertThat(Samples.read(written)).isEqualTo(expected("id"));
    assertThat(Samples.readStream(Files.readAllBytes(written)).documents())
        .isEqualTo(expected("id").documents());

    run(scripts.get(1));
    assertThat(folder.resolve("movies.jsonl"))
        .hasContent("{\"id\":1,\"title\":\"Carol\"}\n{\"id\":2,\"title\":\"Léon\"}");
    DumpContent changed = Samples.read(folder.resolve("changed.dump"));
    assertThat(changed.header().indexes())
        .containsExactlyInAnyOrderElementsOf(expected("title").header().indexes());
    assertThat(changed.documents()).isEqualTo(expected("title").documents());
    assertThat(changed.sections()).isEqualTo(expected("title").sections());
  }

  private static DumpContent expected(String primaryKey) {
    IndexInfo movies = IndexInfo.builder(MOVIES).primaryKey(primaryKey).build();
    IndexInfo rides = IndexInfo.builder(RIDES).lines(Lines.ENVELOPE).build();
    return new DumpContent(
        DumpHeader.of(movies, rides),
        Map.of(
            MOVIES,
            List.of(
                DocumentContent.of("{\"id\":1,\"title\":\"Carol\"}"),
                DocumentContent.of("{\"id\":2,\"title\":\"Léon\"}")),
            RIDES,
            List.of(new DocumentContent("a1", "east", null, "{\"fare\":12.50}"))),
        List.of(
            new SectionContent(
                "notes",
                null,
                MediaType.JSON,
                Sensitivity.OPEN,
                "{\"text\":\"made by hand\"}\n",
                Map.of())));
  }

  private void run(String script) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("script.sh"), script);
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder("bash", file.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
  }

  /** No member that the description lists is one that the reader would ignore. */
  @Test
  void theListedMembersHaveTheNamesThatTheReaderKnows() throws IOException {
    Matcher layout =
        Pattern.compile("(?s)## Layout\n\n```\n(.*?)```")
            .matcher(Files.readString(DESCRIPTION, UTF_8));
    assertThat(layout.find()).isTrue();
    for (String line : layout.group(1).lines().toList()) {
      String name = line.split(" ", 2)[0];
      assertThat(MemberNames.roleOf("the description", name))
          .as(name)
          .isNotInstanceOf(Member.Other.class);
    }
  }
}
