package org.indexport.format.v1;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.indexport.CorruptDumpException;
import org.indexport.DumpFormats;
import org.indexport.DumpReader;
import org.indexport.DumpSource;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.ReadOptions;
import org.indexport.UnknownFormatException;
import org.indexport.UnsupportedVersionException;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatTrait;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;
import org.indexport.tar.TarOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatV1Test {
  @TempDir Path folder;

  @Test
  void itIsProvidedInBothWays() throws IOException {
    ModuleDescriptor module = FormatV1.class.getModule().getDescriptor();
    assertThat(module.provides())
        .anySatisfy(
            provides -> {
              assertThat(provides.service()).isEqualTo(DumpFormat.class.getName());
              assertThat(provides.providers()).containsExactly(FormatV1.class.getName());
            });
    try (InputStream in =
        FormatV1.class.getResourceAsStream("/META-INF/services/" + DumpFormat.class.getName())) {
      assertThat(new String(Objects.requireNonNull(in).readAllBytes(), UTF_8).trim())
          .isEqualTo(FormatV1.class.getName());
    }
    assertThat(DumpFormats.load(FormatV1.class.getClassLoader()).byId(FormatV1.ID))
        .isInstanceOf(FormatV1.class);
  }

  @Test
  void itSaysWhatItIs() {
    assertThat(FormatV1.ID).isEqualTo("v1");
    assertThat(Samples.FORMAT.id()).isEqualTo("v1");
    assertThat(Samples.FORMAT.summary()).isNotBlank();
    assertThat(Samples.FORMAT.traits())
        .contains(FormatTrait.PROVES_COMPLETENESS, FormatTrait.SECTIONS)
        .doesNotContain(FormatTrait.RESUMABLE, FormatTrait.NAMESPACE_REQUIRED);
    assertThatThrownBy(
            () ->
                Samples.FORMAT.open(
                    Samples.stream(new byte[0]), ReadOptions.DEFAULT.with("level", "9")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no option 'level'");
  }

  @Test
  void itRecognisesItsOwn() throws IOException {
    byte[] dump = Samples.write(Samples.everything());
    Archive archive = Archive.of(dump);
    assertThat(probe(dump)).isEqualTo(MatchStrength.FULL);
    assertThat(probe(Arrays.copyOf(dump, 300))).isEqualTo(MatchStrength.FULL);
    String large = " ".repeat(3_000_000);
    assertThat(
            probe(
                archive
                    .changed("metadata.json", t -> t.replaceFirst("}\\s*$", large + "}"))
                    .bytes()))
        .isEqualTo(MatchStrength.FULL);
    assertThat(probe(archive.without("metadata.json").without("manifest.json").bytes()))
        .isEqualTo(MatchStrength.STRONG);
    assertThat(
            probe(
                archive.with("metadata.json", "{\"version\":2,\"format\":\"indexport\"}").bytes()))
        .isEqualTo(MatchStrength.FULL);
  }

  @Test
  void itLeavesOthersAlone() throws IOException {
    Archive archive = Archive.of(Samples.write(Samples.everything()));
    assertThat(probe(archive.with("metadata.json", "{\"dumpVersion\":\"V6\"}").bytes()))
        .isEqualTo(MatchStrength.NONE);
    assertThat(probe(Archive.empty().with("readme.txt", "{}").bytes()))
        .isEqualTo(MatchStrength.NONE);
    assertThat(probe(new byte[0])).isEqualTo(MatchStrength.NONE);
    assertThat(probe("{\"id\":1}\n".repeat(200).getBytes(UTF_8))).isEqualTo(MatchStrength.NONE);
    assertThat(probe(new byte[2_000])).isEqualTo(MatchStrength.NONE);
  }

  private MatchStrength probe(byte[] bytes) throws IOException {
    return Samples.FORMAT.probe(Probe.of(Samples.stream(bytes)));
  }

  @Test
  void otherVersionsAndKindsAreRefused() throws IOException {
    Archive archive = Archive.of(Samples.write(Samples.everything()));
    byte[] newer =
        archive.with("metadata.json", "{\"format\":\"indexport\",\"version\":2,\"x\":1}").bytes();
    assertThatThrownBy(() -> Samples.readStream(newer))
        .isInstanceOfSatisfying(
            UnsupportedVersionException.class,
            e -> {
              assertThat(e.found()).isEqualTo("2");
              assertThat(e.max()).isEqualTo("1");
            });
    byte[] snapshot =
        archive.changed("metadata.json", t -> t.replace("\"dump\"", "\"snapshot\"")).bytes();
    assertThatThrownBy(() -> Samples.readStream(snapshot))
        .isInstanceOf(UnknownFormatException.class);
    byte[] foreign = archive.with("metadata.json", "{\"format\":\"other\"}").bytes();
    assertThatThrownBy(() -> Samples.readStream(foreign)).isInstanceOf(CorruptDumpException.class);
    assertThatThrownBy(() -> Samples.FORMAT.open(DumpSource.path(folder), ReadOptions.DEFAULT))
        .isInstanceOf(UnknownFormatException.class);
  }

  @Test
  void unknownMembersOfAKnownVersionAreHarmless() throws IOException {
    byte[] dump =
        Archive.of(Samples.write(Samples.everything()))
            .with("later/things.bin", "?")
            .with("indexes/movies/vectors.bin", "?")
            .with("indexes/movies/._index.json", "?")
            .with("sections/0001-keys/index.bin", "?")
            .bytes();
    assertThat(Samples.readStream(dump)).isEqualTo(Samples.everything());
  }

  @Test
  void aMisspeltMemberIsNotOverlooked() throws IOException {
    Archive archive = Archive.of(Samples.write(Samples.everything()));
    for (String name :
        List.of(
            "indexes/movies/documents-2.jsonl",
            "indexes/movies/documents.jsonl",
            "indexes/%FF/documents-000001.jsonl",
            "sections/0001-keys/content.json",
            "sections/0001-keys/attachments/a/b")) {
      byte[] dump = archive.with(name, "{}").bytes();
      assertThatThrownBy(() -> Samples.readStream(dump)).isInstanceOf(CorruptDumpException.class);
    }
  }

  @Test
  void limitsAreKept() throws IOException {
    byte[] dump = Samples.write(Samples.everything());
    List<ReadLimits> limits =
        List.of(
            new ReadLimits(20, 100, 400, 100, 10, 1 << 20, 5_000),
            new ReadLimits(1 << 20, 1, 400, 100, 10, 1 << 20, 5_000),
            new ReadLimits(1 << 20, 100, 40, 100, 10, 1 << 20, 5_000),
            new ReadLimits(1 << 20, 100, 400, 8, 10, 1 << 20, 5_000),
            new ReadLimits(1 << 20, 100, 400, 100, 2, 1 << 20, 5_000),
            new ReadLimits(1 << 20, 100, 400, 100, 10, 100, 5_000));
    for (ReadLimits one : limits) {
      assertThatThrownBy(() -> Samples.read(Samples.stream(dump), ReadOptions.DEFAULT.with(one)))
          .as(one.toString())
          .isInstanceOf(LimitExceededException.class);
    }
  }

  @Test
  void bombsAreDefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      TarOutput tar = new TarOutput(gzip, 0);
      byte[] zeros = new byte[90 << 20];
      tar.add("later/zeros", zeros, zeros.length);
      tar.finish();
    }
    ReadLimits limits = new ReadLimits(1 << 20, 100, 400, 100, 10, 1 << 20, 100);
    assertThatThrownBy(
            () -> Samples.read(Samples.stream(out.toByteArray()), ReadOptions.DEFAULT.with(limits)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("at most 100 times");
  }

  @Test
  void duplicatesAreRefused() throws IOException {
    byte[] dump =
        Archive.of(Samples.write(Samples.everything()))
            .with("indexes/movies/./documents-000001.jsonl", "{}\n")
            .bytes();
    assertThatThrownBy(() -> Samples.readStream(dump))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("again");
  }

  @Test
  void itsReaderIsReadOnceFromAStreamAndHasNoFingerprint() throws IOException {
    byte[] dump = Samples.write(Samples.everything());
    try (DumpReader reader = Samples.FORMAT.open(Samples.stream(dump), ReadOptions.DEFAULT)) {
      assertThat(reader.isRewindable()).isFalse();
      assertThat(reader.fingerprint()).isNull();
      reader.entries().close();
      assertThatThrownBy(reader::entries).isInstanceOf(IllegalStateException.class);
    }
    Path file = Samples.file(folder, dump);
    try (DumpReader reader = Samples.FORMAT.open(DumpSource.path(file), ReadOptions.DEFAULT)) {
      assertThat(reader.isRewindable()).isTrue();
      assertThat(reader.fingerprint()).hasSize(32);
      assertThatThrownBy(() -> reader.documents(org.indexport.IndexName.of("none")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
