package org.indexport.format.kourou.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.indexport.ExistingTargetException;
import org.indexport.IndexName;
import org.indexport.Section.Sensitivity;
import org.indexport.files.FilesOutput;
import org.indexport.files.PackedOutput.Packer;
import org.indexport.format.kourou.SecurityFile;
import org.indexport.io.Publication;

/** The folder that is written. */
final class TreeOutput implements Closeable {
  private static final String MAPPINGS = "mappings.json";

  /** What kourou writes and nobody misses when it is replaced. */
  private static final Set<String> KNOWN =
      Set.of(
          MAPPINGS, "documents.jsonl", "documents.json", "documents.csv", "documents-errors.jsonl");

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final FilesOutput output;
  private final WriteChoices choices;
  private final Map<IndexName, Path> files = new ConcurrentHashMap<>();

  private TreeOutput(FilesOutput output, WriteChoices choices) {
    this.output = output;
    this.choices = choices;
  }

  static TreeOutput create(Path path, Publication.Existing existing, WriteChoices choices)
      throws IOException {
    if (existing == Publication.Existing.REPLACE && Files.isDirectory(path)) {
      checkReplaceable(path);
    }
    return new TreeOutput(FilesOutput.create(path, existing, Packer.NONE), choices);
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
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Makes the folder of an index of Kuzzle. */
  void addNamespace(String name) throws IOException {
    if (choices.layout() == WriteChoices.Layout.TREE) {
      output.createFolder(name);
    }
  }

  /** Makes the folder of a collection. */
  void declare(IndexName name, byte[] start) throws IOException {
    output.createFolder(folder(name));
    if (choices.hasDocuments()) {
      files.put(name, output.create(folder(name) + choices.form().file()));
      write(name, start, 0, start.length);
    }
  }

  private String folder(IndexName name) {
    return switch (choices.layout()) {
      case TREE -> name.namespace() + "/" + name.name() + "/";
      case INDEX -> name.name() + "/";
      case COLLECTION -> "";
    };
  }

  /** Appends to the documents of a collection. */
  void write(IndexName name, byte[] bytes, int offset, int length) throws IOException {
    Path file = Objects.requireNonNull(files.get(name), "a collection is declared");
    output.write(file, bytes, offset, length);
  }

  /** Writes the mappings of a collection. */
  void writeMappings(IndexName name, String text) throws IOException {
    write(output.create(folder(name) + MAPPINGS), text);
  }

  private void write(Path file, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    output.write(file, bytes, 0, bytes.length);
  }

  /** Writes a file of roles, profiles or users, into folders that no index is called after. */
  void writeSecurity(SecurityFile security, Set<String> namespaces, String text)
      throws IOException {
    Path usual = Path.of(security.path());
    String name = String.valueOf(usual.getParent());
    String free = name;
    for (int n = 1; namespaces.contains(free); n++) {
      free = name + "-" + n;
    }
    output.createFolder(free);
    String path = free + "/" + usual.getFileName();
    boolean hidden =
        security.sensitivity() == Sensitivity.SENSITIVE
            && output.folder().getFileSystem().supportedFileAttributeViews().contains("posix");
    write(hidden ? output.create(path, OWNER_ONLY) : output.create(path), text);
  }

  /** Makes everything durable and lets it appear under its final name. */
  void finish() throws IOException {
    output.finish();
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}
