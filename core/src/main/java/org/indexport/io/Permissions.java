package org.indexport.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** POSIX permissions of what is being written; file systems without them are left alone. */
final class Permissions {
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private Permissions() {}

  static boolean supported(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** For creating what nobody but its owner can open, from its first moment. */
  static FileAttribute<?> ownerOnly(PublicationKind kind) {
    return PosixFilePermissions.asFileAttribute(ownersOwn(kind));
  }

  /**
   * Gives {@code created}, which is open to its owner only, the permissions and the group of {@code
   * model}. Its owner can read and write it in any case. Nobody gets in who cannot open the model:
   * a group that cannot be given gets no more than all others have.
   */
  static void adopt(Path created, Path model, PublicationKind kind) throws IOException {
    PosixFileAttributes wanted = Files.readAttributes(model, PosixFileAttributes.class);
    PosixFileAttributes present = Files.readAttributes(created, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(created, PosixFileAttributeView.class);
    Set<PosixFilePermission> permissions = EnumSet.copyOf(ownersOwn(kind));
    permissions.addAll(wanted.permissions());
    try {
      if (!wanted.group().equals(present.group())) {
        view.setGroup(wanted.group());
      }
    } catch (IOException e) {
      limitGroupToOthers(permissions);
    }
    try {
      view.setPermissions(permissions);
    } catch (IOException e) {
      // Stays as closed as it was created.
    }
  }

  /** Who can open something; null on a file system that does not tell. */
  static @Nullable PosixFileAttributes of(Path path) throws IOException {
    return supported(path) ? Files.readAttributes(path, PosixFileAttributes.class) : null;
  }

  /** Opens something to those of other attributes. */
  static void give(Path path, PosixFileAttributes wanted) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    view.setGroup(wanted.group());
    view.setPermissions(wanted.permissions());
  }

  /** Lets only the owner open something. */
  static void close(Path path, PublicationKind kind) throws IOException {
    Files.getFileAttributeView(path, PosixFileAttributeView.class).setPermissions(ownersOwn(kind));
  }

  private static Set<PosixFilePermission> ownersOwn(PublicationKind kind) {
    Set<PosixFilePermission> permissions = EnumSet.copyOf(OWNER);
    if (kind == PublicationKind.FOLDER) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
    }
    return permissions;
  }

  private static void limitGroupToOthers(Set<PosixFilePermission> permissions) {
    limit(permissions, PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
    limit(permissions, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    limit(permissions, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);
  }

  private static void limit(
      Set<PosixFilePermission> permissions, PosixFilePermission group, PosixFilePermission others) {
    if (!permissions.contains(others)) {
      permissions.remove(group);
    }
  }
}
