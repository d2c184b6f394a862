package org.indexport.format.v2.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.layout.MemberNames;
import org.indexport.zstd.seekable.SeekTable;
import org.jspecify.annotations.Nullable;

/** The files of the directory packing. Links are not followed but refused, also on the way. */
final class Folder {
  private final Path root;
  private final Place start;
  private final FrameLimits limits;

  Folder(DumpSource source, FrameLimits limits) {
    this(Objects.requireNonNull(source.path()), new Place(source.name(), 0), limits);
  }

  /**
   * A folder that may be incomplete.
   *
   * @param start the folder, for messages
   */
  Folder(Path root, Place start, FrameLimits limits) {
    this.root = root;
    this.start = start;
    this.limits = limits;
  }

  FrameLimits limits() {
    return limits;
  }

  Place place(String file) {
    return new Place(start.name() + "/" + file, 0, start.remedy());
  }

  /** The length of a file, or -1 if there is none of this name. */
  long size(String file) throws IOException {
    Path path = root;
    String[] segments = file.split("/", -1);
    try {
      for (int i = 0; i < segments.length; i++) {
        path = path.resolve(segments[i]);
        BasicFileAttributes found =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean isLast = i == segments.length - 1;
        if (isLast ? !found.isRegularFile() : !found.isDirectory()) {
          throw wrongKind(file);
        }
        if (isLast) {
          return found.size();
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return -1;
    }
    return -1;
  }

  private CorruptDumpException wrongKind(String file) {
    return place(file).corrupt("folders and files only", "a link or device");
  }

  /** All of a file into a buffer that is long enough. */
  void read(String file, byte[] target, int length) throws IOException {
    Path path = root.resolve(file.replace("/", root.getFileSystem().getSeparator()));
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      int got = in.readNBytes(target, 0, length);
      if (got < length) {
        throw place(file).at(got).truncated(length - got + " more bytes");
      }
    }
  }

  /**
   * The content of a small member.
   *
   * @return null if there is none
   */
  byte @Nullable [] small(String member) throws IOException {
    long size = size(member);
    if (size < 0) {
      return null;
    }
    limits.checkText(size, place(member));
    byte[] content = new byte[(int) size];
    read(member, content, content.length);
    return content;
  }

  /** The content of the manifest, which must be there. */
  ManifestContent manifest() throws IOException {
    Place manifest = place(MemberNames.MANIFEST);
    long size = size(MemberNames.MANIFEST);
    if (size < 1) {
      throw manifest.truncated("the last file to be written");
    }
    if (size > SeekTable.MAX_FRAME_BYTES) {
      throw manifest.beyond(
          "a manifest of at most " + SeekTable.MAX_FRAME_BYTES + " bytes", "" + size, "metadata");
    }
    return ManifestContent.of(
        () -> Files.newInputStream(root.resolve(MemberNames.MANIFEST), LinkOption.NOFOLLOW_LINKS));
  }

  /** The frame of a payload whose file has this length. */
  PackedFrame payload(String member, long size, FrameBuffers buffers) throws IOException {
    String file = member + AllowedNames.PACKED;
    int most = FrameHeader.mostPackedBytes(limits.payload());
    if (size > most) {
      throw place(file)
          .beyond("a frame of at most " + most + " bytes", size + " bytes", "documents");
    }
    byte[] bytes = buffers.take((int) size);
    try {
      read(file, bytes, (int) size);
      return PackedFrame.parse(place(file), bytes, 0, (int) size, limits.payload(), buffers);
    } catch (IOException | RuntimeException | Error e) {
      buffers.give(bytes);
      throw e;
    }
  }

  /**
   * The names of all files but the manifest: {@code metadata.json}, then those of small members,
   * then those of payloads, ordered by folder, length and name. Hidden files do not count.
   */
  List<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return !folder.equals(root) && isHidden(folder)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!isHidden(file)) {
              String found = name(file);
              limits.checkMembers(files.size() + 1L, place(found));
              if (!attributes.isRegularFile()) {
                throw wrongKind(found);
              }
              if (!found.equals(MemberNames.MANIFEST)) {
                files.add(found);
              }
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(
        Comparator.comparing((String file) -> !file.equals(MemberNames.METADATA))
            .thenComparing(Folder::isPayload)
            .thenComparing(file -> file.substring(0, file.lastIndexOf('/') + 1))
            .thenComparing(String::length)
            .thenComparing(Comparator.naturalOrder()));
    return files;
  }

  static boolean isPayload(String file) {
    return file.endsWith(AllowedNames.PACKED);
  }

  /** The member that a file holds. */
  static String member(String file) {
    return isPayload(file) ? file.substring(0, file.length() - AllowedNames.PACKED.length()) : file;
  }

  private static boolean isHidden(Path path) {
    return String.valueOf(path.getFileName()).startsWith(".");
  }

  private String name(Path file) throws DumpException {
    StringBuilder found = new StringBuilder();
    for (Path segment : root.relativize(file)) {
      found.append(found.length() == 0 ? "" : "/").append(segment);
    }
    String text = found.toString();
    if (!AllowedNames.isAllowed(member(text))) {
      throw start.corrupt("files with names of members", AllowedNames.shown(text));
    }
    return text;
  }
}
