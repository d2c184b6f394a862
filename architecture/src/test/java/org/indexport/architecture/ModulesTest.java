package org.indexport.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every published jar is a module, and says the same of itself on the class path. */
class ModulesTest {
  private static final String SERVICES = "META-INF/services/";

  /** What users may see; a package that is not here is the module's own. */
  private static final Map<String, Set<String>> EXPORTED =
      Map.ofEntries(
          Map.entry(
              "org.indexport",
              Set.of(
                  "org.indexport",
                  "org.indexport.io",
                  "org.indexport.json",
                  "org.indexport.layout",
                  "org.indexport.lifecycle",
                  "org.indexport.schema",
                  "org.indexport.spi",
                  "org.indexport.tar",
                  "org.indexport.transfer")),
          Map.entry("org.indexport.cli", Set.of()),
          Map.entry("org.indexport.dialects", Set.of("org.indexport.dialects")),
          Map.entry("org.indexport.elastic", Set.of("org.indexport.elastic")),
          Map.entry("org.indexport.format.elasticdump", Set.of("org.indexport.format.elasticdump")),
          Map.entry("org.indexport.format.kourou", Set.of("org.indexport.format.kourou")),
          Map.entry("org.indexport.format.jsonl", Set.of("org.indexport.format.jsonl")),
          Map.entry("org.indexport.format.meilisearch", Set.of("org.indexport.format.meilisearch")),
          Map.entry("org.indexport.format.v1", Set.of("org.indexport.format.v1")),
          Map.entry("org.indexport.format.v2", Set.of("org.indexport.format.v2")),
          Map.entry("org.indexport.kuzzle", Set.of("org.indexport.kuzzle")),
          Map.entry("org.indexport.lucene", Set.of("org.indexport.lucene")),
          Map.entry("org.indexport.snapshot", Set.of("org.indexport.snapshot")),
          Map.entry("org.indexport.testkit", Set.of("org.indexport.testkit")),
          Map.entry("org.indexport.zstd.seekable", Set.of("org.indexport.zstd.seekable")));

  static List<ModuleReference> modules() {
    Path[] classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.contains("indexport") || entry.endsWith("classes"))
            .map(Path::of)
            .filter(entry -> !entry.endsWith("test-classes"))
            .toArray(Path[]::new);
    return ModuleFinder.of(classPath).findAll().stream()
        .filter(module -> module.descriptor().name().startsWith("org.indexport"))
        .toList();
  }

  @Test
  void everyPublishedJarIsAModule() {
    Stream<ModuleDescriptor> found = modules().stream().map(ModuleReference::descriptor);
    assertThat(found)
        .noneMatch(ModuleDescriptor::isAutomatic)
        .extracting(ModuleDescriptor::name)
        .containsExactlyInAnyOrderElementsOf(EXPORTED.keySet());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void internalsAreNotExported(ModuleReference module) {
    Set<String> exported =
        module.descriptor().exports().stream()
            .filter(exports -> !exports.isQualified())
            .map(Exports::source)
            .collect(toSet());
    assertThat(exported).isEqualTo(EXPORTED.get(module.descriptor().name()));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void descriptorAndServiceFilesAgree(ModuleReference module) throws IOException {
    try (ModuleReader reader = module.open()) {
      Set<String> files =
          reader
              .list()
              .filter(name -> name.startsWith(SERVICES) && !name.endsWith("/"))
              .map(name -> name.substring(SERVICES.length()))
              .collect(toSet());
      Set<Provides> provides = module.descriptor().provides();
      assertThat(files).isEqualTo(provides.stream().map(Provides::service).collect(toSet()));
      for (Provides service : provides) {
        assertThat(providers(reader, service.service()))
            .containsExactlyInAnyOrderElementsOf(service.providers());
      }
    }
  }

  private static List<String> providers(ModuleReader reader, String service) throws IOException {
    try (InputStream in = reader.open(SERVICES + service).orElseThrow()) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }
}
