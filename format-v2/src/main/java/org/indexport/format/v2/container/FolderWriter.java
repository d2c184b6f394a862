package org.indexport.format.v2.container;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.DumpException;

/** Writes the directory packing: a file for each member, those of payloads as their frames. */
final class FolderWriter extends MemberWriter {
  private final Path root;
  private Path parent;

  FolderWriter(ContainerTarget target) {
    super(target);
    this.root = target.folder();
    this.parent = root;
  }

  @Override
  Placement writeSmall(String name, byte[] content) throws IOException {
    write(name, content, 0, content.length);
    return new Placement(0, content.length);
  }

  @Override
  Placement writePayload(String name, PackedFrame frame) throws IOException {
    write(name + MemberNames.PACKED, frame.bytes(), frame.from(), frame.length());
    return new Placement(0, frame.length());
  }

  @Override
  void writeEnd(byte[] manifest, byte[] id) throws IOException {
    write(MemberNames.MANIFEST, manifest, 0, manifest.length);
  }

  private void write(String name, byte[] bytes, int from, int length) throws IOException {
    Path file = root;
    for (String segment : name.split("/", -1)) {
      file = file.resolve(segment);
    }
    Path folder = file.getParent();
    if (folder != null && !folder.equals(parent)) {
      Files.createDirectories(folder);
      parent = folder;
    }
    try (OutputStream out = Files.newOutputStream(file, CREATE_NEW, WRITE)) {
      out.write(bytes, from, length);
    } catch (FileAlreadyExistsException e) {
      throw new DumpException(
          name + ": this file system takes it for another member's name; write a single file", e);
    }
  }

  @Override
  void release() {}
}
