package org.indexport.format.v2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpSource;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.testkit.DumpContent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small golden folder that is damaged further, at every byte of each of its files. */
class V2FolderMutationTest {
  private static final V2FolderGoldens GOLDENS = new V2FolderGoldens();
  private static final DumpContent WHOLE = GOLDENS.golden("everything").content();

  @TempDir Path folder;

  /** The files, the manifest last. */
  private final List<Path> files = new ArrayList<>();

  private Path manifest = Path.of("");

  @BeforeEach
  void copyTheGolden() throws IOException {
    Path golden = GOLDENS.path("everything");
    try (Stream<Path> all = Files.walk(golden)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        Path copy = folder.resolve(golden.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
        files.add(copy);
      }
    }
    manifest = folder.resolve(PlainDump.MANIFEST);
    assertThat(failure(ReadOptions.DEFAULT, "nothing changed")).isNull();
  }

  /** What reading says; null if it gives all of the original. */
  private @Nullable DumpException failure(ReadOptions options, String what) throws IOException {
    try {
      assertThat(DumpSamples.read(DumpSource.path(folder), options)).as(what).isEqualTo(WHOLE);
      return null;
    } catch (DumpException e) {
      return e;
    }
  }

  @Test
  void aWrongByteAnywhereIsAnErrorOrChangesNothing() throws IOException {
    for (Path file : files) {
      byte[] golden = Files.readAllBytes(file);
      for (int place = 0; place < golden.length; place++) {
        byte[] flipped = golden.clone();
        flipped[place] ^= (byte) (1 << place % 8);
        Files.write(file, flipped);
        String what = "byte %d of %s".formatted(place, file);
        DumpException error = failure(ReadOptions.DEFAULT, what);
        if (!file.equals(manifest)) {
          assertThat(error).as(what).isInstanceOf(CorruptDumpException.class);
        }
        if (place % 3 == 0) {
          failure(DumpSamples.IN_ORDER, what + ", in order");
        }
      }
      Files.write(file, golden);
    }
  }

  /**
   * Without its end the manifest is not finished; of all else it tells that it was. Settings may
   * bring a line feed into it, which looks like its end.
   */
  @Test
  void aCutAnywhereIsSeen() throws IOException {
    for (Path file : files) {
      byte[] golden = Files.readAllBytes(file);
      for (int length = 0; length < golden.length; length++) {
        Files.write(file, Arrays.copyOf(golden, length));
        for (ReadOptions options : List.of(ReadOptions.DEFAULT, DumpSamples.IN_ORDER)) {
          assertThat(failure(options, "cut"))
              .as("%s cut after byte %d, %s", file, length, options.format())
              .isInstanceOf(
                  file.equals(manifest) && !endsWithLine(golden, length)
                      ? TruncatedDumpException.class
                      : CorruptDumpException.class);
        }
      }
      Files.write(file, golden);
    }
  }

  private static boolean endsWithLine(byte[] text, int length) {
    return length > 0 && text[length - 1] == '\n';
  }

  @Test
  void everyMissingFileIsSeen() throws IOException {
    for (Path file : files) {
      byte[] golden = Files.readAllBytes(file);
      Files.delete(file);
      for (ReadOptions options : List.of(ReadOptions.DEFAULT, DumpSamples.IN_ORDER)) {
        assertThat(failure(options, "missing"))
            .as("%s missing, %s", file, options.format())
            .isInstanceOf(
                file.equals(manifest) ? TruncatedDumpException.class : CorruptDumpException.class);
      }
      Files.write(file, golden);
    }
  }
}
