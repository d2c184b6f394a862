package org.indexport.lucene;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.IOUtils;
import org.indexport.Document;
import org.indexport.DocumentRejectedException;
import org.indexport.DumpException;
import org.indexport.ImportException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Settings;
import org.indexport.dialects.LuceneDialect;
import org.indexport.schema.Schema;
import org.indexport.spi.BatchResult;
import org.indexport.spi.BatchResult.Outcome;
import org.indexport.spi.DocumentBatch;
import org.indexport.spi.Indexer.IfExists;
import org.jspecify.annotations.Nullable;

/** One index that is being loaded: its writer and what its threads need. */
final class IndexLoad implements Closeable {
  private final IndexInfo index;
  private final Path folder;
  private final boolean isNew;
  private final Directory directory;
  private final IndexWriter writer;
  private final DocumentMapper mapper;
  private final Schema schema;
  private final Queue<DocumentMapper.Encoder> encoders = new ConcurrentLinkedQueue<>();

  /** Whether there is anything that closing must keep. */
  private volatile boolean worthKeeping;

  private IndexLoad(
      IndexInfo index,
      Path folder,
      boolean isNew,
      Directory directory,
      IndexWriter writer,
      DocumentMapper mapper,
      Schema schema) {
    this.index = index;
    this.folder = folder;
    this.isNew = isNew;
    this.directory = directory;
    this.writer = writer;
    this.mapper = mapper;
    this.schema = schema;
  }

  static IndexLoad open(
      Path folder, IndexInfo wanted, IfExists ifExists, DocumentMapper mapper, int ramMegabytes)
      throws IOException {
    IndexName name = wanted.name();
    Directory directory = null;
    try {
      Files.createDirectories(folder);
      directory = FSDirectory.open(folder);
      boolean isNew = !DirectoryReader.indexExists(directory);
      boolean appends = !isNew && ifExists == IfExists.APPEND;
      Map<String, String> userData = appends ? userData(directory) : new HashMap<>();
      IndexInfo index = appends ? existing(wanted, userData, directory, mapper) : wanted;
      userData.put(CommitData.KEY, CommitData.toJson(index));
      Schema schema = schema(index);
      IndexWriter writer =
          new IndexWriter(directory, config(schema, mapper, ramMegabytes, appends));
      writer.setLiveCommitData(userData.entrySet());
      return new IndexLoad(index, folder, isNew, directory, writer, mapper, schema);
    } catch (LockObtainFailedException e) {
      IOUtils.closeWhileHandlingException(directory);
      throw new ImportException(
          folder + ": index " + name + " is locked by another writer; close that first", e);
    } catch (DumpException e) {
      IOUtils.closeWhileHandlingException(directory);
      throw e;
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileHandlingException(directory);
      throw new ImportException(
          "%s: index %s cannot be opened for writing: %s".formatted(folder, name, e), e);
    }
  }

  private static IndexWriterConfig config(
      Schema schema, DocumentMapper mapper, int ramMegabytes, boolean appends) {
    IndexWriterConfig config = LuceneIndexer.writerConfig(mapper, schema);
    config.setRAMBufferSizeMB(ramMegabytes);
    // With CREATE, too, the former content stays until the first commit.
    config.setOpenMode(appends ? OpenMode.APPEND : OpenMode.CREATE);
    return config;
  }

  private static Map<String, String> userData(Directory directory) throws IOException {
    return new HashMap<>(SegmentInfos.readLatestCommit(directory).getUserData());
  }

  private static IndexInfo existing(
      IndexInfo wanted, Map<String, String> userData, Directory directory, DocumentMapper mapper)
      throws IOException {
    IndexInfo index = CommitData.read(wanted.name(), userData);
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      if (!mapper.accepts(reader)) {
        throw new ImportException(
            directory.toString(),
            "an index whose documents have a stored " + FieldNames.SOURCE,
            "another application's index",
            "replace it, or add to it with a DocumentMapper of its own");
      }
      if (index == null) {
        index = mapper.describe(wanted.name(), reader);
      }
    }
    return wanted.lines() == Lines.ENVELOPE
        ? index.toBuilder().lines(Lines.ENVELOPE).build()
        : index;
  }

  private static Schema schema(IndexInfo index) throws DumpException {
    Settings settings = index.settings();
    return settings == null || !settings.dialect().equals(LuceneDialect.ID)
        ? Schema.EMPTY
        : new LuceneDialect().read(settings).value();
  }

  BatchResult add(DocumentBatch batch) throws IOException {
    DocumentMapper.Encoder encoder = encoders.poll();
    if (encoder == null) {
      encoder = mapper.encoder(index, schema);
    }
    Map<Integer, Outcome> rejected = null;
    for (int i = 0; i < batch.size(); i++) {
      String reason = add(batch.ids().get(i), batch.documents().get(i), encoder);
      if (reason != null) {
        rejected = rejected == null ? new HashMap<>() : rejected;
        rejected.put(i, Outcome.rejected(reason));
        encoder = mapper.encoder(index, schema);
      }
    }
    encoders.add(encoder);
    worthKeeping |= rejected == null || rejected.size() < batch.size();
    return rejected == null ? BatchResult.ACKNOWLEDGED : new BatchResult.Delivered(rejected);
  }

  /** Adds a document; returns why it was not taken, or null when it was. */
  private @Nullable String add(String id, Document document, DocumentMapper.Encoder encoder)
      throws IOException {
    try {
      writer.updateDocument(mapper.idTerm(id), encoder.fields(id, document));
      return null;
    } catch (DocumentRejectedException e) {
      return e.getMessage();
    } catch (IllegalArgumentException e) {
      if (!writer.isOpen() || writer.getDocStats().maxDoc >= IndexWriter.MAX_DOCS - 1) {
        throw failure("cannot take more documents", e);
      }
      return "Lucene: " + e.getMessage();
    } catch (IOException | AlreadyClosedException e) {
      throw failure("cannot be written", e);
    }
  }

  private ImportException failure(String what, Exception e) {
    Throwable cause = writer.getTragicException() == null ? e : writer.getTragicException();
    return new ImportException(
        "%s: index %s %s: %s; mend that and resume".formatted(folder, index.name(), what, cause),
        e);
  }

  /** The number of distinct ids, buffered ones included. */
  long documentCount() throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      return reader.numDocs();
    } catch (IOException | AlreadyClosedException e) {
      throw failure("cannot be counted", e);
    }
  }

  void commit() throws IOException {
    try {
      writer.commit();
      worthKeeping = true;
    } catch (IOException | IllegalStateException e) {
      throw failure("cannot be committed", e);
    }
  }

  void finish() throws IOException {
    commit();
    close();
  }

  @Override
  public void close() throws IOException {
    try (directory) {
      if (worthKeeping && writer.isOpen()) {
        writer.close();
      } else {
        writer.rollback();
      }
    } catch (IOException | IllegalStateException e) {
      throw failure("cannot be closed", e);
    } finally {
      if (isNew && !worthKeeping) {
        leaveNoTrace();
      }
    }
  }

  /** Removes the folder that was made for an index that never came to be. */
  private void leaveNoTrace() throws IOException {
    Files.deleteIfExists(folder.resolve(IndexWriter.WRITE_LOCK_NAME));
    try (var rest = Files.newDirectoryStream(folder)) {
      if (rest.iterator().hasNext()) {
        return;
      }
    }
    Files.deleteIfExists(folder);
  }
}
