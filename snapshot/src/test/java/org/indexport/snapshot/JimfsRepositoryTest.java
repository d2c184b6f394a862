package org.indexport.snapshot;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

/** A repository in a file system in memory. */
class JimfsRepositoryTest extends RepositoryContract {
  private final FileSystem files = Jimfs.newFileSystem(Configuration.unix());

  @Override
  Path newFolder() {
    return files.getPath("/folder/repository");
  }

  @AfterEach
  void closeFiles() throws IOException {
    files.close();
  }
}
