package org.indexport.format.v2.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.indexport.DumpException;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.ExistingTargetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerWriterTest {
  @TempDir Path temporary;

  private List<DumpSink> sinks() {
    return List.of(
        DumpSink.file(temporary.resolve("file")), DumpSink.folder(temporary.resolve("folder")));
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> left = Files.list(temporary)) {
      return left.toList();
    }
  }

  @Test
  void closingWithoutFinishLeavesNothing() throws IOException {
    for (DumpSink sink : sinks()) {
      try (ContainerWriter writer = ContainerWriter.create(sink, Sample.MODIFIED)) {
        writer.addSmall(Sample.METADATA, new byte[1]);
      }
      assertThat(left()).isEmpty();
    }
  }

  @Test
  void whatExistsIsNotReplacedUnlessAskedFor() throws IOException {
    for (DumpSink sink : sinks()) {
      Sample.write(sink, Sample.members(1));
      assertThatThrownBy(() -> ContainerWriter.create(sink, Sample.MODIFIED))
          .isInstanceOf(ExistingTargetException.class);
      Sample.write(sink.replacing(), Sample.members(2));
    }
    assertThat(left()).hasSize(2);
  }

  @Test
  void onlyTheOwnerReadsWhatIsToBeKeptPrivate() throws IOException {
    for (DumpSink sink : sinks()) {
      try (ContainerWriter writer = ContainerWriter.create(sink, Sample.MODIFIED)) {
        writer.addSmall(Sample.METADATA, new byte[1]);
        writer.keepPrivate();
        writer.finish(to -> to.write(new byte[1]));
      }
    }
    for (Path path : left()) {
      assertThat(Files.getPosixFilePermissions(path))
          .doesNotContain(
              PosixFilePermission.GROUP_READ,
              PosixFilePermission.GROUP_EXECUTE,
              PosixFilePermission.OTHERS_READ);
    }
  }

  @Test
  void anyFileSystemWillDo() throws IOException {
    for (Configuration kind : List.of(Configuration.unix(), Configuration.windows())) {
      try (FileSystem memory = Jimfs.newFileSystem(kind)) {
        Path folder = memory.getPath("folder");
        Path file = memory.getPath("file");
        for (DumpSink sink : List.of(DumpSink.folder(folder), DumpSink.file(file))) {
          var placements = Sample.write(sink, Sample.members(2));
          DumpSource source = DumpSource.path(Objects.requireNonNull(sink.path()));
          assertThat(Sample.readAt(source, placements)).hasSize(placements.size() + 1);
          assertThat(Sample.read(source)).hasSize(placements.size() + 1);
          assertThat(Sample.whole(Sample.salvage(source))).hasSize(placements.size() + 1);
        }
      }
    }
  }

  @Test
  void namesThatAFileSystemTakesForOneAreRefused() throws IOException {
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.windows());
        ContainerWriter writer =
            ContainerWriter.create(DumpSink.folder(memory.getPath("folder")), Sample.MODIFIED)) {
      writer.addSmall(Sample.METADATA, new byte[1]);
      writer.addSmall("a", new byte[1]);
      assertThatThrownBy(() -> writer.addSmall("A", new byte[1]))
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("A: ");
    }
  }

  @Test
  void wrongCallsAreRefused() throws IOException {
    FrameBuffers buffers = new FrameBuffers();
    for (DumpSink sink : sinks()) {
      try (ContainerWriter writer = ContainerWriter.create(sink, Sample.MODIFIED);
          FramePacker packer = new FramePacker(buffers);
          PackedFrame frame = packer.pack(new byte[5], 0, 5)) {
        assertThatThrownBy(() -> writer.finish(to -> to.write(new byte[1])))
            .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.addPayload("a", frame))
            .isInstanceOf(IllegalStateException.class);
        writer.addSmall(Sample.METADATA, new byte[1]);
        for (String name :
            List.of(
                Sample.METADATA,
                "manifest.json",
                "",
                "/a",
                "a/",
                "..",
                ".a",
                "a/../b",
                "a.zst",
                "ä",
                "a b",
                "a".repeat(5000))) {
          assertThatThrownBy(() -> writer.addSmall(name, new byte[1]))
              .isInstanceOf(IllegalArgumentException.class);
          assertThatThrownBy(() -> writer.addPayload(name, frame))
              .isInstanceOf(IllegalArgumentException.class);
        }
        writer.addPayload("a", frame);
        assertThatThrownBy(() -> writer.finish(to -> to.write(new byte[0])))
            .isInstanceOf(IllegalArgumentException.class);
        writer.finish(to -> to.write(new byte[1]));
        assertThatThrownBy(() -> writer.addPayload("b", frame))
            .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.finish(to -> to.write(new byte[1])))
            .isInstanceOf(IllegalStateException.class);
      }
    }
    OutputStream out = new ByteArrayOutputStream();
    for (Instant time : List.of(Instant.EPOCH.minusSeconds(1), Instant.MAX)) {
      assertThatThrownBy(() -> ContainerWriter.create(DumpSink.stream(out), time))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void afterAFailedWriteNothingIsWritten() throws IOException {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("full");
          }
        };
    ContainerWriter writer = ContainerWriter.create(DumpSink.stream(broken), Sample.MODIFIED);
    writer.addSmall(Sample.METADATA, new byte[1]);
    byte[] large = new byte[100_000];
    new Random(3).nextBytes(large);
    assertThatThrownBy(() -> writer.addSmall("a", large)).hasMessage("full");
    assertThatThrownBy(() -> writer.addSmall("b", large)).isInstanceOf(IllegalStateException.class);
    writer.close();
  }

  /** The usual tools, those of them that are there. */
  @Test
  void standardToolsReadTheFile() throws Exception {
    Path file = temporary.resolve("a.dump");
    var members = Sample.members(3);
    Sample.write(DumpSink.file(file), members);
    List<String> extracts =
        List.of(
            "tar -xf a.dump -C tar", "tar --zstd -xf a.dump -C tar", "bsdtar -xf a.dump -C tar");
    for (String extract : extracts) {
      Path folder = Files.createDirectories(temporary.resolve("tar"));
      if (run(extract)) {
        for (var member : Sample.withManifest(members).entrySet()) {
          assertThat(folder.resolve(member.getKey())).hasBinaryContent(member.getValue());
          Files.delete(folder.resolve(member.getKey()));
        }
      }
    }
    run("zstd -t a.dump --no-progress -q");
    if (run("zstd -dq a.dump -o a.tar --no-progress --format=zstd")) {
      assertThat(Files.size(temporary.resolve("a.tar")) % 512).isZero();
      assertThat(run("tar -tf a.tar")).isTrue();
    }
  }

  /** Whether the command is there; if so it must succeed without a word. */
  private boolean run(String command) throws Exception {
    String program = command.substring(0, command.indexOf(' '));
    if (Stream.of("/usr/bin/", "/bin/").noneMatch(f -> Files.isExecutable(Path.of(f + program)))
        || !Files.isExecutable(Path.of("/usr/bin/zstd"))) {
      return false;
    }
    Path errors = Files.createTempFile("tool", ".err");
    Process process =
        new ProcessBuilder(command.split(" "))
            .directory(temporary.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(command + ": " + Files.readString(errors)).isZero();
      assertThat(errors).isEmptyFile();
    } finally {
      Files.delete(errors);
    }
    return true;
  }
}
