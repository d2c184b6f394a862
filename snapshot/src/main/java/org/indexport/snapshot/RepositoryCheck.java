package org.indexport.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.indexport.DumpException;
import org.indexport.Sha256;
import org.indexport.snapshot.BlobCheck.Finding;
import org.indexport.snapshot.RepositoryVerification.HitFile;
import org.indexport.snapshot.RepositoryVerification.Kind;
import org.indexport.snapshot.RepositoryVerification.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a repository while others may change it: what is wrong only with points that were
 * forgotten meanwhile is no problem.
 */
final class RepositoryCheck {
  private static final Sha256 NOTHING = Hashing.sha256(new byte[0]);

  private final RepositoryFolder folder;
  private final BlobStore blobs;
  private final BlobCheck check;
  private final List<Problem> problems = new ArrayList<>();
  private boolean allPointsRead = true;

  private RepositoryCheck(RepositoryFolder folder, VerifyScope scope) {
    this.folder = folder;
    this.blobs = new BlobStore(folder);
    this.check = new BlobCheck(blobs, scope);
  }

  static RepositoryVerification run(
      RepositoryFolder folder, SnapshotOptions options, VerifyScope scope) throws IOException {
    Generations generations = new Generations(folder);
    Generation before = generations.currentForChange().generation();
    RepositoryCheck checking = new RepositoryCheck(folder, scope);
    for (ListedPoint listed : before.points()) {
      checking.readPoint(listed);
    }
    checking.check.run(options.workers());
    if (checking.check.hasFound()) {
      checking.addFindings(before);
    }
    Map<String, Long> orphans = checking.findOrphans();
    Generation after = generations.current().generation();
    checking.leaveOutForgotten(after);
    checking.leaveOutNew(orphans, before, after);
    return checking.report(before, orphans);
  }

  private void readPoint(ListedPoint listed) throws IOException {
    try {
      PointContent point = PointContent.read(folder, listed);
      String problem =
          SnapshotPaths.problem(
              point.files().stream().map(PointFile::path).toList(), point.emptyFolders());
      if (problem != null) {
        addPoint(Kind.DAMAGED, listed, "", "expected paths below one folder, found " + problem);
      }
      point.files().forEach(file -> readFile(listed, file));
    } catch (DumpException e) {
      allPointsRead = false;
      boolean isThere = RepositoryFolder.attributes(PointContent.path(folder, listed.id())) != null;
      addPoint(isThere ? Kind.DAMAGED : Kind.MISSING, listed, "", String.valueOf(e.getMessage()));
    }
  }

  private void readFile(ListedPoint listed, PointFile file) {
    check.need(file);
    List<BlobChunk> chunks = file.chunks();
    Sha256 only = chunks.isEmpty() ? NOTHING : chunks.get(0).blob();
    if (chunks.size() < 2 && !only.equals(file.sha256())) {
      addPoint(
          Kind.DAMAGED,
          listed,
          file.path(),
          "expected the SHA-256 " + file.sha256() + ", found content of " + only);
    }
  }

  private void addPoint(Kind kind, ListedPoint listed, String path, String reason) {
    String file = folder.within(PointContent.path(folder, listed.id()));
    problems.add(new Problem(kind, file, reason, List.of(new HitFile(listed.id(), path))));
  }

  /** Reads the points again, since only now it is known which of their files matter. */
  private void addFindings(Generation generation) throws IOException {
    Map<String, List<HitFile>> hits = new TreeMap<>();
    for (ListedPoint listed : generation.points()) {
      PointContent point = readIfSound(listed);
      if (point != null) {
        for (PointFile file : point.files()) {
          String wrong = check.wrong(file);
          if (wrong != null) {
            addPoint(Kind.DAMAGED, listed, file.path(), wrong);
          }
          addHits(new HitFile(listed.id(), file.path()), file, hits);
        }
      }
    }
    Map<String, Problem> sorted = new TreeMap<>();
    check
        .findings()
        .forEach((blob, finding) -> sorted.put(blob.toString(), problem(blob, finding, hits)));
    problems.addAll(sorted.values());
  }

  private Problem problem(Sha256 blob, Finding finding, Map<String, List<HitFile>> hits) {
    String file = folder.within(blobs.path(blob));
    return new Problem(
        finding.kind(),
        file,
        finding.reason() + "; " + remedy(finding.kind(), file),
        hits.getOrDefault(blob.toString(), List.of()));
  }

  /** Adding a point does not look into what is there, and so stores only what is not there. */
  private static String remedy(Kind kind, String file) {
    return (kind == Kind.DAMAGED ? "delete " + file + ", then add a point" : "add a point")
        + ", which stores it anew if the engine still has that content; else forget what it hits";
  }

  private void addHits(HitFile hit, PointFile file, Map<String, List<HitFile>> hits) {
    Set<Sha256> seen = new HashSet<>();
    for (BlobChunk chunk : file.chunks()) {
      if (check.findings().containsKey(chunk.blob()) && seen.add(chunk.blob())) {
        hits.computeIfAbsent(chunk.blob().toString(), blob -> new ArrayList<>()).add(hit);
      }
    }
  }

  private @Nullable PointContent readIfSound(ListedPoint listed) throws IOException {
    try {
      return PointContent.read(folder, listed);
    } catch (DumpException e) {
      return null;
    }
  }

  /** The blobs that no point needs, by their path; none if it is not known what points need. */
  private Map<String, Long> findOrphans() throws IOException {
    Map<String, Long> orphans = new TreeMap<>();
    for (Path shard : allPointsRead ? RepositoryFolder.list(blobs.root()) : List.<Path>of()) {
      String shardName = RepositoryFolder.nameOf(shard);
      if (BlobStore.isShard(shardName)) {
        for (Path file : RepositoryFolder.list(shard)) {
          Sha256 blob = BlobStore.blob(shardName, RepositoryFolder.nameOf(file));
          BasicFileAttributes attributes =
              blob == null || check.needs(blob) ? null : RepositoryFolder.attributes(file);
          if (attributes != null) {
            orphans.put(folder.within(file), attributes.size());
          }
        }
      }
    }
    return orphans;
  }

  private void leaveOutForgotten(Generation after) {
    Set<String> ids = after.points().stream().map(ListedPoint::id).collect(Collectors.toSet());
    problems.replaceAll(
        problem ->
            new Problem(
                problem.kind(),
                problem.file(),
                problem.reason(),
                problem.hit().stream().filter(hit -> ids.contains(hit.point())).toList()));
    problems.removeIf(problem -> problem.hit().isEmpty());
  }

  private void leaveOutNew(Map<String, Long> orphans, Generation before, Generation after)
      throws IOException {
    for (ListedPoint listed : after.points()) {
      if (!before.points().contains(listed)) {
        PointContent point = readIfSound(listed);
        if (point != null) {
          point
              .files()
              .forEach(
                  file ->
                      file.chunks()
                          .forEach(
                              chunk -> orphans.remove(folder.within(blobs.path(chunk.blob())))));
        }
      }
    }
  }

  private RepositoryVerification report(Generation generation, Map<String, Long> orphans) {
    return new RepositoryVerification(
        generation.points().size(),
        check.needed(),
        check.read(),
        check.bytesRead(),
        problems,
        List.copyOf(orphans.keySet()),
        orphans.values().stream().mapToLong(Long::longValue).sum());
  }
}
