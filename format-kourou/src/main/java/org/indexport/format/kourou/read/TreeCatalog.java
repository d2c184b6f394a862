package org.indexport.format.kourou.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.UnknownFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Fills a catalog from a folder and all below it; what files hold tells, not what they are called.
 */
final class TreeCatalog {
  /** The tool makes two. */
  private static final int DEEPEST = 32;

  private final Path root;
  private final Catalog catalog;
  private final ReadOptions.Damage damage;
  private final List<Path> empty = new ArrayList<>();
  private boolean files;

  private TreeCatalog(Path root, Catalog catalog, ReadOptions.Damage damage) {
    this.root = root;
    this.catalog = catalog;
    this.damage = damage;
  }

  static Catalog of(Path root, ReadOptions options, ReadChoices choices) throws IOException {
    Catalog catalog = new Catalog(root.toString(), options.limits(), choices);
    TreeCatalog filling = new TreeCatalog(root, catalog, options.damage());
    filling.addFolder(root, 0);
    filling.finish();
    return catalog;
  }

  private void addFolder(Path folder, int depth) throws IOException {
    List<Path> children = catalog.fileLimits().list(folder);
    if (children.isEmpty() && depth > 0) {
      empty.add(folder);
    }
    Folder within = new Folder(folder);
    for (Path child : children) {
      // A link to a folder may lead round in circles.
      if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        if (depth == DEEPEST) {
          catalog.notice(child + ": it is not read, as it lies too deep");
        } else {
          addFolder(child, depth + 1);
        }
      } else if (Files.isRegularFile(child)) {
        files = true;
        within.add(FileSource.of(DumpSource.path(child), catalog));
      } else {
        catalog.notice(child + ": it is not read, as it is neither file nor folder");
      }
    }
    within.finish();
  }

  /** The files of one folder, most of which are about one collection. */
  private final class Folder {
    private final Path path;
    private final List<FileSource> bare = new ArrayList<>();
    private final List<String> mappings = new ArrayList<>();
    private @Nullable IndexName collection;

    Folder(Path path) {
      this.path = path;
    }

    void add(FileSource file) throws IOException {
      FileStart start = file.start();
      switch (start.kind()) {
        case LINES, PAIRS -> addDocuments(file);
        case MAPPINGS -> file.addMappings(file.object());
        case SECURITY -> file.addSecurity(Objects.requireNonNull(start.security()));
        case NOTHING, OTHER -> addStrange(file);
        case OBJECT -> {
          if (file.isNamedDocuments()) {
            addStrange(file);
          } else {
            addUntyped(file);
          }
        }
        case ERRORS -> file.skip();
      }
    }

    private void addUntyped(FileSource file) throws IOException {
      String mapping = file.addUntyped();
      if (mapping != null) {
        bare.add(file);
        mappings.add(mapping);
      }
    }

    private void addDocuments(FileSource file) throws IOException {
      CollectionHeader header = Objects.requireNonNull(file.start().header());
      IndexName named = name(file.name(), header.index(), header.collection());
      warn(file.name(), named);
      collection = named;
      file.addDocuments(
          file.start().kind() == FileStart.Kind.PAIRS
              ? DocumentFile.Form.PAIRS
              : DocumentFile.Form.LINES,
          named);
    }

    /** What is called like documents must be some; anything else is passed over. */
    private void addStrange(FileSource file) throws IOException {
      if (!file.isNamedDocuments()) {
        file.skip();
        return;
      }
      if (damage == ReadOptions.Damage.REFUSE) {
        throw Catalog.headless(file.name(), file.shown());
      }
      file.addDocuments(DocumentFile.Form.HEADLESS_LINES, name(file.name(), null, null));
    }

    /** The name of a collection; where nobody tells it, it is that of the folders. */
    private IndexName name(String file, @Nullable String index, @Nullable String named)
        throws DumpException {
      String space = index == null ? catalog.choices().index() : index;
      String own = named == null ? catalog.choices().collection() : named;
      Path folder = path.toAbsolutePath().normalize();
      Path parent = folder.getParent();
      String folderName = fileName(folder);
      String parentName = parent == null ? "" : fileName(parent);
      String foundSpace = space == null ? parentName : space;
      String foundOwn = own == null ? folderName : own;
      if (foundSpace.isEmpty() || foundOwn.isEmpty()) {
        throw Catalog.headless(file, "no names, neither there nor in the names of folders");
      }
      return MappingsFile.name(file, foundSpace, foundOwn);
    }

    private void warn(String file, IndexName named) {
      Path folder = path.toAbsolutePath().normalize();
      Path parent = folder.getParent();
      boolean within = !path.equals(root) && parent != null;
      boolean agree =
          fileName(folder).equals(named.name())
              && (!within || parent == null || fileName(parent).equals(named.namespace()));
      if (!agree) {
        catalog.notice(
            "%s: its folder is called otherwise than what its header names, %s, which counts"
                .formatted(file, named));
      }
    }

    /** Names mappings that do not name themselves, now that documents may have done it. */
    void finish() throws IOException {
      for (int i = 0; i < bare.size(); i++) {
        FileSource file = bare.get(i);
        IndexName known = collection;
        IndexName name = known == null ? name(file.name(), null, null) : known;
        catalog.addSettings(file.name(), name, MappingsFile.wrapped(mappings.get(i)));
      }
    }
  }

  private static String fileName(Path path) {
    return String.valueOf(Objects.requireNonNullElse(path.getFileName(), ""));
  }

  private void finish() throws DumpException {
    for (Path folder : empty) {
      if (root.equals(folder.getParent()) && !isOfOneIndex()) {
        catalog.addNamespace(fileName(folder));
        catalog.notice(
            folder + ": it is empty, as of an index without collections; kourou imports none");
      } else {
        catalog.notice(folder + ": it is empty");
      }
    }
    catalog.finish();
    catalog.tellMissingMappings();
    if (catalog.isEmpty() && files) {
      throw new UnknownFormatException(
          root.toString(), "files of kourou", "none", "name the format of the folder");
    }
  }

  /** Whether collections lie in the root, as in the export of one index. */
  private boolean isOfOneIndex() {
    return catalog.files().stream()
        .map(file -> file.source().path())
        .filter(Objects::nonNull)
        .map(file -> Objects.requireNonNull(file.getParent()))
        .anyMatch(folder -> folder.equals(root) || root.equals(folder.getParent()));
  }
}
