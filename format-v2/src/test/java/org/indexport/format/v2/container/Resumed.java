package org.indexport.format.v2.container;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.indexport.DumpSink;
import org.indexport.ReadLimits;

/** Writes a container by several writers, of which all but the last are killed. */
final class Resumed implements Closeable {
  private final DumpSink sink;
  private final List<Map.Entry<String, byte[]>> members;
  private final FrameBuffers buffers = new FrameBuffers();
  private final FramePacker packer = new FramePacker(buffers);
  private final FrameUnpacker unpacker = new FrameUnpacker();

  /** A killed process closes nothing; this one must at last. */
  private final List<ContainerWriter> writers = new ArrayList<>();

  private ContainerWriter writer;

  /** How many members were added, and up to where and to how many they are durable. */
  int added;

  long durable;
  int kept;

  /** What the last resuming gave. */
  Map<String, byte[]> restored = Map.of();

  Resumed(DumpSink sink, Map<String, byte[]> members) throws IOException {
    this.sink = sink;
    this.members = List.copyOf(members.entrySet());
    this.writer = ContainerWriter.createResumable(sink, Sample.MODIFIED);
    writers.add(writer);
  }

  ContainerWriter writer() {
    return writer;
  }

  Path unfinished() {
    Path path = Objects.requireNonNull(sink.path());
    return path.resolveSibling("." + path.getFileName() + ".unfinished");
  }

  boolean isComplete() {
    return added == members.size();
  }

  void add() throws IOException {
    Map.Entry<String, byte[]> member = members.get(added++);
    byte[] content = member.getValue();
    if (!Sample.isPayload(member.getKey())) {
      writer.addSmall(member.getKey(), content);
      return;
    }
    try (PackedFrame frame = packer.pack(content, 0, content.length)) {
      writer.addPayload(member.getKey(), frame);
    }
  }

  void sync() throws IOException {
    durable = writer.sync();
    kept = added;
  }

  void resume() throws IOException {
    resume(sink, durable);
  }

  void resume(DumpSink to, long length) throws IOException {
    restored = new LinkedHashMap<>();
    writer =
        ContainerWriter.resume(
            to,
            new Resumption() {
              @Override
              public long durable() {
                return length;
              }

              @Override
              public boolean contains(String member) {
                return members.subList(0, kept).stream().anyMatch(m -> m.getKey().equals(member));
              }

              @Override
              public void take(Member member) throws IOException {
                restored.put(member.name(), Sample.content(member, unpacker));
              }
            },
            ReadLimits.DEFAULT,
            buffers);
    writers.add(writer);
    added = kept;
  }

  /** What is durable, as it went in. */
  Map<String, byte[]> expected() {
    Map<String, byte[]> expected = new LinkedHashMap<>();
    members.subList(0, kept).forEach(m -> expected.put(m.getKey(), m.getValue()));
    return expected;
  }

  String finish() throws IOException {
    while (!isComplete()) {
      add();
    }
    return writer.finish(to -> to.write(Sample.manifest()));
  }

  /** All files under a path, and folders as null. */
  static Map<String, byte[]> tree(Path root) throws IOException {
    Map<String, byte[]> tree = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        tree.put(
            root.relativize(path).toString(),
            Files.isDirectory(path) ? new byte[0] : Files.readAllBytes(path));
      }
    }
    return tree;
  }

  @Override
  public void close() throws IOException {
    packer.close();
    unpacker.close();
    for (ContainerWriter each : writers) {
      each.close();
    }
  }
}
