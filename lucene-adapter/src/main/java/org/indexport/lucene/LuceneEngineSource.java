package org.indexport.lucene;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SoftDeletesDirectoryReaderWrapper;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.Version;
import org.indexport.DocumentCursor;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.EngineVersion;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.spi.EngineSource;
import org.jspecify.annotations.Nullable;

/**
 * Lucene indexes to be dumped. Each is read as it was when this source was opened, while writers go
 * on; deleted documents, softly deleted ones included, are never read. Documents come in the order
 * of Lucene's document numbers.
 *
 * <p>An index is described by the {@link CommitData} of its commit, else by its {@link
 * DocumentMapper}. Thread-safe. Closing it ends all cursors.
 */
public final class LuceneEngineSource implements EngineSource {
  private final Map<IndexName, Opened> indexes = new LinkedHashMap<>();
  private final List<String> namespaces = new ArrayList<>();
  private final List<Closeable> resources = new ArrayList<>();

  private LuceneEngineSource() {}

  private record Opened(IndexInfo info, DirectoryReader reader, DocumentMapper mapper) {}

  /** Chooses the mapper of an index. */
  private interface MapperChoice {
    DocumentMapper of(DirectoryReader reader) throws IOException;
  }

  /**
   * Opens a folder of indexes, or of one index, whose mappers {@linkplain DocumentMapper#detect are
   * found out}.
   *
   * @param folder a folder that holds a Lucene index, or sub-folders that do
   * @param idField the field that holds the ids where an index was made by another application, or
   *     null when unknown
   * @throws DumpException if the folder holds something else, or an index cannot be read
   * @throws IOException if reading fails
   */
  public static LuceneEngineSource open(Path folder, @Nullable String idField) throws IOException {
    return open(folder, reader -> DocumentMapper.detect(reader, idField));
  }

  /**
   * Opens a folder of indexes, or of one index, that a mapper reads.
   *
   * @param folder a folder that holds a Lucene index, or sub-folders that do
   * @param mapper reads the documents
   * @throws DumpException if the folder holds something else, or an index cannot be read
   * @throws IOException if reading fails
   */
  public static LuceneEngineSource open(Path folder, DocumentMapper mapper) throws IOException {
    return open(folder, (MapperChoice) reader -> mapper);
  }

  private static LuceneEngineSource open(Path folder, MapperChoice choice) throws IOException {
    IndexFolders folders = IndexFolders.existing(folder);
    LuceneEngineSource source = new LuceneEngineSource();
    try {
      for (Map.Entry<IndexName, Path> index : folders.indexes().entrySet()) {
        source.open(index.getKey(), index.getValue(), choice);
      }
      source.namespaces.addAll(folders.namespaces());
      return source;
    } catch (Throwable e) {
      IOUtils.closeWhileHandlingException(source);
      throw e;
    }
  }

  private void open(IndexName name, Path folder, MapperChoice choice) throws IOException {
    try {
      Directory directory = FSDirectory.open(folder);
      resources.add(directory);
      DirectoryReader reader = DirectoryReader.open(directory);
      resources.add(reader);
      DirectoryReader live = withoutSoftlyDeleted(reader);
      add(name, live, choice.of(live));
    } catch (IndexFormatTooOldException | IndexFormatTooNewException e) {
      throw IndexFailure.unreadable(folder, e);
    } catch (IllegalArgumentException e) {
      // Lucene's answer to segments whose codec is not on the path.
      throw IndexFailure.unreadable(folder, e);
    } catch (CorruptIndexException e) {
      throw IndexFailure.damaged(folder, e);
    }
  }

  /**
   * Reads from an application's open reader, which sees what that saw when it was opened. The
   * source holds a reference to the reader until it is closed.
   *
   * @param name what the index is called
   * @param reader the reader
   * @param mapper reads the documents, or null to {@linkplain DocumentMapper#detect find it out}
   * @throws org.apache.lucene.store.AlreadyClosedException if the reader is closed
   * @throws DumpException if the index cannot be read
   * @throws IOException if reading fails
   */
  public static LuceneEngineSource of(
      IndexName name, DirectoryReader reader, @Nullable DocumentMapper mapper) throws IOException {
    return of(Map.of(name, reader), mapper);
  }

  /**
   * Reads from an application's open readers, one for each index; otherwise as {@link
   * #of(IndexName, DirectoryReader, DocumentMapper)}.
   *
   * @param readers the reader of each index
   * @param mapper reads the documents, or null to {@linkplain DocumentMapper#detect find one out}
   *     for each index
   * @throws org.apache.lucene.store.AlreadyClosedException if a reader is closed
   * @throws DumpException if an index cannot be read
   * @throws IOException if reading fails
   */
  public static LuceneEngineSource of(
      Map<IndexName, DirectoryReader> readers, @Nullable DocumentMapper mapper) throws IOException {
    LuceneEngineSource source = new LuceneEngineSource();
    try {
      for (Map.Entry<IndexName, DirectoryReader> index : readers.entrySet()) {
        DirectoryReader reader = index.getValue();
        reader.incRef();
        source.resources.add(reader::decRef);
        DirectoryReader live = withoutSoftlyDeleted(reader);
        source.add(
            index.getKey(), live, mapper == null ? DocumentMapper.detect(live, null) : mapper);
      }
      return source;
    } catch (Throwable e) {
      IOUtils.closeWhileHandlingException(source);
      throw e;
    }
  }

  private void add(IndexName name, DirectoryReader live, DocumentMapper mapper) throws IOException {
    IndexInfo info = CommitData.read(name, live.getIndexCommit().getUserData());
    if (info == null) {
      info = mapper.describe(name, live);
    }
    long count = live.numDocs();
    indexes.put(name, new Opened(info.toBuilder().documentCount(count).build(), live, mapper));
  }

  private static DirectoryReader withoutSoftlyDeleted(DirectoryReader reader) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      FieldInfos fields = leaf.reader().getFieldInfos();
      String field = fields.getSoftDeletesField();
      if (field != null && !(reader instanceof SoftDeletesDirectoryReaderWrapper)) {
        return new SoftDeletesDirectoryReaderWrapper(reader, field);
      }
    }
    return reader;
  }

  @Override
  public DumpHeader header() {
    EngineVersion engine = LuceneSnapshotSource.engine(Version.LATEST);
    return DumpHeader.of(indexes.values().stream().map(Opened::info).toList())
        .withEngine(engine.name(), engine.version())
        .withNamespaces(namespaces);
  }

  /**
   * Cuts an index into runs of document numbers.
   *
   * @param wanted how many slices are useful; there are fewer when there are fewer documents
   * @throws IllegalArgumentException if there is no such index or {@code wanted} is below 1
   */
  @Override
  public List<DocumentCursor> slices(IndexName index, int wanted) {
    Opened opened = opened(index);
    if (wanted < 1) {
      throw new IllegalArgumentException("at least one slice: " + wanted);
    }
    long documents = opened.reader.maxDoc();
    long count = Math.min(wanted, documents);
    List<DocumentCursor> slices = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      int from = (int) (documents * i / count);
      int to = (int) (documents * (i + 1) / count);
      slices.add(
          new SliceCursor(opened.reader.leaves(), from, to, opened.mapper, opened.info.lines()));
    }
    return slices;
  }

  @Override
  public List<String> losses(IndexName index) throws IOException {
    Opened opened = opened(index);
    return opened.mapper.losses(opened.reader);
  }

  private Opened opened(IndexName index) {
    Opened opened = indexes.get(index);
    if (opened == null) {
      throw new IllegalArgumentException("no index " + index);
    }
    return opened;
  }

  @Override
  public void close() throws IOException {
    List<Closeable> open = new ArrayList<>(resources);
    resources.clear();
    java.util.Collections.reverse(open);
    IOUtils.close(open);
  }
}
