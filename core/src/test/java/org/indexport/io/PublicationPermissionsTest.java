package org.indexport.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.indexport.io.Publication.Existing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublicationPermissionsTest {
  private final ScriptedFileSystem files =
      new ScriptedFileSystem(
          Jimfs.newFileSystem(
              Configuration.unix().toBuilder()
                  .setAttributeViews("posix")
                  .setDefaultAttributeValue("posix:permissions", "rw-r--r--")
                  .build()));
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

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private void allow(String permissions) throws IOException {
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void permissionsAreThePlatformsUsualOnes() throws IOException {
    try (Publication publication = PublicationContract.file(target, Existing.REFUSE)) {
      assertThat(permissions(publication.path())).isEqualTo("rw-r--r--");
      publication.commit();
    }
    assertThat(permissions(target)).isEqualTo("rw-r--r--");
  }

  @Test
  void aSecretFileIsItsOwners() throws IOException {
    try (Publication publication = PublicationContract.file(target, Existing.REFUSE).ownerOnly()) {
      assertThat(permissions(publication.path())).isEqualTo("rw-------");
      publication.commit();
    }
    assertThat(permissions(target)).isEqualTo("rw-------");
  }

  @Test
  void aSecretFolderIsItsOwners() throws IOException {
    try (Publication publication =
        PublicationContract.folder(target, Existing.REFUSE).ownerOnly()) {
      assertThat(permissions(publication.path())).isEqualTo("rwx------");
      publication.commit();
    }
    assertThat(permissions(target)).isEqualTo("rwx------");
  }

  @Test
  void aSecretFileStaysOneThoughItReplacesAnOpenOne() throws IOException {
    Files.writeString(target, "old");
    allow("rw-rw-rw-");
    try (Publication publication = PublicationContract.file(target, Existing.REPLACE).ownerOnly()) {
      publication.commit();
    }
    assertThat(permissions(target)).isEqualTo("rw-------");
  }

  @Test
  void itIsTooLateForSecretsAfterWriting() throws IOException {
    try (Publication file = PublicationContract.file(target, Existing.REFUSE);
        Publication tree = PublicationContract.folder(target, Existing.REFUSE)) {
      Files.writeString(file.path(), "secret");
      Files.writeString(tree.path().resolve("a"), "secret");

      assertThatIllegalStateException().isThrownBy(file::ownerOnly);
      assertThatIllegalStateException().isThrownBy(tree::ownerOnly);
    }
  }

  @Test
  void aReplacementIsAsOpenAsWhatWasThere() throws IOException {
    Files.writeString(target, "old");
    for (String permissions : new String[] {"rw-------", "rw-rw-r--", "rwxr-xr-x"}) {
      allow(permissions);
      try (Publication publication = PublicationContract.file(target, Existing.REPLACE)) {
        assertThat(permissions(publication.path())).isEqualTo(permissions);
        publication.commit();
      }
      assertThat(permissions(target)).isEqualTo(permissions);
    }
  }

  @Test
  void theOwnerCanWriteAReplacementOfWhatIsReadOnly() throws IOException {
    Files.createDirectory(target);
    allow("r-xr-x---");
    try (Publication publication = PublicationContract.folder(target, Existing.REPLACE)) {
      assertThat(permissions(publication.path())).isEqualTo("rwxr-x---");
    }
  }

  private GroupPrincipal giveToGroup(String name) throws IOException {
    GroupPrincipal group = files.getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
    Files.getFileAttributeView(target, PosixFileAttributeView.class).setGroup(group);
    return group;
  }

  @Test
  void aReplacementBelongsToTheGroupOfWhatWasThere() throws IOException {
    Files.writeString(target, "old");
    allow("rw-rw----");
    GroupPrincipal group = giveToGroup("keepers");
    try (Publication publication = PublicationContract.file(target, Existing.REPLACE)) {
      publication.commit();
    }
    assertThat(Files.readAttributes(target, PosixFileAttributes.class).group()).isEqualTo(group);
    assertThat(permissions(target)).isEqualTo("rw-rw----");
  }

  @Test
  void anotherGroupGetsNoMoreThanEverybody() throws IOException {
    Files.writeString(target, "old");
    allow("rwxrwxr--");
    giveToGroup("keepers");
    files.script =
        (operation, path) -> {
          if (operation.equals("setGroup")) {
            throw new IOException("Operation not permitted");
          }
        };
    try (Publication publication = PublicationContract.file(target, Existing.REPLACE)) {
      assertThat(permissions(publication.path())).isEqualTo("rwxr--r--");
    }
  }

  @Test
  void permissionsThatCannotBeGivenStayTheOwners() throws IOException {
    Files.writeString(target, "old");
    allow("rw-rw-rw-");
    files.script =
        (operation, path) -> {
          if (operation.equals("setPermissions")) {
            throw new IOException("Operation not permitted");
          }
        };
    try (Publication publication = PublicationContract.file(target, Existing.REPLACE)) {
      assertThat(permissions(publication.path())).isEqualTo("rw-------");
      publication.commit();
    }
    assertThat(permissions(target)).isEqualTo("rw-------");
  }

  @Test
  void whatIsHiddenIsOpenedByTheCommit() throws IOException {
    try (Publication publication = PublicationContract.file(target, Existing.REFUSE)) {
      assertThat(publication.hideUntilCommit().hideUntilCommit()).isSameAs(publication);
      assertThat(permissions(publication.path())).isEqualTo("rw-------");
      publication.openStream().close();
      publication.commit();
    }
    assertThat(permissions(target)).isEqualTo("rw-r--r--");
  }

  @Test
  void whatIsHiddenMayTurnOutToBeSecret() throws IOException {
    try (Publication publication =
        PublicationContract.folder(target, Existing.REFUSE).hideUntilCommit()) {
      Files.writeString(publication.path().resolve("a"), "secret");
      publication.ownerOnly().hideUntilCommit();
      publication.commit();
    }
    assertThat(permissions(target)).isEqualTo("rwx------");
  }

  @Test
  void aHiddenReplacementIsAsOpenAsWhatWasThereAtLast() throws IOException {
    Files.writeString(target, "old");
    allow("rw-rw----");
    GroupPrincipal group = giveToGroup("keepers");
    try (Publication publication =
        PublicationContract.file(target, Existing.REPLACE).hideUntilCommit()) {
      assertThat(permissions(publication.path())).isEqualTo("rw-------");
      publication.commit();
    }
    assertThat(Files.readAttributes(target, PosixFileAttributes.class).group()).isEqualTo(group);
    assertThat(permissions(target)).isEqualTo("rw-rw----");
  }

  @Test
  void itIsTooLateToHideWhatIsWritten() throws IOException {
    try (Publication publication = PublicationContract.file(target, Existing.REFUSE)) {
      Files.writeString(publication.path(), "secret");
      assertThatIllegalStateException().isThrownBy(publication::hideUntilCommit);
    }
    try (Publication publication = PublicationContract.file(target, Existing.REFUSE)) {
      publication.openStream().close();
      assertThatIllegalStateException().isThrownBy(publication::hideUntilCommit);
      assertThatIllegalStateException().isThrownBy(publication::ownerOnly);
    }
  }

  @Test
  void anUnfinishedOneIsItsOwnersUntilTheCommit() throws IOException {
    Path unfinished = folder.resolve(".movies.dump.unfinished");
    try (Publication publication = Publication.openResumableDirectory(target, Existing.REFUSE)) {
      assertThat(permissions(publication.path())).isEqualTo("rwx------");
      Files.writeString(publication.path().resolve("a"), "perhaps secret");
    }
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (Publication publication = Publication.resumeDirectory(target, Existing.REFUSE)) {
      assertThat(permissions(publication.path())).isEqualTo("rwx------");
    }
    try (Publication publication = Publication.resumeDirectory(target, Existing.REFUSE)) {
      publication.ownerOnly();
      publication.commit();
    }
    assertThat(permissions(target)).isEqualTo("rwx------");
  }

  @Test
  void anUnfinishedReplacementIsAtLastAsOpenAsWhatWasThere() throws IOException {
    Files.writeString(target, "old");
    allow("rw-rw----");
    try (Publication publication = Publication.openResumableFile(target, Existing.REPLACE)) {
      assertThat(permissions(publication.path())).isEqualTo("rw-------");
    }
    try (Publication publication = Publication.resumeFile(target, Existing.REPLACE)) {
      publication.commit();
    }
    assertThat(permissions(target)).isEqualTo("rw-rw----");
  }
}
