package org.indexport.format.jsonl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.files.FilesReader;
import org.indexport.spi.ManifestBeside;

/** Reads one file, one stream, or the files of a folder. */
final class JsonlReader extends FilesReader {
  private static final String UNNAMED = "documents";

  private final List<InputFile> files;

  private JsonlReader(DumpSource source, ReadOptions options, List<InputFile> files) {
    super(
        source,
        options,
        DumpHeader.of(files.stream().map(InputFile::index).toList()),
        ManifestBeside.NONE);
    this.files = files;
  }

  static JsonlReader open(DumpSource source, ReadOptions options) throws IOException {
    String name = options.option(FormatJsonl.INDEX);
    String primaryKey = options.option(FormatJsonl.PRIMARY_KEY);
    checkExists(source);
    Path path = source.path();
    if (path == null || !source.isDirectory()) {
      IndexName index = name == null ? indexOf(source) : IndexName.parse(name);
      IndexInfo info = IndexInfo.builder(index).primaryKey(primaryKey).build();
      return new JsonlReader(source, options, List.of(new InputFile(info, source)));
    }
    if (name != null) {
      throw new IllegalArgumentException(
          "option index names the index of one file; those of a folder are named by its files");
    }
    return new JsonlReader(source, options, FolderInput.list(path, primaryKey, options.limits()));
  }

  private static IndexName indexOf(DumpSource source) throws DumpException {
    Path path = source.path();
    Path fileName = path == null || !Files.isRegularFile(path) ? null : path.getFileName();
    if (fileName == null || FileNames.isSuffixOnly(fileName.toString())) {
      return IndexName.of(UNNAMED);
    }
    try {
      return FileNames.index(fileName.toString());
    } catch (IllegalArgumentException e) {
      throw new DumpException(
          source.name()
              + ": expected a file name to name the index by, found '"
              + fileName
              + "'; name the index with the option index",
          e);
    }
  }

  @Override
  public String format() {
    return FormatJsonl.ID;
  }

  @Override
  protected JsonlCursor cursor(Predicate<IndexName> documentsOf) {
    return new JsonlCursor(this, files, documentsOf);
  }
}
