package org.indexport.format.v2.container;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.util.ArrayList;
import java.util.List;
import org.indexport.DumpException;
import org.indexport.layout.MemberNames;
import org.jspecify.annotations.Nullable;

/** Writes the directory packing: a file for each member, those of payloads as their frames. */
final class FolderWriter extends MemberWriter {
  private final Path root;
  private final ContainerTarget target;

  /** What {@link #force()} has to make durable. */
  private final List<Path> written = new ArrayList<>();

  private Path parent;
  private long count;

  FolderWriter(ContainerTarget target) {
    super(target);
    this.target = target;
    this.root = target.path();
    this.parent = root;
  }

  private FolderWriter(ContainerTarget target, UnfinishedFolderMembers members, long count) {
    super(target, members);
    this.target = target;
    this.root = target.path();
    this.parent = root;
    this.count = count;
  }

  /** Takes up a folder that was not finished; it stays as it is if that fails. */
  static FolderWriter resume(
      ContainerTarget target, Resumption resumption, FrameLimits limits, FrameBuffers buffers)
      throws IOException {
    Path root = target.path();
    Folder folder = new Folder(root, unfinished(root), limits);
    try (var members = new UnfinishedFolderMembers(folder, resumption, buffers)) {
      restore(members, resumption);
      for (String other : members.others()) {
        Files.deleteIfExists(file(root, other));
      }
      deleteEmptyFolders(root);
      return new FolderWriter(target, members, resumption.durable());
    }
  }

  private static void deleteEmptyFolders(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            try {
              if (!folder.equals(root)) {
                Files.delete(folder);
              }
            } catch (DirectoryNotEmptyException e) {
              // It holds members.
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Path file(Path root, String name) throws DumpException {
    Path file = root;
    for (String segment : name.split("/", -1)) {
      if (segment.length() > AllowedNames.LONGEST_IN_FOLDER) {
        throw new DumpException(
            "%s: a name of %,d bytes, of at most %d in a folder; write a single file"
                .formatted(
                    AllowedNames.shown(segment), segment.length(), AllowedNames.LONGEST_IN_FOLDER));
      }
      file = file.resolve(segment);
    }
    return file;
  }

  @Override
  Placement writeSmall(String name, byte[] content) throws IOException {
    write(name, content, 0, content.length);
    return new Placement(0, content.length);
  }

  @Override
  Placement writePayload(String name, PackedFrame frame) throws IOException {
    write(name + AllowedNames.PACKED, frame.bytes(), frame.from(), frame.length());
    return new Placement(0, frame.length());
  }

  @Override
  long force() throws IOException {
    target.force(written);
    written.clear();
    return count;
  }

  @Override
  void writeEnd(Content manifest, int size, byte[] id) throws IOException {
    write(
        MemberNames.MANIFEST,
        file -> {
          OutputStream out = new BufferedOutputStream(file, 64 << 10);
          manifest.writeTo(out);
          out.flush();
        });
  }

  private void write(String name, byte[] bytes, int from, int length) throws IOException {
    write(name, file -> file.write(bytes, from, length));
  }

  private void write(String name, Content content) throws IOException {
    Path file = file(root, name);
    Path folder = file.getParent();
    if (folder != null && !folder.equals(parent)) {
      Files.createDirectories(folder);
      parent = folder;
    }
    try (OutputStream out = Files.newOutputStream(file, CREATE_NEW, WRITE)) {
      content.writeTo(out);
    } catch (FileAlreadyExistsException e) {
      throw new DumpException(
          name + ": this file system takes it for another member's name; write a single file", e);
    }
    count++;
    if (target.isResumable()) {
      written.add(file);
    }
  }

  @Override
  void release() {}
}
