package org.indexport.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.io.Publication.Existing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the platform's own file system and on Jimfs. */
class PublicationTest {
  @Nested
  class OnThisPlatform extends PublicationContract {
    @TempDir Path folder;

    @Override
    Path folder() {
      return folder;
    }

    @Test
    void aRelativePathWillDo() throws IOException {
      Path relative = Path.of("").toAbsolutePath().relativize(folder.toRealPath()).resolve("x");
      try (Publication publication = file(relative, Existing.REFUSE)) {
        Files.writeString(publication.path(), "whole");
        publication.commit();
      }
      assertThat(folder.resolve("x")).hasContent("whole");
    }
  }

  abstract static class OnJimfs extends PublicationContract {
    private final Configuration configuration;
    private FileSystem files = Jimfs.newFileSystem();

    OnJimfs(Configuration configuration) {
      this.configuration = configuration;
    }

    @BeforeEach
    void start() throws IOException {
      files = Jimfs.newFileSystem(configuration);
      Files.createDirectories(folder());
    }

    @AfterEach
    void end() throws IOException {
      files.close();
    }

    @Override
    Path folder() {
      return files.getPath("work").toAbsolutePath();
    }
  }

  @Nested
  class OnUnixInMemory extends OnJimfs {
    OnUnixInMemory() {
      super(Configuration.unix());
    }
  }

  @Nested
  class OnUnixInMemoryWithPermissions extends OnJimfs {
    OnUnixInMemoryWithPermissions() {
      super(Configuration.unix().toBuilder().setAttributeViews("posix").build());
    }
  }

  @Nested
  class OnWindowsInMemory extends OnJimfs {
    OnWindowsInMemory() {
      super(Configuration.windows());
    }
  }
}
