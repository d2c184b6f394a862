package org.indexport.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.indexport.DumpException;
import org.indexport.IndexName;
import org.indexport.testkit.FaultyFileSystem;
import org.indexport.testkit.FaultyFileSystem.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFoldersTest {
  @TempDir Path root;

  private void makeIndex(String path) throws IOException {
    try (Directory directory = FSDirectory.open(root.resolve(path));
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.commit();
    }
  }

  private long looks(FaultyFileSystem files) throws IOException {
    long before = files.calls(Operation.OPEN);
    IndexFolders.existing(files.path(root));
    return files.calls(Operation.OPEN) - before;
  }

  @Test
  void aMountedFileSystemWithoutIndexesIsEmpty() throws IOException {
    Files.createDirectories(root.resolve("lost+found/#1234"));
    IndexFolders found = IndexFolders.existing(root);
    assertThat(found.indexes()).isEmpty();
    assertThat(found.namespaces()).isEmpty();
    Files.writeString(root.resolve("file"), "");
    assertThatThrownBy(() -> IndexFolders.existing(root))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("found neither");
  }

  @Test
  void whatMayNotBeLookedIntoThereIsNot() throws IOException {
    makeIndex("movies");
    makeIndex("space/books");
    FaultyFileSystem files = FaultyFileSystem.over(root.getFileSystem());
    long looks = looks(files);
    Files.createDirectories(root.resolve("lost+found"));
    assertThat(looks(files)).isEqualTo(looks);
    assertThat(IndexFolders.existing(root).indexes())
        .containsOnlyKeys(IndexName.of("movies"), IndexName.of("space", "books"));
    assertThat(IndexFolders.existing(root).namespaces()).containsExactly("space");
  }

  @Test
  void aFolderThatCannotBeListedIsNamed() throws IOException {
    makeIndex("movies");
    makeIndex("space/books");
    FaultyFileSystem files = FaultyFileSystem.over(root.getFileSystem());
    long looks = looks(files);
    assertThat(looks).isPositive();
    for (long look = 1; look <= looks; look++) {
      files.failAt(Operation.OPEN, look);
      assertThatThrownBy(() -> looks(files))
          .isInstanceOf(DumpException.class)
          .hasMessageContaining(root.toString())
          .hasMessageContaining("cannot be listed");
      files.heal();
    }
  }
}
