package org.indexport.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.indexport.DumpException;
import org.indexport.ExistingTargetException;
import org.indexport.io.Publication.Existing;
import org.indexport.io.Publication.Unproven;
import org.junit.jupiter.api.Test;

/** What publications promise on every file system with atomic moves. */
abstract class PublicationContract extends ResumablePublicationContract {
  private Path target() {
    return folder().resolve("movies.dump");
  }

  static Publication file(Path target, Existing existing) throws IOException {
    return Publication.openFile(target, existing, Unproven.REFUSE);
  }

  static Publication folder(Path target, Existing existing) throws IOException {
    return Publication.openDirectory(target, existing, Unproven.REFUSE);
  }

  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** Makes a folder with a file in it and in a folder in it. */
  static void fill(Path folder, String content) throws IOException {
    Files.createDirectories(folder.resolve("inner"));
    Files.writeString(folder.resolve("a"), content);
    Files.writeString(folder.resolve("inner").resolve("b"), content);
  }

  @Test
  void aFileAppearsWithTheCommit() throws IOException {
    try (Publication publication = file(target(), Existing.REFUSE)) {
      Files.writeString(publication.path(), "whole");

      assertThat(publication.path().getParent()).isEqualTo(folder());
      assertThat(publication.path().getFileName().toString())
          .matches("\\.movies\\.dump\\.[0-9a-f]{16}\\.tmp");
      assertThat(target()).doesNotExist();

      publication.commit();
      assertThat(target()).hasContent("whole");
      assertThat(names(folder())).containsExactly("movies.dump");
    }
    assertThat(names(folder())).containsExactly("movies.dump");
  }

  @Test
  void aFolderAppearsWithTheCommit() throws IOException {
    try (Publication publication = folder(target(), Existing.REFUSE)) {
      fill(publication.path(), "whole");
      assertThat(target()).doesNotExist();

      publication.commit();
      assertThat(target().resolve("inner").resolve("b")).hasContent("whole");
      assertThat(names(folder())).containsExactly("movies.dump");
    }
    assertThat(names(target())).containsExactly("a", "inner");
  }

  @Test
  void whatABrokenOffReplacementMovedAwayIsBroughtBack() throws IOException {
    Path moved = target().resolveSibling(".movies.dump.0123456789abcdef.old");
    fill(moved, "former");
    assertThat(Publication.movedAway(target())).containsExactly(moved);

    folder(target(), Existing.REPLACE).close();
    assertThat(target().resolve("a")).hasContent("former");
    assertThat(names(folder())).containsExactly("movies.dump");
    assertThat(Publication.movedAway(target())).isEmpty();
  }

  @Test
  void anAbandonedFileIsDeleted() throws IOException {
    Publication publication = file(target(), Existing.REFUSE);
    Files.writeString(publication.path(), "half");
    publication.close();
    publication.close();

    assertThat(names(folder())).isEmpty();
  }

  @Test
  void anAbandonedFolderIsDeletedWithoutFollowingLinks() throws IOException {
    Path other = Files.createDirectory(folder().resolve("other"));
    Files.writeString(other.resolve("precious"), "stays");
    Publication publication = folder(target(), Existing.REFUSE);
    fill(publication.path(), "half");
    Files.createSymbolicLink(publication.path().resolve("inner").resolve("link"), other);
    publication.close();
    publication.close();

    assertThat(names(folder())).containsExactly("other");
    assertThat(other.resolve("precious")).hasContent("stays");
  }

  @Test
  void closingCopesWithWhatTheCallerDeleted() throws IOException {
    Publication publication = file(target(), Existing.REFUSE);
    Files.delete(publication.path());
    publication.close();

    assertThat(names(folder())).isEmpty();
  }

  @Test
  void linksInAFolderArePublishedAsTheyAre() throws IOException {
    try (Publication publication = folder(target(), Existing.REFUSE)) {
      Files.createSymbolicLink(
          publication.path().resolve("link"), folder().resolve("does-not-exist"));
      publication.commit();
    }
    assertThat(target().resolve("link")).isSymbolicLink();
  }

  @Test
  void whatExistsIsRefused() throws IOException {
    Files.writeString(target(), "old");

    assertThatThrownBy(() -> file(target(), Existing.REFUSE))
        .isInstanceOf(ExistingTargetException.class)
        .hasMessageContaining("movies.dump")
        .hasMessageContaining("expected nothing there, found a file; choose another name");
    assertThatThrownBy(() -> folder(target(), Existing.REFUSE))
        .isInstanceOf(ExistingTargetException.class);
    assertThat(target()).hasContent("old");
    assertThat(names(folder())).containsExactly("movies.dump");
  }

  @Test
  void anEmptyFolderExistsToo() throws IOException {
    Files.createDirectory(target());

    assertThatThrownBy(() -> folder(target(), Existing.REFUSE))
        .isInstanceOf(ExistingTargetException.class)
        .hasMessageContaining("found a folder");
    assertThat(names(folder())).containsExactly("movies.dump");
  }

  @Test
  void aFileThatAppearsMeanwhileIsNotReplaced() throws IOException {
    Publication publication = file(target(), Existing.REFUSE);
    Files.writeString(publication.path(), "mine");
    Files.writeString(target(), "theirs");

    assertThatThrownBy(publication::commit).isInstanceOf(ExistingTargetException.class);
    publication.close();
    assertThat(target()).hasContent("theirs");
    assertThat(names(folder())).containsExactly("movies.dump");
  }

  @Test
  void aFolderThatAppearsMeanwhileIsNotReplaced() throws IOException {
    Publication publication = folder(target(), Existing.REFUSE);
    fill(publication.path(), "mine");
    Files.createDirectory(target());

    assertThatThrownBy(publication::commit).isInstanceOf(ExistingTargetException.class);
    publication.close();
    assertThat(names(target())).isEmpty();
    assertThat(names(folder())).containsExactly("movies.dump");
  }

  @Test
  void aFileIsReplacedWithTheCommit() throws IOException {
    Files.writeString(target(), "old");
    try (Publication publication = file(target(), Existing.REPLACE)) {
      Files.writeString(publication.path(), "new");
      assertThat(target()).hasContent("old");

      publication.commit();
      assertThat(target()).hasContent("new");
    }
    assertThat(names(folder())).containsExactly("movies.dump");
  }

  @Test
  void aFolderIsReplacedWithTheCommit() throws IOException {
    fill(target(), "old");
    Files.writeString(target().resolve("only-before"), "old");
    try (Publication publication = folder(target(), Existing.REPLACE)) {
      fill(publication.path(), "new");
      assertThat(target().resolve("a")).hasContent("old");

      publication.commit();
      assertThat(target().resolve("a")).hasContent("new");
      assertThat(names(target())).containsExactly("a", "inner");
      assertThat(names(folder())).containsExactly("movies.dump");
    }
    assertThat(names(folder())).containsExactly("movies.dump");
  }

  @Test
  void replacingNeedsNothingToReplace() throws IOException {
    try (Publication one = file(folder().resolve("one"), Existing.REPLACE);
        Publication two = folder(folder().resolve("two"), Existing.REPLACE)) {
      one.commit();
      two.commit();
    }
    assertThat(names(folder())).containsExactly("one", "two");
  }

  @Test
  void anAbandonedReplacementLeavesWhatWasThere() throws IOException {
    Files.writeString(target(), "old");
    try (Publication publication = file(target(), Existing.REPLACE)) {
      Files.writeString(publication.path(), "half");
    }
    assertThat(target()).hasContent("old");
    assertThat(names(folder())).containsExactly("movies.dump");
  }

  @Test
  void onlyTheSameKindIsReplaced() throws IOException {
    Files.createDirectory(folder().resolve("a-folder"));
    Files.writeString(folder().resolve("a-file"), "old");

    assertThatThrownBy(() -> file(folder().resolve("a-folder"), Existing.REPLACE))
        .isInstanceOf(ExistingTargetException.class)
        .hasMessageContaining("expected nothing or a file to replace, found a folder");
    assertThatThrownBy(() -> folder(folder().resolve("a-file"), Existing.REPLACE))
        .isInstanceOf(ExistingTargetException.class)
        .hasMessageContaining("expected nothing or a folder to replace, found a file");
    assertThat(names(folder())).containsExactly("a-file", "a-folder");
  }

  @Test
  void anotherKindThatAppearsMeanwhileIsNotReplaced() throws IOException {
    try (Publication publication = folder(target(), Existing.REPLACE)) {
      Files.writeString(target(), "theirs");
      assertThatThrownBy(publication::commit).isInstanceOf(ExistingTargetException.class);
    }
    assertThat(target()).hasContent("theirs");
    assertThat(names(folder())).containsExactly("movies.dump");
  }

  @Test
  void aLinkExistsEvenIfItLeadsNowhere() throws IOException {
    Files.createSymbolicLink(target(), folder().resolve("nowhere"));

    assertThatThrownBy(() -> file(target(), Existing.REFUSE))
        .isInstanceOf(ExistingTargetException.class)
        .hasMessageContaining("found a symbolic link");
    assertThatThrownBy(() -> file(target(), Existing.REPLACE))
        .isInstanceOf(ExistingTargetException.class)
        .hasMessageContaining("leads nowhere");
  }

  @Test
  void replacingFollowsALinkAndKeepsIt() throws IOException {
    Path elsewhere = Files.createDirectory(folder().resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("real"), "old");
    Files.createSymbolicLink(target(), elsewhere.resolve("real"));
    try (Publication publication = file(target(), Existing.REPLACE)) {
      assertThat(publication.path().getParent()).isEqualTo(elsewhere.toRealPath());
      Files.writeString(publication.path(), "new");
      publication.commit();
    }
    assertThat(target()).isSymbolicLink().hasContent("new");
    assertThat(names(elsewhere)).containsExactly("real");
  }

  @Test
  void aMissingFolderIsNamed() {
    Path missing = folder().resolve("missing");

    assertThatThrownBy(() -> file(missing.resolve("x"), Existing.REFUSE))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining(
            "expected the folder " + missing + ", found nothing; make that folder first");
    assertThatThrownBy(() -> folder(missing.resolve("x"), Existing.REPLACE))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("make that folder first");
    assertThat(missing).doesNotExist();
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Files.writeString(target(), "a file");

    assertThatThrownBy(() -> file(target().resolve("x"), Existing.REFUSE))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("expected a folder " + target());
  }

  @Test
  void aPathWithoutANameIsRefused() {
    Path root = folder().toAbsolutePath().getRoot();

    assertThatThrownBy(() -> folder(root, Existing.REPLACE))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("name the folder to write");
    assertThatThrownBy(() -> folder(folder().resolve(".."), Existing.REPLACE))
        .isInstanceOf(DumpException.class);
    assertThatThrownBy(() -> file(folder().resolve("."), Existing.REPLACE))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("name the file to write");
  }

  @Test
  void longNamesAreShortenedInTemporaryOnes() throws IOException {
    String name = "x".repeat(59) + "😀".repeat(40);
    try (Publication publication = file(folder().resolve(name), Existing.REFUSE)) {
      assertThat(publication.path().getFileName().toString())
          .matches("\\.x{59}\\.[0-9a-f]{16}\\.tmp");
      publication.commit();
    }
    assertThat(names(folder())).containsExactly(name);
  }

  @Test
  void thereIsOneCommit() throws IOException {
    Publication publication = file(target(), Existing.REFUSE);
    publication.commit();

    assertThatIllegalStateException().isThrownBy(publication::commit);
    assertThatIllegalStateException().isThrownBy(publication::ownerOnly);
    publication.close();
    assertThatIllegalStateException().isThrownBy(publication::commit);
    assertThat(target()).exists();
  }

  @Test
  void nothingIsCommittedAfterClosing() throws IOException {
    Publication publication = file(target(), Existing.REFUSE);
    publication.close();

    assertThatIllegalStateException().isThrownBy(publication::commit);
    assertThat(Files.exists(target(), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void aFailedCommitIsNotTriedAgain() throws IOException {
    Publication publication = file(target(), Existing.REFUSE);
    Files.delete(publication.path());

    assertThatThrownBy(publication::commit).isInstanceOf(DumpException.class);
    assertThatIllegalStateException().isThrownBy(publication::commit);
    publication.close();
    assertThat(names(folder())).isEmpty();
  }

  @Test
  void twoPublicationsOfOneNameDoNotMeet() throws IOException {
    try (Publication one = file(target(), Existing.REPLACE);
        Publication two = file(target(), Existing.REPLACE)) {
      Files.writeString(one.path(), "one");
      Files.writeString(two.path(), "two");
      two.commit();
      one.commit();
    }
    assertThat(target()).hasContent("one");
    assertThat(names(folder())).containsExactly("movies.dump");
  }

  @Test
  void ownerOnlyIsForThoseWhoHaveNotWritten() throws IOException {
    try (Publication publication = file(target(), Existing.REFUSE)) {
      assertThat(publication.ownerOnly()).isSameAs(publication);
      Files.writeString(publication.path(), "secret");
      publication.commit();
    }
    assertThat(target()).hasContent("secret");
  }
}
