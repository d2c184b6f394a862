package org.indexport.examples.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.indexport.IndexInfo;
import org.indexport.lucene.CommitData;
import org.indexport.lucene.FieldNames;

/**
 * A search server of packages, as small as one can be: it fills an index, searches it, and deletes
 * from it, with Lucene alone.
 *
 * @param folder where its index is
 */
record PackageServer(Path folder) {

  /** A search that is done with the index. */
  @FunctionalInterface
  interface Search<T> {
    T in(PackageSearch packages) throws IOException;
  }

  /** Indexes the packages of a file, one JSON object per line, and returns how many there are. */
  long index(Path jsonLines) throws IOException {
    try (BufferedReader lines = open(jsonLines);
        Directory directory = FSDirectory.open(folder);
        IndexWriter writer = writer(directory)) {
      for (String line; (line = lines.readLine()) != null; ) {
        byte[] json = line.getBytes(StandardCharsets.UTF_8);
        DebianPackage debian = DebianPackage.parse(json, 0, json.length);
        writer.updateDocument(new Term(FieldNames.ID, debian.id()), PackageFields.of(debian, json));
      }
      writer.commit();
      return writer.getDocStats().numDocs;
    }
  }

  /**
   * All that it takes to adopt the SDK: one commit notes what the index is. No document is touched.
   */
  void adopt(IndexInfo description) throws IOException {
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = writer(directory)) {
      writer.setLiveCommitData(Map.of(CommitData.KEY, CommitData.toJson(description)).entrySet());
      writer.commit();
    }
  }

  /** Searches the index as it is now. */
  <T> T search(Search<T> search) throws IOException {
    try (Directory directory = FSDirectory.open(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      return search.in(new PackageSearch(reader));
    }
  }

  /** Deletes all packages of a section and returns how many remain. */
  long deleteSection(String section) throws IOException {
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = writer(directory)) {
      writer.deleteDocuments(new Term("section", section));
      writer.commit();
      return writer.getDocStats().numDocs;
    }
  }

  private static IndexWriter writer(Directory directory) throws IOException {
    return new IndexWriter(directory, new IndexWriterConfig(new StandardAnalyzer()));
  }

  private static BufferedReader open(Path jsonLines) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(jsonLines)), StandardCharsets.UTF_8));
  }
}
