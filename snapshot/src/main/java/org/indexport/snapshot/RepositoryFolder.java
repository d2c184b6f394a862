package org.indexport.snapshot;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.indexport.DumpException;
import org.indexport.ExistingTargetException;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.UnknownFormatException;
import org.indexport.io.Closing;
import org.indexport.io.Durability;
import org.indexport.io.Publication;
import org.indexport.io.Publication.Existing;
import org.indexport.io.Publication.Unproven;
import org.indexport.snapshot.RepositoryHead.Publishing;
import org.jspecify.annotations.Nullable;

/** The folder of a repository, and how small files are read and written there. Thread-safe. */
final class RepositoryFolder {
  static final String BLOBS = "blobs";
  static final String POINTS = "points";
  static final String LEASE = "lease.json";

  private static final String HEAD = "repository.json";
  private static final Pattern TEMPORARY = Pattern.compile("\\..+\\.[0-9a-f]{16}\\.(tmp|old)");

  private final Path root;
  private final RepositoryHead head;
  private final ReadLimits limits;
  private final InstantSource clock;

  private RepositoryFolder(Path root, RepositoryHead head, SnapshotOptions options) {
    this.root = root;
    this.head = head;
    this.limits = options.limits();
    this.clock = options.clock();
  }

  /**
   * Makes an empty repository.
   *
   * @throws ExistingTargetException if there is one, or the folder is not empty
   */
  static RepositoryFolder initialize(Path root, SnapshotOptions options) throws IOException {
    Files.createDirectories(root);
    requireEmpty(root, options.limits());
    Path file = root.resolve(HEAD);
    String id = UUID.randomUUID().toString().replace("-", "");
    Publication publication = Publication.openFile(file, Existing.REFUSE, Unproven.WRITE_IN_PLACE);
    boolean inPlace = publication.path().endsWith(HEAD);
    RepositoryHead head =
        new RepositoryHead(
            id, now(options.clock()), inPlace ? Publishing.IN_PLACE : Publishing.ATOMIC);
    publish(publication, head.toBytes());
    Path parent = root.toAbsolutePath().getParent();
    if (parent != null) {
      Durability.forceFolder(parent);
    }
    return new RepositoryFolder(root, head, options);
  }

  /** Tolerates what a process left behind that was killed while it did the same. */
  private static void requireEmpty(Path root, ReadLimits limits) throws IOException {
    Path head = root.resolve(HEAD);
    // Not left to the listing, which may be late.
    boolean isLeft = attributes(head) != null;
    if (isLeft && !isIncomplete(head, limits)) {
      throw notEmpty(root, "a repository");
    }
    for (Path entry : list(root)) {
      String name = nameOf(entry);
      if (!isTemporary(name) && !name.equals(HEAD)) {
        throw notEmpty(root, name + " in it");
      }
    }
    if (isLeft) {
      Files.deleteIfExists(head);
    }
  }

  private static ExistingTargetException notEmpty(Path root, String found) {
    return new ExistingTargetException(
        root.toString(),
        "an empty folder",
        found,
        "open the repository that is there, or choose another folder");
  }

  /** Only where files are written in place can there be such a one. */
  private static boolean isIncomplete(Path head, ReadLimits limits) throws IOException {
    byte[] bytes = read(head, limits);
    return bytes.length == 0 || bytes[bytes.length - 1] != '\n';
  }

  /**
   * Opens a repository.
   *
   * @throws UnknownFormatException if there is none
   * @throws DumpException if it is of a newer version, or its head is damaged
   */
  static RepositoryFolder open(Path root, SnapshotOptions options) throws IOException {
    Path file = root.resolve(HEAD);
    byte[] bytes;
    try {
      bytes = read(file, options.limits());
    } catch (NoSuchFileException e) {
      throw new UnknownFormatException(
          root
              + ": expected a repository of snapshots, found no "
              + HEAD
              + "; name another folder, or initialize one",
          e);
    }
    RepositoryHead head = RepositoryHead.parse(file.toString(), bytes, options.limits());
    return new RepositoryFolder(root, head, options);
  }

  Path root() {
    return root;
  }

  String id() {
    return head.id();
  }

  Publishing publishing() {
    return head.publishing();
  }

  ReadLimits limits() {
    return limits;
  }

  /**
   * The time by the clock.
   *
   * @throws DumpException if it is none that can be written
   */
  Instant now() throws DumpException {
    return now(clock);
  }

  private static Instant now(InstantSource clock) throws DumpException {
    Instant now = clock.instant();
    if (!RepositoryJson.isTime(now)) {
      throw new DumpException(
          "expected a clock that shows one of the years 0 to 9999, found " + now + "; set it");
    }
    return now;
  }

  Path resolve(String name) {
    return root.resolve(name);
  }

  /** The path of a file as it stands in reports. */
  String within(Path file) {
    return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }

  /**
   * Reads a small file.
   *
   * @throws NoSuchFileException if it is not there
   * @throws LimitExceededException if it is larger than metadata may be
   */
  byte[] read(Path file) throws IOException {
    return read(file, limits);
  }

  private static byte[] read(Path file, ReadLimits limits) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file, READ)) {
      long length = channel.size();
      if (length > limits.maxMetadataBytes()) {
        throw new LimitExceededException(
            file.toString(),
            "at most " + limits.maxMetadataBytes() + " bytes",
            length + " bytes",
            "raise the limit of metadata if the file is sound");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) length);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // Reads on; a file that is cut at this moment is found to be damaged.
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    }
  }

  /**
   * Creates a small file, durably, that is there whole or not at all; where files are written in
   * place, it can be seen while it is written.
   *
   * @throws ExistingTargetException if it is there
   */
  void create(Path file, byte[] content) throws IOException {
    publish(Publication.openFile(file, Existing.REFUSE, unproven()), content);
  }

  /** Writes a small file anew, where possible without it being absent or cut for a moment. */
  void replace(Path file, byte[] content) throws IOException {
    if (publishing() == Publishing.IN_PLACE) {
      Files.write(file, content);
    } else {
      publish(Publication.openFile(file, Existing.REPLACE, unproven()), content);
    }
  }

  private Unproven unproven() {
    // A repository that was made where moves are atomic does not expect cut files.
    return publishing() == Publishing.ATOMIC ? Unproven.REFUSE : Unproven.WRITE_IN_PLACE;
  }

  private static void publish(Publication publication, byte[] content) throws IOException {
    try {
      try (OutputStream out = publication.openStream()) {
        out.write(content);
      }
      publication.commit();
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, publication);
      throw e;
    }
    try {
      publication.close();
    } catch (IOException e) {
      // It is published; what is left is garbage, which is collected.
    }
  }

  /** The attributes of a file, or null if it is not there. Does not rely on a listing. */
  static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** What a listing tells, which may be out of date; nothing if there is no such folder. */
  static List<Path> list(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }

  static String nameOf(Path file) {
    String name = String.valueOf(file.getFileName());
    // Some providers mark folders in this way.
    return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
  }

  /** A name for what becomes the file, as {@link Publication} chooses them. */
  static Path temporary(Path file) {
    String unique = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    return file.resolveSibling("." + file.getFileName() + "." + unique + ".tmp");
  }

  static boolean isTemporary(String name) {
    return TEMPORARY.matcher(name).matches();
  }
}
