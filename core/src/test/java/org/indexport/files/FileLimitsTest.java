package org.indexport.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLimitsTest {
  private static final ReadLimits FEW = new ReadLimits(1, 1, 5, 3, 2, 1, 1);

  @TempDir private Path folder;

  private final FileLimits limits = new FileLimits("the dump", FEW);

  @Test
  void listsByName() throws IOException {
    Path second = Files.createFile(folder.resolve("b"));
    Path third = Files.createDirectory(folder.resolve("c"));
    Path first = Files.createFile(folder.resolve("a"));
    assertThat(limits.list(folder)).containsExactly(first, second, third);
  }

  @Test
  void entriesOfAllFoldersCountTogether() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("a"));
    Files.createFile(inner.resolve("b"));
    Files.createFile(inner.resolve("c"));
    assertThat(limits.list(folder)).hasSize(1);
    assertThat(limits.list(inner)).hasSize(2);
    assertThatThrownBy(() -> limits.list(folder))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage(
            "the dump: expected at most 3 entries, found more; raise this limit if the dump is"
                + " sound");
  }

  @Test
  void namesCountInBytes() throws IOException {
    Files.createFile(folder.resolve("ééx"));
    assertThat(limits.list(folder)).hasSize(1);
    Files.createFile(folder.resolve("ééé"));
    assertThatThrownBy(() -> limits.list(folder))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("at most 5 bytes in a name");
  }

  @Test
  void countsIndexes() {
    assertThatCode(() -> limits.checkIndexes(2)).doesNotThrowAnyException();
    assertThatThrownBy(() -> limits.checkIndexes(3))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("at most 2 indexes");
  }

  @Test
  void aFolderThatIsGoneIsNamed() {
    Path gone = folder.resolve("gone");
    assertThatThrownBy(() -> limits.list(gone))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(gone.toString());
  }
}
