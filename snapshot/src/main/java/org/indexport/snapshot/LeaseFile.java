package org.indexport.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import org.indexport.DumpException;
import org.indexport.ExistingTargetException;
import org.indexport.UnsupportedVersionException;
import org.indexport.json.JsonText;
import org.jspecify.annotations.Nullable;

/** The one file that tells who changes a repository. */
final class LeaseFile {
  private final RepositoryFolder folder;
  private final Path path;

  LeaseFile(RepositoryFolder folder) {
    this.folder = folder;
    this.path = folder.resolve(RepositoryFolder.LEASE);
  }

  /**
   * A lease that was found.
   *
   * @param content what it says, or null if it cannot be read: it is being written, or damaged
   * @param renewed the last sign of life
   * @param timeToLive after how long without one it need not be respected
   */
  record Found(@Nullable LeaseContent content, Instant renewed, Duration timeToLive) {
    /** Whether there was no sign of life between the two. */
    boolean isSame(Found other) {
      return renewed.equals(other.renewed) && hasToken(other.token());
    }

    boolean hasToken(String token) {
      return token().equals(token);
    }

    private String token() {
      return content == null ? "" : content.token();
    }

    String holder() {
      return content == null ? "unknown" : content.holder();
    }

    Instant until() {
      return renewed.plus(timeToLive);
    }
  }

  /**
   * Looks who has the lease.
   *
   * @param usual the time to live of a lease that does not tell its own
   * @return null if nobody has
   * @throws UnsupportedVersionException if it is one of a newer version
   */
  @Nullable Found find(Duration usual) throws IOException {
    try {
      byte[] bytes = folder.read(path);
      LeaseContent content = LeaseContent.parse(path.toString(), bytes, folder.limits());
      return new Found(content, content.renewed(), content.timeToLive());
    } catch (NoSuchFileException e) {
      return null;
    } catch (UnsupportedVersionException e) {
      throw e;
    } catch (DumpException e) {
      BasicFileAttributes attributes = RepositoryFolder.attributes(path);
      return attributes == null
          ? null
          : new Found(null, attributes.lastModifiedTime().toInstant(), usual);
    }
  }

  /** Takes the lease; false if somebody else was faster. */
  boolean create(LeaseContent content) throws IOException {
    try {
      folder.create(path, content.toBytes());
      return true;
    } catch (ExistingTargetException e) {
      return false;
    }
  }

  void renew(LeaseContent content) throws IOException {
    folder.replace(path, content.toBytes());
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  /**
   * Says that somebody else has the lease.
   *
   * @param found what was found at last, or null if it was gone again each time
   */
  LeaseHeldException refusal(@Nullable Found found) throws IOException {
    if (found == null) {
      return new LeaseHeldException(
          path + ": expected to get the lease, found others that were faster; try again",
          "unknown",
          folder.now());
    }
    LeaseContent content = found.content();
    String who =
        content == null
            ? "a lease that cannot be read, last written " + found.renewed()
            : JsonText.quote(content.purpose())
                + " by "
                + JsonText.quote(content.holder())
                + " since "
                + content.taken()
                + ", last sign of life "
                + content.renewed();
    return new LeaseHeldException(
        folder.root()
            + ": expected that nobody changes the repository, found "
            + who
            + "; wait until it has ended, at the latest until "
            + found.until()
            + ", or, if you know that it is no more, delete "
            + path,
        found.holder(),
        found.until());
  }
}
