package org.indexport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import org.indexport.testkit.FaultyFileSystem;
import org.junit.jupiter.api.AfterEach;

/** A repository where no move is atomic and listings are late, as in an object store. */
class WeakRepositoryTest extends RepositoryContract {
  private final FileSystem inner = Jimfs.newFileSystem(Configuration.unix());
  private final FaultyFileSystem files = FaultyFileSystem.over(inner);

  @Override
  Path newFolder() {
    files.refuseAtomicMoves();
    files.freezeListings();
    return files.path(inner.getPath("/folder/repository"));
  }

  @Override
  void refreshListings() {
    files.refreshListings();
  }

  @AfterEach
  void closeFiles() throws IOException {
    assertThat(files.openFiles()).isEmpty();
    inner.close();
  }
}
