package org.indexport.format.elasticdump.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.indexport.CorruptDumpException;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.ReadLimits;
import org.indexport.UnknownFormatException;
import org.indexport.format.elasticdump.files.DumpFileName;
import org.indexport.format.elasticdump.files.FileType;
import org.indexport.format.elasticdump.read.DataSet.Content;
import org.indexport.format.elasticdump.read.DataStart.Kind;
import org.indexport.format.elasticdump.read.ReadChoices.Names;
import org.indexport.spi.PlainText;
import org.jspecify.annotations.Nullable;

/** Finds out what the files of a folder hold. */
final class FolderCatalog {
  /** The files of one name, most of which belong to one index. */
  private static final class Group {
    private final IndexMeta meta = new IndexMeta();
    private final TreeMap<Integer, Path> parts = new TreeMap<>();
    private @Nullable Path whole;
    private boolean hasMeta;
    private DataStart start = DataStart.of(new byte[0]);

    boolean hasDocuments() {
      return whole != null || !parts.isEmpty();
    }
  }

  private final Path folder;
  private final Catalog catalog;
  private final Map<String, Group> groups = new TreeMap<>();
  private final Set<String> fileNames = new HashSet<>();

  private FolderCatalog(Path folder, Catalog catalog) {
    this.folder = folder;
    this.catalog = catalog;
  }

  static Catalog of(Path folder, ReadLimits limits, ReadChoices choices) throws IOException {
    if (choices.index() != null) {
      throw new IllegalArgumentException(
          "option index names the index of one file; those of a folder are named by its files");
    }
    Catalog catalog = new Catalog(folder.toString(), limits, choices);
    FolderCatalog filling = new FolderCatalog(folder, catalog);
    List<Path> files = catalog.fileLimits().list(folder);
    for (Path file : files) {
      filling.fileNames.add(String.valueOf(file.getFileName()));
    }
    for (Path file : files) {
      filling.add(file);
    }
    filling.finish(files.isEmpty());
    return catalog;
  }

  private void add(Path file) throws IOException {
    DumpFileName name = DumpFileName.of(String.valueOf(file.getFileName()));
    if (name == null || !Files.isRegularFile(file)) {
      catalog.notice(
          "%s: it is not read, as no file of the tool is called so; the tool's own loader stops at"
                  .formatted(file)
              + " it");
      return;
    }
    DumpSource source = Catalog.source(file);
    byte[] text = PlainText.start(source);
    if (PlainText.isMarked(text)) {
      catalog.notice(file + ": it starts with a byte order mark, which is left out");
    }
    DataStart start = DataStart.of(text);
    if (name.type() != FileType.DATA && isDocuments(name, start)) {
      addDocuments(name.asData(), file, start);
    } else if (name.type() != FileType.DATA) {
      addMeta(name, MetaFile.read(source, catalog.limits(), catalog.budget()));
    } else if (start.kind() == Kind.META && start.sure()) {
      MetaFile meta = MetaFile.read(source, catalog.limits(), catalog.budget());
      FileType type = meta.type();
      addMeta(new DumpFileName(name.index(), type == null ? name.type() : type, -1), meta);
    } else {
      addDocuments(name, file, start);
    }
  }

  /** Whether a file that is called like a meta file holds documents of an index called so. */
  private boolean isDocuments(DumpFileName name, DataStart start) {
    if (start.kind() == Kind.HITS) {
      return start.sure() || start.index() != null;
    }
    if (start.kind() != Kind.NOTHING) {
      return false;
    }
    String index = name.asData().index();
    for (FileType type : FileType.ofFolders()) {
      for (DumpFileName.Packing packing : DumpFileName.Packing.values()) {
        if (type != FileType.DATA && fileNames.contains(DumpFileName.of(index, type, packing))) {
          return true;
        }
      }
    }
    return false;
  }

  private Group group(String index) {
    return groups.computeIfAbsent(index, any -> new Group());
  }

  private void addMeta(DumpFileName name, MetaFile file) throws IOException {
    if (Catalog.isOfInstance(name.type())) {
      catalog.addInstance(name.type(), file);
    } else {
      group(name.index()).meta.add(name.type(), file);
    }
    if (FileType.ofFolders().contains(name.type())) {
      group(name.index()).hasMeta = true;
    }
  }

  private void addDocuments(DumpFileName name, Path file, DataStart start) throws IOException {
    Group group = group(name.index());
    boolean first = !group.hasDocuments();
    Path other = name.part() < 0 ? group.whole : group.parts.get(name.part());
    if (other == null && name.part() < 0 && !group.parts.isEmpty()) {
      other = group.parts.firstEntry().getValue();
    }
    if (other == null && name.part() >= 0) {
      other = group.whole;
    }
    if (other != null) {
      throw new CorruptDumpException(
          file.toString(),
          "the documents of index " + name.index() + " once",
          other + " too",
          "move one of them away");
    }
    if (name.part() < 0) {
      group.whole = file;
    } else {
      group.parts.put(name.part(), file);
    }
    if (first || group.start.kind() == Kind.NOTHING || name.part() == 0) {
      group.start = start;
    }
  }

  private void finish(boolean isEmpty) throws IOException {
    boolean any = false;
    for (Group group : groups.values()) {
      any |= group.hasMeta || group.start.kind() == Kind.HITS;
    }
    for (Map.Entry<String, Group> entry : groups.entrySet()) {
      Group group = entry.getValue();
      if (any && !group.hasMeta && group.start.kind() == Kind.DOCUMENTS) {
        catalog.notice(
            "%s: it is not read, as it holds no hits and nothing lies beside it that belongs to it"
                .formatted(group.whole == null ? entry.getKey() : group.whole));
      } else {
        add(entry.getKey(), group);
      }
    }
    if (groups.isEmpty() && catalog.instanceData().isEmpty() && !isEmpty) {
      throw new UnknownFormatException(
          folder.toString(),
          "files of elasticdump, which end in .json or .json.gz",
          "none",
          "name the format of the folder");
    }
  }

  private void add(String name, Group group) throws IOException {
    if (!group.hasDocuments() && group.meta.allKeys().isEmpty()) {
      // Templates of the cluster, and nothing else.
      return;
    }
    checkParts(name, group);
    catalog.tellEngine(group.meta);
    Content content = group.start.kind() == Kind.DOCUMENTS ? Content.DOCUMENTS : Content.HITS;
    boolean byDocuments = isByDocuments(name, group) && content == Content.HITS;
    IndexName fixed = byDocuments ? null : IndexName.of(name);
    if (fixed != null) {
      catalog.addIndex(fixed, group.meta, group.meta.keyOf(name), content, group.start.type());
    } else {
      addAll(group, content);
    }
    if (group.hasDocuments()) {
      Path whole = group.whole;
      List<Path> paths = whole == null ? List.copyOf(group.parts.values()) : List.of(whole);
      List<DumpSource> files = paths.stream().map(Catalog::source).toList();
      catalog.addDocuments(new DataSet(files, content, fixed, name));
      noteOtherName(name, group, byDocuments);
    } else {
      catalog.notice(
          "index %s: there is no file of documents, as of an index that was closed"
              .formatted(name));
    }
  }

  private void addAll(Group group, Content content) throws IOException {
    // Most likely all of them have the type of the first hit.
    String type = group.start.type();
    for (String key : group.meta.allKeys()) {
      catalog.addIndex(IndexName.of(key), group.meta, key, content, type);
    }
    String index = group.start.index();
    if (index != null) {
      catalog.addIndex(IndexName.of(index), new IndexMeta(), null, content, type);
    }
  }

  private void noteOtherName(String name, Group group, boolean byDocuments) {
    String said = group.start.index();
    if (!byDocuments && said != null && !said.equals(name)) {
      catalog.notice(
          "index %s: it is called after its file, while its documents name index %s; option"
                  .formatted(name, said)
              + " index-names tells which counts");
    }
  }

  private boolean isByDocuments(String name, Group group) {
    Names names = catalog.choices().names();
    return names == Names.DOCUMENTS || (names == Names.AUTO && group.meta.standsForOthers(name));
  }

  private void checkParts(String name, Group group) throws CorruptDumpException {
    int expected = 0;
    for (int part : group.parts.keySet()) {
      if (part != expected) {
        throw new CorruptDumpException(
            folder + ": index " + name,
            "its parts split-0, split-1 and so on without a gap",
            "split-%d and no split-%d".formatted(part, expected),
            "bring the missing part back");
      }
      expected++;
    }
  }
}
