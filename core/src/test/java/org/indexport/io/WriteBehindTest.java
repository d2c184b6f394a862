package org.indexport.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.indexport.DumpException;
import org.indexport.io.Publication.Existing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written through a publication's stream, and how it reaches the storage. */
class WriteBehindTest {
  private static final int MIB = 1 << 20;

  private final ScriptedFileSystem files =
      new ScriptedFileSystem(Jimfs.newFileSystem(Configuration.unix()));
  private final Path folder = files.getPath("/dumps");
  private final Path target = folder.resolve("movies.dump");
  private final AtomicInteger forced = new AtomicInteger();

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectory(folder);
    files.beforeForce = path -> forced.incrementAndGet();
  }

  @AfterEach
  void close() throws IOException {
    files.close();
  }

  private Publication publication() throws IOException {
    return PublicationContract.file(target, Existing.REFUSE);
  }

  private void failForcing() {
    files.beforeForce =
        path -> {
          forced.incrementAndGet();
          throw new IOException("I/O error of the disk");
        };
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  /** Waits for what happens on the way. */
  private void awaitForced(int times) throws InterruptedException {
    for (int i = 0; i < 500 && forced.get() < times; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(forced).hasValueGreaterThanOrEqualTo(times);
  }

  @Test
  void littleIsNotForcedOnTheWay() throws IOException {
    try (Publication publication = publication()) {
      OutputStream out = publication.openStream();
      out.write(new byte[31 * MIB]);
      out.close();
      assertThat(forced).hasValue(0);
      publication.commit();
      // The file and the folder of its new name.
      assertThat(forced).hasValueBetween(1, 2);
    }
  }

  @Test
  void muchIsForcedOnTheWayAndArrivesWhole() throws Exception {
    byte[] bytes = random(70 * MIB + 1);
    try (Publication publication = publication()) {
      OutputStream out = publication.openStream();
      out.write(bytes, 0, 33 * MIB);
      awaitForced(1);
      out.write(bytes[33 * MIB]);
      out.write(bytes, 33 * MIB + 1, bytes.length - 33 * MIB - 1);
      awaitForced(2);
      out.close();
      publication.commit();
    }
    assertThat(Files.readAllBytes(target)).isEqualTo(bytes);
  }

  @Test
  void writingGoesOnWhileItIsForced() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    files.beforeForce =
        path -> {
          forced.incrementAndGet();
          try {
            assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    try (Publication publication = publication()) {
      OutputStream out = publication.openStream();
      out.write(new byte[33 * MIB]);
      awaitForced(1);
      out.write(new byte[33 * MIB]);
      assertThat(forced).hasValue(1);
      release.countDown();
      out.close();
      publication.commit();
    }
    assertThat(Files.size(target)).isEqualTo(66L * MIB);
  }

  @Test
  void aFailureOnTheWayIsToldByAWriteOnceAndPreventsTheCommit() throws Exception {
    try (Publication publication = publication()) {
      OutputStream out = publication.openStream();
      failForcing();
      out.write(new byte[33 * MIB]);
      awaitForced(1);
      byte[] more = new byte[32 * MIB];
      // The thread may still be about to end.
      assertThatThrownBy(
              () -> {
                out.write(more);
                for (int i = 0; i < 500; i++) {
                  TimeUnit.MILLISECONDS.sleep(10);
                  out.write(i);
                }
              })
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("could not be made durable")
          .hasMessageContaining("I/O error of the disk");
      int tried = forced.get();
      out.close();
      files.beforeForce = path -> {};
      assertThat(forced).hasValue(tried);
      assertThatIllegalStateException().isThrownBy(publication::commit);
    }
    assertThat(PublicationContract.names(folder)).isEmpty();
  }

  @Test
  void aFailureOnTheWayIsToldByClosingOnceAndPreventsTheCommit() throws Exception {
    try (Publication publication = publication()) {
      OutputStream out = publication.openStream();
      failForcing();
      out.write(new byte[33 * MIB]);
      assertThatThrownBy(out::close).hasMessageContaining("could not be made durable");
      assertThat(forced).hasValue(1);
      out.close();
      files.beforeForce = path -> {};
      assertThatIllegalStateException().isThrownBy(publication::commit);
    }
    assertThat(PublicationContract.names(folder)).isEmpty();
  }

  @Test
  void aFailureOfForcingIsToldOnceAndPreventsTheCommit() throws Exception {
    Publication publication = Publication.openResumableFile(target, Existing.REFUSE);
    try (OutputStream out = publication.openStream()) {
      out.write(1);
      publication.force();
      failForcing();
      assertThatThrownBy(publication::force).hasMessageContaining("could not be made durable");
      files.beforeForce = path -> {};
    }
    assertThatIllegalStateException().isThrownBy(publication::commit);
    publication.close();
    // What was durable before still is.
    assertThat(PublicationContract.names(folder)).containsExactly(".movies.dump.unfinished");
  }

  @Test
  void anInterruptIsKept() throws Exception {
    try (Publication publication = publication();
        OutputStream out = publication.openStream()) {
      out.write(1);
      Thread.currentThread().interrupt();
      publication.force();
      assertThat(Thread.interrupted()).isTrue();
      Thread.currentThread().interrupt();
      failForcing();
      assertThatThrownBy(publication::force).isInstanceOf(DumpException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void theStreamIsOpenedOnceAndNotTooFar() throws IOException {
    try (Publication publication = publication()) {
      assertThatIllegalStateException().isThrownBy(publication::force);
      assertThatIllegalArgumentException().isThrownBy(() -> publication.openStreamAt(-1));
      assertThatThrownBy(() -> publication.openStreamAt(1))
          .isInstanceOf(DumpException.class)
          .hasMessageContaining("expected at least 1 bytes, found 0");
      publication.openStream().close();
      assertThatIllegalStateException().isThrownBy(publication::openStream);
    }
  }

  @Test
  void withoutChannelsItIsWrittenAllTheSame() throws IOException {
    try (Publication publication = publication()) {
      files.script =
          (operation, path) -> {
            if (operation.equals("channel")) {
              throw new UnsupportedOperationException();
            }
          };
      try (OutputStream out = publication.openStream()) {
        out.write(new byte[40 * MIB]);
        publication.force();
      }
      publication.commit();
    }
    assertThat(Files.size(target)).isEqualTo(40L * MIB);
  }
}
