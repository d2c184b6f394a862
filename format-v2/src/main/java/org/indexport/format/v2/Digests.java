package org.indexport.format.v2;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.indexport.Sha256;

/** Digests of what is in memory. */
final class Digests {
  private Digests() {}

  static Sha256 sha256(byte[] bytes) {
    try {
      return Sha256.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
