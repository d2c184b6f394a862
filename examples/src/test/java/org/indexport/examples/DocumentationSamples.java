package org.indexport.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The samples of Java in the documents of a project: what {@code README.md} and the Markdown files
 * under {@code docs} have in fences marked {@code java}.
 */
final class DocumentationSamples {
  private static final Pattern OPENING = Pattern.compile("\\s*(```|~~~)java\\b.*");
  private static final Pattern CLOSING = Pattern.compile("\\s*(```|~~~)\\s*");
  private static final Pattern BLANK = Pattern.compile("\\s+");

  private final Path root;

  DocumentationSamples(Path root) {
    this.root = root;
  }

  /** One sample. */
  private record Sample(Path document, int line, String code) {
    @Override
    public String toString() {
      return document + " line " + line;
    }
  }

  /**
   * Where samples start that no source of the examples contains. Blanks and line breaks make no
   * difference, everything else does.
   */
  List<String> unknown() throws IOException {
    List<String> sources = new ArrayList<>();
    for (String folder : List.of("examples/src", "examples/search-server/src")) {
      for (Path source : files(root.resolve(folder), ".java")) {
        sources.add(withoutBlanks(Files.readString(source)));
      }
    }
    List<String> unknown = new ArrayList<>();
    for (Sample sample : samples()) {
      String code = withoutBlanks(sample.code);
      if (code.isEmpty() || sources.stream().noneMatch(source -> source.contains(code))) {
        unknown.add(sample.toString());
      }
    }
    return unknown;
  }

  private List<Sample> samples() throws IOException {
    List<Path> documents = new ArrayList<>(files(root.resolve("docs"), ".md"));
    Path readme = root.resolve("README.md");
    if (Files.exists(readme)) {
      documents.add(0, readme);
    }
    List<Sample> samples = new ArrayList<>();
    for (Path document : documents) {
      addSamples(document, samples);
    }
    return samples;
  }

  private void addSamples(Path document, List<Sample> samples) throws IOException {
    List<String> lines = Files.readAllLines(document);
    for (int i = 0; i < lines.size(); i++) {
      if (OPENING.matcher(lines.get(i)).matches()) {
        int start = i + 1;
        // A fence that is never closed reaches to the end, as Markdown has it.
        do {
          i++;
        } while (i < lines.size() && !CLOSING.matcher(lines.get(i)).matches());
        samples.add(
            new Sample(
                root.relativize(document), start, String.join("\n", lines.subList(start, i))));
      }
    }
  }

  private static List<Path> files(Path folder, String suffix) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static String withoutBlanks(String text) {
    return BLANK.matcher(text).replaceAll("");
  }
}
