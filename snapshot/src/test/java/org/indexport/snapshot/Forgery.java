package org.indexport.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.indexport.DumpSink;
import org.indexport.Sha256;
import org.indexport.format.v2.container.ContainerWriter;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.FramePacker;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.format.v2.container.Placement;

/** Writes snapshot files whose digests are right and whose manifest says what it likes. */
final class Forgery implements Closeable {
  static final String METADATA =
      new SnapshotHead(Tree.ENGINE, Instant.parse("2026-01-02T03:04:05Z")).write();

  private final ContainerWriter container;
  private final FramePacker packer = new FramePacker(new FrameBuffers(), 1);
  private final String metadata;
  private final List<ArchivedFile> files = new ArrayList<>();
  private final List<String> folders = new ArrayList<>();
  private final List<ListedMember> members = new ArrayList<>();

  Forgery(Path path, String metadata) throws IOException {
    this.metadata = metadata;
    container = ContainerWriter.create(DumpSink.file(path).replacing(), Instant.EPOCH);
    small("metadata.json", metadata + "\n");
  }

  Forgery(Path path) throws IOException {
    this(path, METADATA);
  }

  Forgery small(String name, String content) throws IOException {
    byte[] bytes = content.getBytes(UTF_8);
    Placement at = container.addSmall(name, bytes);
    members.add(
        new ListedMember(ListedMember.Kind.SMALL, name, bytes.length, at, Hashing.sha256(bytes)));
    return this;
  }

  /** A payload that the manifest does not list unless it is told to. */
  Placement payload(String name, byte[] content) throws IOException {
    try (PackedFrame frame = packer.pack(content, 0, content.length)) {
      return container.addPayload(name, frame);
    }
  }

  ListedMember listed(String name, byte[] content) throws IOException {
    try (PackedFrame frame = packer.pack(content, 0, content.length)) {
      Placement at = container.addPayload(name, frame);
      ListedMember member =
          new ListedMember(
              ListedMember.Kind.PAYLOAD, name, content.length, at, Sha256.of(frame.sha256()));
      return member;
    }
  }

  Forgery with(ListedMember member) {
    members.add(member);
    return this;
  }

  /** A file of one part. */
  Forgery file(String path, byte[] content) throws IOException {
    FileParts parts = part(ArchivedFile.member(path, 0), content, content.length);
    return entry(new ArchivedFile(path, content.length, Hashing.sha256(content), parts));
  }

  /** A part that is told to have so many bytes. */
  FileParts part(String member, byte[] content, int told) throws IOException {
    FileParts parts = new FileParts();
    try (PackedFrame frame = packer.pack(content, 0, content.length)) {
      parts.add(told, container.addPayload(member, frame), Sha256.of(frame.sha256()));
    }
    return parts;
  }

  Forgery entry(ArchivedFile file) {
    files.add(file);
    return this;
  }

  /** A file without content, which needs no member. */
  Forgery empty(String path) {
    return entry(new ArchivedFile(path, 0, Hashing.sha256(new byte[0]), new FileParts()));
  }

  Forgery folder(String path) {
    folders.add(path);
    return this;
  }

  void finish() throws IOException {
    finish(text -> text);
  }

  void finish(UnaryOperator<String> change) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    new SnapshotManifest(metadata, files, folders, members).writeTo(text);
    byte[] manifest = change.apply(text.toString(UTF_8)).getBytes(UTF_8);
    container.finish(out -> out.write(manifest));
    close();
  }

  @Override
  public void close() throws IOException {
    packer.close();
    container.close();
  }
}
