package org.indexport.snapshot;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.indexport.Sha256;

/** SHA-256 of bytes. */
final class Hashing {
  private Hashing() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static Sha256 sha256(byte[] bytes) {
    return Sha256.of(sha256().digest(bytes));
  }
}
