package org.indexport.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.indexport.DumpException;
import org.indexport.ExistingTargetException;
import org.indexport.io.Publication.Existing;
import org.junit.jupiter.api.Test;

/** What publications that can be resumed promise on every file system with atomic moves. */
abstract class ResumablePublicationContract {
  private static final String UNFINISHED = ".movies.dump.unfinished";

  /** An empty folder; all file systems here can hold symbolic links. */
  abstract Path folder();

  private Path target() {
    return folder().resolve("movies.dump");
  }

  private Path unfinished() {
    return folder().resolve(UNFINISHED);
  }

  private List<String> names() throws IOException {
    return PublicationContract.names(folder());
  }

  private Publication file(Existing existing) throws IOException {
    return Publication.openResumableFile(target(), existing);
  }

  private Publication folder(Existing existing) throws IOException {
    return Publication.openResumableDirectory(target(), existing);
  }

  private Publication resumedFile(Existing existing) throws IOException {
    return Publication.resumeFile(target(), existing);
  }

  private Publication resumedFolder(Existing existing) throws IOException {
    return Publication.resumeDirectory(target(), existing);
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anUnfinishedFileStaysAndIsContinued() throws IOException {
    try (Publication publication = file(Existing.REFUSE);
        OutputStream out = publication.openStream()) {
      assertThat(publication.path()).isEqualTo(unfinished());
      write(out, "half and garbage");
      publication.force();
    }
    assertThat(names()).containsExactly(UNFINISHED);
    try (Publication publication = resumedFile(Existing.REFUSE)) {
      assertThat(publication.path()).hasContent("half and garbage");
      try (OutputStream out = publication.openStreamAt(4)) {
        assertThat(publication.path()).hasContent("half");
        write(out, " whole");
      }
    }
    try (Publication publication = resumedFile(Existing.REFUSE)) {
      publication.commit();
    }
    assertThat(names()).containsExactly("movies.dump");
    assertThat(target()).hasContent("half whole");
  }

  @Test
  void anUnfinishedFolderStaysAndIsContinued() throws IOException {
    try (Publication publication = folder(Existing.REFUSE)) {
      PublicationContract.fill(publication.path(), "half");
      Path inner = publication.path().resolve("inner").resolve("b");
      publication.force(List.of(publication.path().resolve("a"), inner));
    }
    assertThat(names()).containsExactly(UNFINISHED);
    try (Publication publication = resumedFolder(Existing.REFUSE)) {
      Files.writeString(publication.path().resolve("c"), "whole");
      publication.commit();
      assertThatIllegalStateException().isThrownBy(publication::abandon);
    }
    assertThat(names()).containsExactly("movies.dump");
    assertThat(PublicationContract.names(target())).containsExactly("a", "c", "inner");
  }

  @Test
  void theCommitOfAFileNeedsNoStreamAgain() throws IOException {
    try (Publication publication = file(Existing.REFUSE)) {
      Files.writeString(publication.path(), "whole");
      publication.commit();
    }
    assertThat(names()).containsExactly("movies.dump");
  }

  @Test
  void anUnfinishedOneIsNotOverwritten() throws IOException {
    file(Existing.REFUSE).close();
    for (Existing existing : Existing.values()) {
      assertThatThrownBy(() -> file(existing))
          .isInstanceOf(ExistingTargetException.class)
          .hasMessageContaining("an unfinished one is there, " + unfinished())
          .hasMessageContaining("resume it with its checkpoint, or delete it");
      assertThatThrownBy(() -> folder(existing)).isInstanceOf(ExistingTargetException.class);
    }
    assertThat(names()).containsExactly(UNFINISHED);
  }

  @Test
  void onlyWhatWasLeftIsResumed() throws IOException {
    assertThatThrownBy(() -> resumedFile(Existing.REFUSE))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("expected an unfinished file " + unfinished() + ", found nothing;");
    file(Existing.REFUSE).close();
    assertThatThrownBy(() -> resumedFolder(Existing.REFUSE))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("found a file");
    Files.move(unfinished(), folder().resolve("elsewhere"));
    Files.createSymbolicLink(unfinished(), folder().resolve("elsewhere"));
    assertThatThrownBy(() -> resumedFile(Existing.REFUSE))
        .isInstanceOf(DumpException.class)
        .hasMessageContaining("found a symbolic link");
    assertThat(names()).containsExactly(UNFINISHED, "elsewhere");
  }

  @Test
  void abandoningDeletesIt() throws IOException {
    Publication file = file(Existing.REFUSE);
    file.abandon();
    assertThatIllegalStateException().isThrownBy(file::abandon);
    Publication folder = folder(Existing.REFUSE);
    PublicationContract.fill(folder.path(), "half");
    folder.close();
    assertThat(names()).containsExactly(UNFINISHED);
    resumedFolder(Existing.REFUSE).abandon();
    PublicationContract.file(target(), Existing.REFUSE).abandon();
    assertThat(names()).isEmpty();
  }

  @Test
  void whatExistsIsReplacedAtLast() throws IOException {
    Files.writeString(target(), "old");
    assertThatThrownBy(() -> file(Existing.REFUSE)).isInstanceOf(ExistingTargetException.class);
    try (Publication publication = file(Existing.REPLACE)) {
      Files.writeString(publication.path(), "new");
    }
    assertThatThrownBy(() -> resumedFile(Existing.REFUSE))
        .isInstanceOf(ExistingTargetException.class);
    assertThat(target()).hasContent("old");
    try (Publication publication = resumedFile(Existing.REPLACE)) {
      publication.commit();
    }
    assertThat(target()).hasContent("new");
    assertThat(names()).containsExactly("movies.dump");
  }

  @Test
  void aFolderIsReplacedAtLast() throws IOException {
    PublicationContract.fill(target(), "old");
    folder(Existing.REPLACE).close();
    try (Publication publication = resumedFolder(Existing.REPLACE)) {
      publication.commit();
    }
    assertThat(target()).isEmptyDirectory();
    assertThat(names()).containsExactly("movies.dump");
  }

  @Test
  void whatCannotBePublishedStays() throws IOException {
    try (Publication publication = file(Existing.REFUSE)) {
      Files.writeString(publication.path(), "mine");
      Files.writeString(target(), "theirs");
      assertThatThrownBy(publication::commit).isInstanceOf(ExistingTargetException.class);
    }
    assertThat(names()).containsExactly(UNFINISHED, "movies.dump");
    Files.delete(target());
    try (Publication publication = resumedFile(Existing.REFUSE)) {
      publication.commit();
    }
    assertThat(target()).hasContent("mine");
    assertThat(names()).containsExactly("movies.dump");
  }

  @Test
  void aFinishedFileIsNotTakenForAnUnfinishedOne() throws IOException {
    Files.writeString(target(), "whole");
    Files.createLink(unfinished(), target());
    assertThatThrownBy(() -> resumedFile(Existing.REPLACE))
        .isInstanceOf(ExistingTargetException.class)
        .hasMessageContaining("it is finished already; delete " + unfinished());
    assertThat(target()).hasContent("whole");
  }

  @Test
  void longNamesAreNotMixedUp() throws IOException {
    String stem = "x".repeat(100);
    Publication.openResumableFile(folder().resolve(stem + 1), Existing.REFUSE).close();
    Publication.openResumableFile(folder().resolve(stem + 2), Existing.REFUSE).close();
    assertThat(names()).hasSize(2);
  }
}
