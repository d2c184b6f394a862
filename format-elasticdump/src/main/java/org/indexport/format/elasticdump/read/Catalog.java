package org.indexport.format.elasticdump.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.ReadLimits;
import org.indexport.files.FileLimits;
import org.indexport.format.elasticdump.FormatElasticdump;
import org.indexport.format.elasticdump.files.FileType;
import org.indexport.format.elasticdump.read.DataSet.Content;
import org.indexport.spi.TextBudget;
import org.jspecify.annotations.Nullable;

/** What a dump holds apart from its documents, and where these are. Filled once, then only read. */
final class Catalog {
  private static final Map<FileType, String> INSTANCE_SECTIONS =
      Map.of(
          FileType.TEMPLATE, FormatElasticdump.TEMPLATES,
          FileType.INDEX_TEMPLATE, FormatElasticdump.INDEX_TEMPLATES,
          FileType.COMPONENT_TEMPLATE, FormatElasticdump.COMPONENT_TEMPLATES,
          FileType.SCRIPT, FormatElasticdump.SCRIPTS,
          FileType.POLICY, FormatElasticdump.POLICIES);

  private final ReadLimits limits;
  private final FileLimits fileLimits;
  private final ReadChoices choices;
  private final TextBudget budget = new TextBudget();
  private final EngineGuess engine = new EngineGuess();
  private final Map<IndexName, IndexInfo> indexes = new TreeMap<>();
  private final Map<IndexName, List<SideData>> sideData = new LinkedHashMap<>();
  private final Map<String, SideData> instanceData = new TreeMap<>();
  private final List<DataSet> dataSets = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  Catalog(String where, ReadLimits limits, ReadChoices choices) {
    this.limits = limits;
    this.fileLimits = new FileLimits(where, limits);
    this.choices = choices;
  }

  ReadChoices choices() {
    return choices;
  }

  ReadLimits limits() {
    return limits;
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

  List<DataSet> dataSets() {
    return dataSets;
  }

  List<SideData> instanceData() {
    return List.copyOf(instanceData.values());
  }

  List<SideData> sideData(IndexName index) {
    return sideData.getOrDefault(index, List.of());
  }

  DumpHeader header() {
    return DumpHeader.of(List.copyOf(indexes.values())).withEngine(engine.engine(), null);
  }

  /** Whether a file is one of the instance, not of an index. */
  static boolean isOfInstance(FileType type) {
    return INSTANCE_SECTIONS.containsKey(type);
  }

  /** Adds a file of the instance, of which there may be many that say the same. */
  void addInstance(FileType type, MetaFile file) throws DumpException {
    if (type == FileType.POLICY) {
      engine.note(
          file.json().names().contains("policies")
              ? EngineGuess.OPENSEARCH
              : EngineGuess.ELASTICSEARCH);
    }
    if (file.isEmpty()) {
      return;
    }
    String name = String.valueOf(INSTANCE_SECTIONS.get(type));
    SideData known = instanceData.putIfAbsent(name, new SideData(name, null, file.text()));
    if (known != null && !known.json().equals(file.text())) {
      notice("%s: it differs from another file of this type, which counts".formatted(file.where()));
    }
  }

  /**
   * Adds an index with what lies beside its documents.
   *
   * @param key the name under which it stands there, or null
   * @param type the mapping type of its first hit, a JSON string, or null
   */
  void addIndex(
      IndexName name, IndexMeta meta, @Nullable String key, Content content, @Nullable String type)
      throws DumpException {
    if (indexes.containsKey(name)) {
      return;
    }
    fileLimits.checkIndexes(indexes.size() + 1);
    boolean hits = content == Content.HITS;
    indexes.put(
        name,
        IndexInfo.builder(name)
            .lines(hits ? Lines.ENVELOPE : Lines.SOURCE)
            .primaryKey(hits ? null : choices.primaryKey())
            .settings(meta.settings(name, key, notices))
            .extensions(HitType.extensions(type))
            .build());
    List<SideData> own = meta.sideData(name, key);
    if (!own.isEmpty()) {
      sideData.put(name, own);
    }
  }

  void addDocuments(DataSet set) {
    dataSets.add(set);
  }

  /** Lets the meta files tell the engine. */
  void tellEngine(IndexMeta meta) throws DumpException {
    meta.tell(engine);
  }

  /** A file as a source. */
  static DumpSource source(Path file) {
    return DumpSource.path(file);
  }
}
