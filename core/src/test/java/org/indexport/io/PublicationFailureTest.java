package org.indexport.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.indexport.DumpException;
import org.indexport.ExistingTargetException;
import org.indexport.io.Publication.Existing;
import org.indexport.io.Publication.Unproven;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publications on file systems that fail, or that can do less than usual. */
class PublicationFailureTest {
  private final ScriptedFileSystem files =
      new ScriptedFileSystem(Jimfs.newFileSystem(Configuration.unix()));
  private final Path folder = files.getPath("/dumps");
  private final Path target = folder.resolve("movies.dump");

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectory(folder);
  }

  @AfterEach
  void close() throws IOException {
    files.close();
  }

  private void failOn(String operation, String pattern) {
    files.script =
        (present, path) -> {
          if (present.equals(operation) && path.matches(pattern)) {
            throw new IOException("No space left on device");
          }
        };
  }

  private Publication file(Existing existing) throws IOException {
    return PublicationContract.file(target, existing);
  }

  private Publication folder(Existing existing) throws IOException {
    return PublicationContract.folder(target, existing);
  }

  private List<String> names() throws IOException {
    return PublicationContract.names(folder);
  }

  @Test
  void nothingIsPublishedThatIsNotDurable() throws IOException {
    try (Publication publication = file(Existing.REFUSE)) {
      failOn("channel", ".*tmp");
      assertThatThrownBy(publication::commit)
          .isInstanceOf(DumpException.class)
          .hasMessageContaining(publication.path().toString())
          .hasMessageContaining("could not be made durable")
          .hasMessageContaining("No space left");
      assertThat(names()).isEmpty();
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void nothingIsPublishedOfWhichAPartIsNotDurable() throws IOException {
    PublicationContract.fill(target, "old");
    try (Publication publication = folder(Existing.REPLACE)) {
      PublicationContract.fill(publication.path(), "new");
      failOn("channel", ".*/inner/b");
      assertThatThrownBy(publication::commit).isInstanceOf(DumpException.class);
    }
    assertThat(target.resolve("a")).hasContent("old");
    assertThat(names()).containsExactly("movies.dump");
  }

  @Test
  void everythingIsDurableBeforeTheMoveAndTheNameAfterIt() throws IOException {
    List<String> done = new ArrayList<>();
    try (Publication publication = folder(Existing.REFUSE)) {
      PublicationContract.fill(publication.path(), "new");
      String temporary = publication.path().toString();
      files.script =
          (operation, path) -> done.add(operation + " " + path.replace(temporary, "TEMPORARY"));
      publication.commit();
    }
    done.removeIf(operation -> operation.startsWith("list"));
    // Jimfs gives no order of entries away, so only compare what must have one.
    assertThat(done)
        .contains("channel TEMPORARY/a")
        .containsSubsequence(
            "channel TEMPORARY/inner/b",
            "channel TEMPORARY/inner",
            "channel TEMPORARY",
            "move TEMPORARY",
            "channel /dumps");
  }

  @Test
  void aNewFileIsLinkedAsALinkNeverReplaces() throws IOException {
    List<String> done = new ArrayList<>();
    try (Publication publication = file(Existing.REFUSE)) {
      String temporary = publication.path().toString();
      files.script =
          (operation, path) -> done.add(operation + " " + path.replace(temporary, "TEMPORARY"));
      publication.commit();
    }
    assertThat(done)
        .containsExactly(
            "channel TEMPORARY", "link /dumps/movies.dump", "channel /dumps", "delete TEMPORARY");
  }

  @Test
  void aFileThatAppearsInTheLastMomentIsNotReplaced() throws IOException {
    try (Publication publication = file(Existing.REFUSE)) {
      files.script =
          (operation, path) -> {
            if (operation.equals("link")) {
              Files.writeString(target, "theirs");
            }
          };
      assertThatThrownBy(publication::commit)
          .isInstanceOf(ExistingTargetException.class)
          .hasMessageContaining("appeared under this name meanwhile");
    }
    assertThat(target).hasContent("theirs");
    assertThat(names()).containsExactly("movies.dump");
  }

  @Test
  void withoutHardLinksAFileIsMoved() throws IOException {
    Configuration withoutLinks =
        Configuration.unix().toBuilder().setSupportedFeatures(Feature.SYMBOLIC_LINKS).build();
    try (var plain = Jimfs.newFileSystem(withoutLinks)) {
      Path work = Files.createDirectory(plain.getPath("/dumps"));
      Path there = work.resolve("x");
      try (Publication publication = PublicationContract.file(there, Existing.REFUSE)) {
        Files.writeString(publication.path(), "whole");
        publication.commit();
      }
      assertThat(there).hasContent("whole");
      assertThat(PublicationContract.names(work)).containsExactly("x");
    }
  }

  @Test
  void aFailingMoveOfAFileLeavesWhatWasThere() throws IOException {
    Files.writeString(target, "old");
    try (Publication publication = file(Existing.REPLACE)) {
      failOn("move", ".*tmp");
      assertThatThrownBy(publication::commit).hasMessage("No space left on device");
      assertThat(names()).containsExactly("movies.dump");
    }
    assertThat(target).hasContent("old");
  }

  @Test
  void aFailingMoveOfANewFolderLeavesNothing() throws IOException {
    try (Publication publication = folder(Existing.REFUSE)) {
      PublicationContract.fill(publication.path(), "new");
      failOn("move", ".*");
      assertThatThrownBy(publication::commit).hasMessage("No space left on device");
      assertThat(names()).isEmpty();
    }
  }

  @Test
  void aFailingMoveOfTheFormerFolderLeavesIt() throws IOException {
    PublicationContract.fill(target, "old");
    try (Publication publication = folder(Existing.REPLACE)) {
      failOn("move", ".*movies.dump");
      assertThatThrownBy(publication::commit).hasMessage("No space left on device");
    }
    assertThat(target.resolve("a")).hasContent("old");
    assertThat(names()).containsExactly("movies.dump");
  }

  @Test
  void aFailingMoveOfTheNewFolderPutsTheFormerBack() throws IOException {
    PublicationContract.fill(target, "old");
    try (Publication publication = folder(Existing.REPLACE)) {
      failOn("move", ".*tmp");
      assertThatThrownBy(publication::commit).hasMessage("No space left on device");
    }
    assertThat(target.resolve("inner").resolve("b")).hasContent("old");
    assertThat(names()).containsExactly("movies.dump");
  }

  @Test
  void aFormerFolderThatCannotBePutBackIsKeptAndNamed() throws IOException {
    PublicationContract.fill(target, "old");
    try (Publication publication = folder(Existing.REPLACE)) {
      failOn("move", ".*(tmp|old)");
      assertThatThrownBy(publication::commit)
          .isInstanceOf(DumpException.class)
          .hasMessageMatching(".*what was there is now .*\\.[0-9a-f]{16}\\.old; rename it back")
          .hasCauseInstanceOf(IOException.class);
    }
    assertThat(names()).singleElement().asString().endsWith(".old");
    assertThat(folder.resolve(names().get(0)).resolve("a")).hasContent("old");
  }

  @Test
  void aCommitStandsThoughTheFormerFolderCannotBeDeleted() throws IOException {
    PublicationContract.fill(target, "old");
    Publication publication = folder(Existing.REPLACE);
    PublicationContract.fill(publication.path(), "new");
    failOn("delete", ".*old/a");
    publication.commit();

    assertThat(target.resolve("a")).hasContent("new");
    assertThatThrownBy(publication::close)
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("could not be deleted");
    failOn("nothing", "");
    publication.close();
    assertThat(target.resolve("a")).hasContent("new");
    assertThat(names()).containsExactly("movies.dump");
  }

  @Test
  void deletingGoesOnAfterAFailure() throws IOException {
    Publication publication = folder(Existing.REFUSE);
    PublicationContract.fill(publication.path(), "half");
    failOn("delete", ".*/a");

    assertThatThrownBy(publication::close).hasMessageContaining("could not be deleted");
    assertThat(PublicationContract.names(publication.path())).containsExactly("a");
  }

  @Test
  void aFolderThatCannotBeForcedIsTolerated() throws IOException {
    try (Publication publication = folder(Existing.REFUSE)) {
      PublicationContract.fill(publication.path(), "new");
      failOn("channel", "/dumps|.*tmp|.*/inner");
      publication.commit();
    }
    assertThat(names()).containsExactly("movies.dump");
  }

  @Test
  void aFileSystemWithoutChannelsIsTolerated() throws IOException {
    try (Publication publication = file(Existing.REFUSE)) {
      files.script =
          (operation, path) -> {
            if (operation.equals("channel")) {
              throw new UnsupportedOperationException();
            }
          };
      publication.commit();
    }
    assertThat(target).exists();
  }

  @Test
  void aFolderThatCannotBeWrittenToIsNamed() {
    files.script =
        (operation, path) -> {
          throw new AccessDeniedException(path);
        };
    assertThatThrownBy(() -> file(Existing.REFUSE))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("cannot write into the folder /dumps")
        .hasCauseInstanceOf(AccessDeniedException.class);
  }

  private void withoutAtomicMoves() {
    files.script =
        (operation, path) -> {
          if (operation.equals("move")) {
            throw new AtomicMoveNotSupportedException(path, null, "not here");
          }
        };
  }

  @Test
  void withoutAtomicMovesOpeningFails() throws IOException {
    withoutAtomicMoves();

    assertThatThrownBy(() -> file(Existing.REFUSE))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("expected a file system with atomic moves")
        .hasMessageContaining("scripted");
    assertThatThrownBy(() -> folder(Existing.REFUSE)).isInstanceOf(DumpException.class);
    assertThat(names()).isEmpty();
  }

  private Publication inPlace(Existing existing) throws IOException {
    return Publication.openFile(target, existing, Unproven.WRITE_IN_PLACE);
  }

  @Test
  void withoutAtomicMovesAFileIsWrittenInPlace() throws IOException {
    withoutAtomicMoves();
    try (Publication publication = inPlace(Existing.REFUSE)) {
      assertThat(publication.path()).isEqualTo(target);
      Files.writeString(publication.path(), "whole");
      publication.commit();
    }
    assertThat(target).hasContent("whole");
    assertThat(names()).containsExactly("movies.dump");
  }

  @Test
  void whatIsAbandonedInPlaceIsDeleted() throws IOException {
    withoutAtomicMoves();
    try (Publication publication = inPlace(Existing.REFUSE)) {
      Files.writeString(publication.path(), "half");
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void whatIsNotDurableInPlaceIsDeleted() throws IOException {
    withoutAtomicMoves();
    try (Publication publication = inPlace(Existing.REFUSE)) {
      failOn("channel", ".*");
      assertThatThrownBy(publication::commit).isInstanceOf(DumpException.class);
      assertThat(names()).isEmpty();
    }
  }

  @Test
  void whatExistsInPlaceIsRefusedOrReplaced() throws IOException {
    Files.writeString(target, "old");
    withoutAtomicMoves();
    assertThatThrownBy(() -> inPlace(Existing.REFUSE)).isInstanceOf(ExistingTargetException.class);
    assertThat(target).hasContent("old");

    try (Publication publication = inPlace(Existing.REPLACE)) {
      Files.writeString(publication.path(), "new");
      publication.commit();
    }
    assertThat(target).hasContent("new");
  }

  @Test
  void aFolderIsReplacedInPlace() throws IOException {
    PublicationContract.fill(target, "old");
    withoutAtomicMoves();
    try (Publication publication =
        Publication.openDirectory(target, Existing.REPLACE, Unproven.WRITE_IN_PLACE)) {
      assertThat(publication.path()).isEqualTo(target).isEmptyDirectory();
      Files.writeString(publication.path().resolve("c"), "new");
      publication.commit();
    }
    assertThat(PublicationContract.names(target)).containsExactly("c");
    assertThat(names()).containsExactly("movies.dump");
  }

  @Test
  void withAtomicMovesNothingIsWrittenInPlace() throws IOException {
    try (Publication publication = inPlace(Existing.REFUSE)) {
      assertThat(publication.path()).isNotEqualTo(target);
    }
  }

  private Publication resumable() throws IOException {
    return Publication.openResumableFile(target, Existing.REFUSE);
  }

  @Test
  void withoutAtomicMovesNothingIsResumable() throws IOException {
    resumable().close();
    List<String> before = names();
    withoutAtomicMoves();
    assertThatThrownBy(() -> Publication.resumeFile(target, Existing.REFUSE))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("expected a file system with atomic moves");
    assertThatThrownBy(() -> resumable()).isInstanceOf(DumpException.class);
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void whatIsNotDurableIsNotPublishedButStaysIfItCanBeResumed() throws IOException {
    try (Publication publication = resumable()) {
      failOn("channel", ".*unfinished");
      assertThatThrownBy(publication::commit).hasMessageContaining("could not be made durable");
      assertThatThrownBy(() -> publication.force(List.of(publication.path())))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(names()).containsExactly(".movies.dump.unfinished");
  }

  @Test
  void theNameOfAnUnfinishedOneIsDurable() throws IOException {
    List<String> done = new ArrayList<>();
    files.script = (operation, path) -> done.add(operation + " " + path);
    resumable().close();
    // The file itself is empty.
    assertThat(done).endsWith("open /dumps/.movies.dump.unfinished", "channel /dumps");
  }

  @Test
  void filesOfAFolderAreForcedWithTheFoldersTheyLieIn() throws IOException {
    try (Publication publication = Publication.openResumableDirectory(target, Existing.REFUSE)) {
      PublicationContract.fill(publication.path(), "new");
      Path inner = publication.path().resolve("inner");
      // Files are forced by several threads.
      List<String> forced = Collections.synchronizedList(new ArrayList<>());
      files.beforeForce = path -> forced.add(path.replace(publication.path().toString(), "HERE"));
      publication.force(List.of(inner.resolve("b"), publication.path().resolve("a")));
      publication.force(List.of());
      assertThat(forced.subList(0, 2)).containsExactlyInAnyOrder("HERE/inner/b", "HERE/a");
      assertThat(forced).doesNotContain("/dumps");
      failOn("channel", ".*/b");
      assertThatThrownBy(() -> publication.force(List.of(inner.resolve("b"))))
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("could not be made durable");
    }
  }

  @Test
  void aFinishedFileWhoseOtherNameCannotBeDeletedStands() throws IOException {
    Publication publication = resumable();
    failOn("delete", ".*unfinished");
    publication.commit();
    assertThat(target).exists();
    assertThatThrownBy(publication::close).hasMessageContaining("could not be deleted");
    failOn("nothing", "");
    assertThatThrownBy(() -> Publication.resumeFile(target, Existing.REPLACE))
        .isInstanceOf(ExistingTargetException.class);
    publication.close();
    assertThat(names()).containsExactly("movies.dump");
  }
}
