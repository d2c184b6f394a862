package org.indexport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpSource;
import org.indexport.ReadLimits;
import org.indexport.Section;
import org.indexport.Section.MediaType;
import org.indexport.format.kourou.SecurityFile;
import org.indexport.io.Publication.Existing;
import org.indexport.json.JsonKind;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.Indexer;
import org.indexport.spi.Indexer.SectionMoment;
import org.indexport.spi.Indexer.SectionResult;
import org.jspecify.annotations.Nullable;

/** Exports and imports of roles, profiles and users. */
final class KourouSecurity {
  private static final String INFO = "_kuzzle_info";
  private static final String CONTENT = "content";
  private static final String CREDENTIALS = "credentials";
  private static final String ANONYMOUS = "anonymous";

  /** The original's passwords have as many bytes. */
  private static final int PASSWORD_BYTES = 20;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final KourouWork work;

  private KourouSecurity(KourouWork work) {
    this.work = work;
  }

  /** Exports one of them into its file. */
  static int export(KourouWork work, SecurityFile file) throws IOException {
    return new KourouSecurity(work).write(file);
  }

  /** Imports one of them from its file. */
  static int read(KourouWork work, SecurityFile file) throws IOException {
    Path path = Path.of(work.given().word(0));
    if (Files.isDirectory(path)) {
      throw new UsageException("%s is a folder; name the file in it".formatted(path));
    }
    try (DumpSource source = DumpSource.path(path)) {
      String content = file.read(source, ReadLimits.DEFAULT);
      return load(work, List.of(section(file, content)));
    }
  }

  /** Writes sections to the server. */
  static int load(KourouWork work, List<Section> sections) throws IOException {
    return new KourouSecurity(work).loadAll(sections);
  }

  static Section section(SecurityFile file, String content) {
    return Section.of(
        file.section(), null, MediaType.JSON, file.sensitivity(), content.getBytes(UTF_8));
  }

  /** The content of a section. */
  static String text(Section section) throws IOException {
    try (InputStream content = section.content()) {
      return new String(content.readAllBytes(), UTF_8);
    }
  }

  private int write(SecurityFile file) throws IOException {
    Path usual = Path.of(file.path());
    Path folder = Path.of(work.path(String.valueOf(usual.getParent())));
    Path path = folder.resolve(String.valueOf(usual.getFileName()));
    List<Pattern> excluded = excluded();
    Map<String, String> objects = objects(file, ofServer(file));
    if (file != SecurityFile.USERS_MAPPING) {
      objects = exported(file, objects, excluded);
    }
    Files.createDirectories(folder.toAbsolutePath());
    file.write(path, text(objects), Existing.REPLACE);
    work.say("wrote %s to %s".formatted(counted(file, objects.size()), path));
    return ExitCode.FINE;
  }

  private static String counted(SecurityFile file, int count) {
    String many = file == SecurityFile.USERS_MAPPING ? "mappings" : file.section();
    return Text.count(count, many.substring(0, many.length() - 1), many);
  }

  private String ofServer(SecurityFile file) throws IOException {
    List<String> found = new ArrayList<>();
    try (Input input = work.openServer(Map.of())) {
      KourouWork.withSections(
          input,
          section -> {
            if (section.name().equals(file.section())) {
              found.add(text(section));
            }
          });
      if (found.isEmpty()) {
        throw new DumpException(
            "%s: expected %s, found none: %s"
                .formatted(
                    work.server(), file.section(), String.join("; ", input.reader().notices())));
      }
    }
    return found.get(0);
  }

  private static Map<String, String> objects(SecurityFile file, String content)
      throws DumpException {
    try {
      return parse(content).rawExcept(Set.of());
    } catch (MalformedJsonException e) {
      throw malformed(file, e);
    }
  }

  private static JsonObject parse(String json) throws MalformedJsonException {
    return JsonObject.parse(json.getBytes(UTF_8), ReadLimits.DEFAULT.maxDepth());
  }

  private static CorruptDumpException malformed(SecurityFile file, MalformedJsonException e) {
    return new CorruptDumpException(
        file.section(), e.expected(), e.found(), "correct it, or leave it out");
  }

  private static String text(Map<String, String> objects) {
    return new JsonObject.Builder().putRaw(objects).build();
  }

  /** As the tool has them: without what servers note down about each. */
  private Map<String, String> exported(
      SecurityFile file, Map<String, String> objects, List<Pattern> excluded) throws DumpException {
    Map<String, String> exported = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, String> object : objects.entrySet()) {
        String id = object.getKey();
        if (excluded.stream().noneMatch(pattern -> pattern.matcher(id).find())) {
          exported.put(
              id,
              file == SecurityFile.USERS
                  ? user(id, parse(object.getValue()))
                  : without(parse(object.getValue())));
        }
      }
      return exported;
    } catch (MalformedJsonException e) {
      throw malformed(file, e);
    }
  }

  private static String without(JsonObject object) {
    return new JsonObject.Builder().putRaw(object.rawExcept(Set.of(INFO))).build();
  }

  private List<Pattern> excluded() {
    List<Pattern> patterns = new ArrayList<>();
    for (String text : work.given().texts("exclude")) {
      try {
        patterns.add(Pattern.compile(text));
      } catch (PatternSyntaxException e) {
        throw new UsageException("--exclude: '%s': %s".formatted(text, e.getDescription()));
      }
    }
    return patterns;
  }

  private String user(String id, JsonObject user) throws MalformedJsonException {
    JsonObject content = Objects.requireNonNullElse(user.object(CONTENT), parse("{}"));
    return new JsonObject.Builder()
        .putRaw(CONTENT, without(content))
        .putRaw(CREDENTIALS, credentials(id, user))
        .build();
  }

  private String credentials(String id, JsonObject user) throws MalformedJsonException {
    if (!work.given().isTrue("generate-credentials")) {
      return "{}";
    }
    byte[] password = new byte[PASSWORD_BYTES];
    RANDOM.nextBytes(password);
    String local =
        new JsonObject.Builder()
            .put("username", userName(id, user))
            .put("password", HexFormat.of().formatHex(password))
            .build();
    return new JsonObject.Builder().putRaw("local", local).build();
  }

  private String userName(String id, JsonObject user) throws MalformedJsonException {
    String path = work.given().text("generated-username");
    if (path == null || path.equals("_id")) {
      return id;
    }
    JsonObject content = user.object(CONTENT);
    String found = member(user, path);
    String name = found == null && content != null ? member(content, path) : found;
    if (name == null) {
      throw new UsageException(
          "--generated-username: user %s has no text at '%s'".formatted(id, path));
    }
    return name;
  }

  private static @Nullable String member(JsonObject object, String path)
      throws MalformedJsonException {
    JsonObject at = object;
    String[] steps = path.split("\\.", -1);
    for (int i = 0; i < steps.length - 1; i++) {
      at = at == null || at.kind(steps[i]) != JsonKind.OBJECT ? null : at.object(steps[i]);
    }
    String last = steps[steps.length - 1];
    return at == null || at.kind(last) != JsonKind.STRING ? null : at.string(last);
  }

  private int loadAll(List<Section> sections) throws IOException {
    List<Section> first = new ArrayList<>();
    List<Section> last = new ArrayList<>();
    List<String> told = new ArrayList<>();
    List<String> existing = new ArrayList<>();
    for (Section section : sections) {
      SecurityFile file = Objects.requireNonNull(SecurityFile.ofSection(section.name()));
      Map<String, String> objects = new LinkedHashMap<>(objects(file, text(section)));
      switch (file) {
        case ROLES -> fitRoles(objects, last);
        case USERS -> existing.addAll(removeExisting(objects));
        case PROFILES, USERS_MAPPING -> {
          // All of them are written.
        }
      }
      first.add(section(file, text(objects)));
      boolean isParted = file == SecurityFile.ROLES && !last.isEmpty();
      told.add(counted(file, objects.size() + (isParted ? 1 : 0)));
    }
    put(first);
    if (!last.isEmpty()) {
      put(last);
    }
    // As the original, which makes users and replaces none.
    existing.forEach(id -> work.terminal().say("user %s is there already and stays".formatted(id)));
    work.say("wrote %s to %s".formatted(String.join(", ", told), work.server()));
    return existing.isEmpty() ? ExitCode.FINE : ExitCode.FAILED;
  }

  /** The role of nobody may take away the rights that all the rest needs. */
  private void fitRoles(Map<String, String> roles, List<Section> last) {
    String anonymous = roles.get(ANONYMOUS);
    boolean preserved = work.given().isTrue("preserve-anonymous");
    if (anonymous != null && (preserved || work.isAnonymous())) {
      roles.remove(ANONYMOUS);
      if (!preserved) {
        last.add(section(SecurityFile.ROLES, text(Map.of(ANONYMOUS, anonymous))));
      }
    }
  }

  /** Leaves out users that the server has; their ids. */
  private List<String> removeExisting(Map<String, String> users) throws IOException {
    if (users.isEmpty()) {
      return List.of();
    }
    Set<String> there = objects(SecurityFile.USERS, ofServer(SecurityFile.USERS)).keySet();
    List<String> existing = users.keySet().stream().filter(there::contains).toList();
    existing.forEach(users::remove);
    return existing;
  }

  private void put(List<Section> sections) throws IOException {
    try (Indexer indexer = work.openIndexer(Map.of("built-in", "write", CREDENTIALS, "write"))) {
      indexer.begin(DumpHeader.of());
      for (Section section : sections) {
        if (indexer.putSection(section, SectionMoment.AFTER) != SectionResult.APPLIED) {
          throw new DumpException(
              "%s: the server has no place for %s".formatted(work.server(), section));
        }
      }
      indexer.finish();
    }
  }
}
