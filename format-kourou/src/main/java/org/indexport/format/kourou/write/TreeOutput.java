package org.indexport.format.kourou.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.indexport.DumpException;
import org.indexport.ExistingTargetException;
import org.indexport.IndexName;
import org.indexport.Section.Sensitivity;
import org.indexport.format.kourou.SecurityFile;
import org.indexport.io.Closing;
import org.indexport.io.Publication;
import org.jspecify.annotations.Nullable;

/**
 * The folder that is written. Nothing of it is under its final name before all is. Many files are
 * written in turns, of which one is open at a time.
 */
final class TreeOutput implements Closeable {
  /** Larger writes would make channels keep direct buffers of that size. */
  private static final int STEP = 128 << 10;

  private static final String MAPPINGS = "mappings.json";

  /** What kourou writes and nobody misses when it is replaced. */
  private static final Set<String> KNOWN =
      Set.of(
          MAPPINGS, "documents.jsonl", "documents.json", "documents.csv", "documents-errors.jsonl");

  private final Publication publication;
  private final WriteChoices choices;
  private final Map<IndexName, Path> files = new HashMap<>();
  private @Nullable IndexName current;
  private @Nullable OutputStream file;

  private TreeOutput(Publication publication, WriteChoices choices) {
    this.publication = publication;
    this.choices = choices;
  }

  static TreeOutput create(Path path, Publication.Existing existing, WriteChoices choices)
      throws IOException {
    if (existing == Publication.Existing.REPLACE && Files.isDirectory(path)) {
      checkReplaceable(path);
    }
    return new TreeOutput(
        Publication.openDirectory(path, existing, Publication.Unproven.REFUSE), choices);
  }

  /** What is not of the tool must not go with what is replaced. */
  private static void checkReplaceable(Path folder) throws IOException {
    Set<String> known = new HashSet<>(KNOWN);
    for (SecurityFile security : SecurityFile.values()) {
      known.add(String.valueOf(Path.of(security.path()).getFileName()));
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> strange =
          all.filter(one -> !Files.isDirectory(one))
              .filter(one -> !known.contains(String.valueOf(one.getFileName())))
              .limit(1)
              .toList();
      if (!strange.isEmpty()) {
        throw new ExistingTargetException(
            "%s: it holds %s, which is none of kourou's files, so it is not replaced; choose another name"
                .formatted(folder, folder.relativize(strange.get(0))));
      }
    }
  }

  /** Makes the folder of an index of Kuzzle. */
  synchronized void addNamespace(String name) throws IOException {
    if (choices.layout() == WriteChoices.Layout.TREE) {
      createFolder(publication.path().resolve(name));
    }
  }

  /** Makes the folder of a collection. */
  synchronized void declare(IndexName name, byte[] start) throws IOException {
    Path folder = folder(name);
    createFolder(folder);
    if (choices.hasDocuments()) {
      Path documents =
          folder.resolve(
              choices.form() == WriteChoices.Form.JSONL ? "documents.jsonl" : "documents.json");
      create(documents);
      files.put(name, documents);
      write(name, start, 0, start.length);
    }
  }

  private Path folder(IndexName name) {
    Path root = publication.path();
    return switch (choices.layout()) {
      case TREE -> root.resolve(String.valueOf(name.namespace())).resolve(name.name());
      case INDEX -> root.resolve(name.name());
      case COLLECTION -> root;
    };
  }

  private static void createFolder(Path folder) throws DumpException {
    try {
      Files.createDirectories(folder);
    } catch (FileSystemException | InvalidPathException e) {
      throw new DumpException(folder + ": cannot create it: " + e + "; rename the index", e);
    } catch (IOException e) {
      throw new DumpException(folder + ": cannot create it: " + e, e);
    }
  }

  private static void create(Path path, FileAttribute<?>... attributes) throws DumpException {
    try {
      Files.createFile(path, attributes);
    } catch (FileAlreadyExistsException e) {
      throw new DumpException(
          path
              + ": there is another file like this; this file system does not tell all names"
              + " apart: rename the index, or write to another file system",
          e);
    } catch (IOException e) {
      throw new DumpException(path + ": cannot create it: " + e, e);
    }
  }

  /** Appends to the documents of a collection. */
  synchronized void write(IndexName name, byte[] bytes, int offset, int length) throws IOException {
    if (!name.equals(current)) {
      end();
      Path path = files.get(name);
      if (path == null) {
        throw new IllegalStateException("index " + name + " was not declared");
      }
      file = Files.newOutputStream(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
      current = name;
    }
    OutputStream out = file;
    for (int at = 0; out != null && at < length; at += STEP) {
      out.write(bytes, offset + at, Math.min(STEP, length - at));
    }
  }

  private void end() throws IOException {
    OutputStream open = file;
    current = null;
    file = null;
    Closing.all(open);
  }

  /** Writes the mappings of a collection. */
  synchronized void writeMappings(IndexName name, String text) throws IOException {
    end();
    Path path = folder(name).resolve(MAPPINGS);
    create(path);
    Files.write(path, text.getBytes(UTF_8));
  }

  /** Writes a file of roles, profiles or users, into folders that no index is called after. */
  synchronized void writeSecurity(SecurityFile security, Set<String> namespaces, String text)
      throws IOException {
    end();
    Path usual = Path.of(security.path());
    String name = String.valueOf(usual.getParent());
    String free = name;
    for (int n = 1; namespaces.contains(free); n++) {
      free = name + "-" + n;
    }
    Path folder = publication.path().resolve(free);
    createFolder(folder);
    Path path = folder.resolve(String.valueOf(usual.getFileName()));
    boolean hidden =
        security.sensitivity() == Sensitivity.SENSITIVE
            && path.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (hidden) {
      create(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      create(path);
    }
    Files.write(path, text.getBytes(UTF_8));
  }

  /** Makes everything durable and lets it appear under its final name. */
  synchronized void finish() throws IOException {
    end();
    publication.commit();
  }

  @Override
  public synchronized void close() throws IOException {
    try (publication) {
      end();
    }
  }
}
