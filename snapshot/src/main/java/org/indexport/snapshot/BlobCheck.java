package org.indexport.snapshot;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.indexport.DumpException;
import org.indexport.Sha256;
import org.indexport.snapshot.RepositoryVerification.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether blobs are there, and reads those of a scope. First {@link #need} for all files,
 * then {@link #run}, then the results.
 */
final class BlobCheck {
  private final BlobStore blobs;
  private final VerifyScope scope;
  private final Map<Sha256, BlobChunk> needed = new LinkedHashMap<>();

  /** Files of several chunks, each content once. */
  private final Set<Content> large = new LinkedHashSet<>();

  // Guarded by this while threads are running.
  private final Map<Sha256, Finding> findings = new HashMap<>();
  private final Map<Content, String> wrong = new HashMap<>();
  private final Set<Sha256> read = new HashSet<>();
  private long bytesRead;

  BlobCheck(BlobStore blobs, VerifyScope scope) {
    this.blobs = blobs;
    this.scope = scope;
  }

  /** What is wrong with a blob. */
  record Finding(Kind kind, String reason) {}

  /** What makes up the content of a file. */
  record Content(Sha256 sha256, List<BlobChunk> chunks) {
    static Content of(PointFile file) {
      return new Content(file.sha256(), file.chunks());
    }
  }

  /** Adds a file whose content is to be there. */
  void need(PointFile file) {
    file.chunks().forEach(chunk -> needed.putIfAbsent(chunk.blob(), chunk));
    if (scope.isFull() && file.chunks().size() > 1) {
      large.add(Content.of(file));
    }
  }

  /** Looks at everything. */
  void run(int workers) throws IOException {
    Set<Sha256> covered = new HashSet<>();
    large.forEach(file -> file.chunks().forEach(chunk -> covered.add(chunk.blob())));
    List<Content> files = List.copyOf(large);
    List<BlobChunk> others = new ArrayList<>(needed.values());
    others.removeIf(chunk -> covered.contains(chunk.blob()));
    AtomicInteger next = new AtomicInteger();
    Workers.run(
        "indexport-verify",
        Collections.nCopies(
            workers,
            () -> {
              try (BlobReader reader = new BlobReader(blobs)) {
                int all = files.size() + others.size();
                for (int i = next.getAndIncrement(); i < all; i = next.getAndIncrement()) {
                  Interrupts.check();
                  if (i < files.size()) {
                    check(files.get(i), reader);
                  } else {
                    content(others.get(i - files.size()), reader);
                  }
                }
              }
            }));
  }

  /** Reads a file as restoring it does. */
  private void check(Content file, BlobReader reader) throws IOException {
    MessageDigest digest = Hashing.sha256();
    boolean isWhole = true;
    for (BlobChunk chunk : file.chunks()) {
      byte[] plain = content(chunk, reader);
      isWhole &= plain != null;
      if (plain != null) {
        digest.update(plain, 0, chunk.length());
      }
    }
    Sha256 found = Sha256.of(digest.digest());
    if (isWhole && !found.equals(file.sha256())) {
      synchronized (this) {
        wrong.put(file, "expected the SHA-256 " + file.sha256() + ", found " + found);
      }
    }
  }

  /** The content of a blob; null if it is not sound, or not in the scope. */
  private byte @Nullable [] content(BlobChunk chunk, BlobReader reader) throws IOException {
    long length = blobs.length(chunk.blob());
    if (length < 0) {
      add(chunk, new Finding(Kind.MISSING, "expected a blob, found nothing"));
      return null;
    }
    // Another length need not mean anything, which only reading tells.
    if (!isInScope(chunk.blob()) && length == chunk.packedBytes()) {
      return null;
    }
    try {
      byte[] plain = reader.unpack(chunk);
      synchronized (this) {
        bytesRead += length;
        read.add(chunk.blob());
      }
      return plain;
    } catch (DumpException e) {
      add(chunk, new Finding(Kind.DAMAGED, withoutAdvice(String.valueOf(e.getMessage()))));
      return null;
    }
  }

  /** What the message of a failure says behind its last semicolon is for who restores. */
  private static String withoutAdvice(String message) {
    int end = message.lastIndexOf("; ");
    return end < 0 ? message : message.substring(0, end);
  }

  private synchronized void add(BlobChunk chunk, Finding finding) {
    findings.put(chunk.blob(), finding);
  }

  private boolean isInScope(Sha256 blob) {
    return Long.remainderUnsigned(blob.first(), scope.parts()) == scope.part();
  }

  boolean needs(Sha256 blob) {
    return needed.containsKey(blob);
  }

  long needed() {
    return needed.size();
  }

  long read() {
    return read.size();
  }

  long bytesRead() {
    return bytesRead;
  }

  /** What is wrong with blobs. */
  Map<Sha256, Finding> findings() {
    return findings;
  }

  /** What is wrong with a file whose blobs are sound, or null. */
  @Nullable String wrong(PointFile file) {
    return wrong.get(Content.of(file));
  }

  boolean hasFound() {
    return !findings.isEmpty() || !wrong.isEmpty();
  }
}
