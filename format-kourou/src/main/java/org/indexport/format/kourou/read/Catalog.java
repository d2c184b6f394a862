package org.indexport.format.kourou.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.Lines;
import org.indexport.ReadLimits;
import org.indexport.Section;
import org.indexport.Section.MediaType;
import org.indexport.Settings;
import org.indexport.files.FileLimits;
import org.indexport.format.kourou.FormatKourou;
import org.indexport.format.kourou.SecurityFile;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.MetadataText;
import org.indexport.spi.TextBudget;
import org.jspecify.annotations.Nullable;

/** What files hold, as far as it is known before documents are read. */
final class Catalog {
  private static final String ENGINE = "kuzzle";

  /** What is known of a collection. */
  private static final class Found {
    private @Nullable String settings;
    private Map<String, String> extensions = Map.of();
    private boolean documents;
  }

  private final String where;
  private final ReadLimits limits;
  private final FileLimits fileLimits;
  private final ReadChoices choices;
  private final TextBudget budget = new TextBudget();
  private final Map<IndexName, Found> collections = new TreeMap<>();
  private final Set<String> namespaces = new TreeSet<>();
  private final Map<SecurityFile, String> security = new EnumMap<>(SecurityFile.class);
  private final List<DocumentFile> files = new ArrayList<>();
  private final List<String> notices = Collections.synchronizedList(new ArrayList<>());
  private final List<String> doubts = new ArrayList<>();
  private final Set<IndexName> late = ConcurrentHashMap.newKeySet();

  // Names as files tell them, which options may change.
  private final Set<String> toldIndexes = new HashSet<>();
  private final Set<IndexName> told = new HashSet<>();

  Catalog(String where, ReadLimits limits, ReadChoices choices) {
    this.where = where;
    this.limits = limits;
    this.fileLimits = new FileLimits(where, limits);
    this.choices = choices;
  }

  ReadLimits limits() {
    return limits;
  }

  ReadChoices choices() {
    return choices;
  }

  FileLimits fileLimits() {
    return fileLimits;
  }

  TextBudget budget() {
    return budget;
  }

  void notice(String sentence) {
    notices.add(sentence);
  }

  List<String> notices() {
    return notices;
  }

  /** Notes a file with a header and no documents, of which more is told unless it is proven. */
  void headerAlone(String file) {
    doubts.add(
        "%s: it has a header and no documents: an empty collection, or what a failed export left"
            .formatted(file));
  }

  /** What is to be told where nothing proves the dump whole. */
  List<String> doubts() {
    return doubts;
  }

  List<DocumentFile> files() {
    return files;
  }

  /** Whether nothing of the tool was found. */
  boolean isEmpty() {
    return collections.isEmpty() && security.isEmpty() && namespaces.isEmpty();
  }

  /** The sections of the instance, in the order in which the tool imports them. */
  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    security.forEach(
        (file, json) ->
            sections.add(
                Section.of(
                    file.section(),
                    null,
                    MediaType.JSON,
                    file.sensitivity(),
                    json.getBytes(UTF_8))));
    return sections;
  }

  DumpHeader header() {
    List<IndexInfo> indexes = new ArrayList<>();
    Set<String> spaces = new TreeSet<>(namespaces);
    collections.forEach(
        (name, found) -> {
          indexes.add(info(name, found));
          spaces.add(String.valueOf(name.namespace()));
        });
    return DumpHeader.of()
        .withEngine(ENGINE, null)
        .withNamespaces(List.copyOf(spaces))
        .withIndexes(indexes);
  }

  private static IndexInfo info(IndexName name, Found found) {
    String settings = found.settings;
    return IndexInfo.builder(name)
        .lines(Lines.ENVELOPE)
        .settings(settings == null ? null : Settings.of(FormatKourou.DIALECT, null, settings))
        .extensions(found.extensions)
        .build();
  }

  /** An index of which only a header within a file tells. */
  IndexInfo late(IndexName name, Map<String, String> extensions) {
    late.add(name);
    return IndexInfo.builder(name).lines(Lines.ENVELOPE).extensions(extensions).build();
  }

  /** Whether a collection was found while documents were read. */
  boolean isLate(IndexName name) {
    return late.contains(name);
  }

  /** An index of Kuzzle without collections. */
  void addNamespace(String index) {
    namespaces.add(index);
  }

  /** Adds what creates a collection. */
  void addSettings(String file, IndexName name, String json) throws LimitExceededException {
    Found found = found(name);
    if (found.settings == null) {
      found.settings = json;
    } else if (!found.settings.equals(json)) {
      notice("%s: it differs from another file about %s, which counts".formatted(file, name));
    }
  }

  /**
   * Adds a file of documents.
   *
   * @param file the file
   * @param extensions what its header holds beside the names
   */
  void addDocuments(DocumentFile file, Map<String, String> extensions)
      throws LimitExceededException {
    Found found = found(file.collection());
    found.documents = true;
    if (!extensions.isEmpty()) {
      found.extensions = extensions;
    }
    files.add(new DocumentFile(file.source(), file.form(), renamed(file.collection())));
  }

  private Found found(IndexName toldName) throws LimitExceededException {
    told.add(toldName);
    toldIndexes.add(String.valueOf(toldName.namespace()));
    if (choices.index() != null && toldIndexes.size() > 1) {
      throw new IllegalArgumentException(
          "option %s names one index, and %s holds several".formatted(FormatKourou.INDEX, where));
    }
    if (choices.collection() != null && told.size() > 1) {
      throw new IllegalArgumentException(
          "option %s names one collection, and %s holds several"
              .formatted(FormatKourou.COLLECTION, where));
    }
    IndexName name = renamed(toldName);
    Found found = collections.get(name);
    if (found == null) {
      fileLimits.checkIndexes(collections.size() + 1);
      found = new Found();
      collections.put(name, found);
    }
    return found;
  }

  /** The name that options give a collection. */
  IndexName renamed(IndexName name) {
    String index = choices.index() == null ? name.namespace() : choices.index();
    String collection = choices.collection() == null ? name.name() : choices.collection();
    return new IndexName(index, collection);
  }

  /** Adds a file of roles, profiles or users; what several hold is put together. */
  void addSecurity(String file, SecurityFile type, String content) throws DumpException {
    String known = security.get(type);
    security.put(type, known == null ? content : joined(file, type, known, content));
  }

  private String joined(String file, SecurityFile type, String known, String more)
      throws DumpException {
    try {
      Map<String, String> members = new LinkedHashMap<>(members(known));
      for (Map.Entry<String, String> member : members(more).entrySet()) {
        String other = members.putIfAbsent(member.getKey(), member.getValue());
        if (other != null && !other.equals(member.getValue())) {
          notice(
              "%s: '%s' of %s differs from that of another file, which counts"
                  .formatted(file, member.getKey(), type.section()));
        }
      }
      return new JsonObject.Builder().putRaw(members).build();
    } catch (MalformedJsonException e) {
      throw MetadataText.described(file, e);
    }
  }

  private Map<String, String> members(String object) throws MalformedJsonException {
    return JsonObject.parse(object.getBytes(UTF_8), limits.maxDepth()).rawExcept(Set.of());
  }

  /** Tells of collections that have a description and no documents. */
  void finish() {
    collections.forEach(
        (name, found) -> {
          if (!found.documents) {
            notice("%s: there is no file of documents, only mappings".formatted(name));
          }
        });
  }

  /** Tells of collections that have documents and no description, where there could be one. */
  void tellMissingMappings() {
    collections.forEach(
        (name, found) -> {
          if (found.documents && found.settings == null) {
            notice("%s: there is no file of mappings, only documents".formatted(name));
          }
        });
  }

  /** That a file does not start as one of documents. */
  static CorruptDumpException headless(String file, String found) {
    return new CorruptDumpException(
        file + ": line 1",
        CollectionHeader.EXPECTED,
        found,
        "put the header back, or take another copy");
  }
}
