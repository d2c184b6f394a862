package org.indexport.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What fuzzing starts with: the golden files of the formats, recipes that make such files, and the
 * inputs in {@code fuzz/corpus}, which were findings once. Made anew each time.
 */
public final class Seeds {
  /** Larger ones would slow the fuzzer down, and hold nothing that smaller ones do not. */
  private static final int MOST_BYTES = 40 << 10;

  private static final String DUMP = ".dump";

  private final Path root;

  /**
   * Takes the project's folder.
   *
   * @param root where {@code docs} and {@code fuzz} are
   */
  private Seeds(Path root) {
    this.root = root;
  }

  /**
   * Writes the seeds of a target into a folder.
   *
   * @param arguments the project's folder, the target, the folder to write to
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[2]));
    Map<String, byte[]> seeds = of(Path.of(arguments[0]), Target.of(arguments[1]));
    for (Map.Entry<String, byte[]> seed : seeds.entrySet()) {
      Files.write(folder.resolve(seed.getKey()), seed.getValue());
    }
  }

  /** The seeds of a target by name. */
  static Map<String, byte[]> of(Path root, Target target) throws IOException {
    Seeds all = new Seeds(root);
    Map<String, byte[]> seeds =
        new TreeMap<>(all.files(root.resolve("fuzz/corpus/" + target.id())));
    all.addMade(target, seeds);
    seeds.values().removeIf(seed -> seed.length > MOST_BYTES);
    return seeds;
  }

  private void addMade(Target target, Map<String, byte[]> seeds) throws IOException {
    switch (target) {
      case V1 -> {
        seeds.putAll(goldens("v1"));
        tars().forEach((name, tar) -> seeds.put("tar-" + name, tar));
      }
      case V1_BUILT ->
          tars()
              .forEach(
                  (name, tar) -> seeds.put(name, SeedRecipes.ofTar(tar, SeedRecipes.Kind.TAR)));
      case SEEKABLE -> {
        for (String recipe : SeedRecipes.SEEKABLE) {
          byte[] bytes = recipe.getBytes(ISO_8859_1);
          seeds.put("made-" + seeds.size(), SeekableRecipe.make(bytes));
        }
        seeds.putAll(containers());
      }
      case SEEKABLE_BUILT -> {
        for (String recipe : SeedRecipes.SEEKABLE) {
          seeds.put("made-" + seeds.size(), recipe.getBytes(ISO_8859_1));
        }
      }
      case CONTAINER, V2 -> seeds.putAll(containers());
      case CONTAINER_BUILT, V2_BUILT -> seeds.putAll(containerRecipes());
      case ELASTICDUMP, KOUROU -> {
        // Text without checksums: what lies in the corpus is enough.
      }
    }
  }

  private Map<String, byte[]> goldens(String format) throws IOException {
    Map<String, byte[]> goldens = files(root.resolve("docs/format/golden/" + format));
    goldens.keySet().removeIf(name -> !name.endsWith(DUMP));
    return goldens;
  }

  private Map<String, byte[]> tars() throws IOException {
    Map<String, byte[]> tars = new TreeMap<>();
    for (Map.Entry<String, byte[]> golden : goldens("v1").entrySet()) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(golden.getValue()))) {
        tars.put(golden.getKey(), in.readNBytes(MOST_BYTES + 1));
      } catch (IOException e) {
        // One that is damaged on purpose.
      }
    }
    return tars;
  }

  private Map<String, byte[]> containers() throws IOException {
    Map<String, byte[]> containers = goldens("v2");
    ContainerRecipe making = new ContainerRecipe();
    containerRecipes()
        .forEach((name, recipe) -> containers.put("made-" + name, making.build(recipe)));
    return containers;
  }

  private Map<String, byte[]> containerRecipes() throws IOException {
    Map<String, byte[]> recipes = new TreeMap<>();
    for (Map.Entry<String, byte[]> golden : goldens("v2").entrySet()) {
      recipes.put("v2-" + golden.getKey(), SeedRecipes.ofContainer(golden.getValue()));
    }
    tars()
        .forEach(
            (name, tar) ->
                recipes.put("v1-" + name, SeedRecipes.ofTar(tar, SeedRecipes.Kind.CONTAINER)));
    recipes.put("tricks", SeedRecipes.TRICKS.getBytes(UTF_8));
    return recipes;
  }

  private Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> found = Files.list(folder)) {
        List<Path> regular = found.filter(Files::isRegularFile).toList();
        for (Path file : regular) {
          files.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        }
      }
    }
    return files;
  }
}
