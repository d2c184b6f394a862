package org.indexport.snapshot;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.indexport.Completeness;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.Sha256;
import org.indexport.TruncatedDumpException;
import org.indexport.format.v2.container.Placement;
import org.indexport.snapshot.SnapshotVerification.Damage;

/** Verifies all of a snapshot file, and goes on after damage. */
final class SnapshotCheck {
  private final OpenSnapshot snapshot;
  private final List<ArchivedFile> files;

  /** Guarded by itself: damages with the number of their file, which comes first. */
  private final List<Found> found = new ArrayList<>();

  private record Found(int file, Damage damage) {}

  private SnapshotCheck(OpenSnapshot snapshot) {
    this.snapshot = snapshot;
    this.files = snapshot.manifest().files();
  }

  /** Reads, unpacks and compares everything. */
  static SnapshotVerification run(OpenSnapshot snapshot, int workers) throws IOException {
    SnapshotCheck check = new SnapshotCheck(snapshot);
    check.checkMembers();
    RestorePlan plan = snapshot.plan();
    check.checkPaths(plan);
    ChunkPipeline.run(plan.files(), plan.mostChunkBytes(), workers, check::begin);
    return check.result();
  }

  /** What is to be said of a file that could not be opened as a snapshot. */
  static SnapshotVerification ofUnreadable(DumpException reason, long fileBytes) {
    Completeness completeness =
        reason instanceof TruncatedDumpException ? Completeness.INCOMPLETE : Completeness.DAMAGED;
    Damage damage = new Damage(null, 0, 0, -1, fileBytes, message(reason));
    return new SnapshotVerification(completeness, 0, 0, List.of(damage));
  }

  private SnapshotVerification result() {
    List<Damage> damages;
    synchronized (found) {
      // Those of one file came in order.
      damages =
          found.stream().sorted(Comparator.comparingInt(Found::file)).map(Found::damage).toList();
    }
    Completeness completeness = damages.isEmpty() ? Completeness.COMPLETE : Completeness.DAMAGED;
    return new SnapshotVerification(
        completeness, files.size(), snapshot.manifest().bytes(), damages);
  }

  private void checkMembers() throws IOException {
    for (ListedMember member : snapshot.manifest().members()) {
      try {
        snapshot.check(member);
      } catch (CorruptDumpException | TruncatedDumpException e) {
        Placement at = member.placement();
        add(-1, new Damage(null, 0, 0, at.offset(), at.packedBytes(), message(e)));
      }
    }
  }

  private void checkPaths(RestorePlan plan) {
    try {
      plan.check();
    } catch (CorruptDumpException e) {
      add(-1, new Damage(null, 0, 0, -1, 0, message(e)));
    }
  }

  private void add(int file, Damage damage) {
    synchronized (found) {
      found.add(new Found(file, damage));
    }
  }

  private static String message(DumpException e) {
    return String.valueOf(e.getMessage());
  }

  private ChunkPipeline.Receiver begin(int index) {
    return new CheckedFile(index, files.get(index));
  }

  /** A file that is hashed as long as nothing of it is lost. */
  private final class CheckedFile implements ChunkPipeline.Receiver {
    private final int index;
    private final ArchivedFile file;
    private final MessageDigest digest = Hashing.sha256();
    private boolean isWhole = true;
    private long position;
    private int nextPart;

    CheckedFile(int index, ArchivedFile file) {
      this.index = index;
      this.file = file;
    }

    @Override
    public void chunk(ChunkBuffer chunk) {
      if (isWhole) {
        digest.update(chunk.bytes(), 0, chunk.length());
      }
      position += file.parts().plainBytes(nextPart++);
    }

    @Override
    public void lost(int part, DumpException reason) {
      isWhole = false;
      long end = position + file.parts().plainBytes(part);
      Placement at = file.parts().placement(part);
      add(
          index,
          new Damage(file.path(), position, end, at.offset(), at.packedBytes(), message(reason)));
      position = end;
      nextPart = part + 1;
    }

    @Override
    public void end() {
      Sha256 sha256 = Sha256.of(digest.digest());
      if (isWhole && !sha256.equals(file.sha256())) {
        String reason =
            "file %s: expected the SHA-256 %s, found %s"
                .formatted(SnapshotPaths.shown(file.path()), file.sha256(), sha256);
        add(index, new Damage(file.path(), 0, file.length(), -1, 0, reason));
      }
    }

    @Override
    public void close() {}
  }
}
