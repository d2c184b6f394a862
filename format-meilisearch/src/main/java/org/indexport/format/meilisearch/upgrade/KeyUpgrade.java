package org.indexport.format.meilisearch.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;

/** Brings API keys to the shape of version 6. */
public final class KeyUpgrade {
  /** How keys without a uid get one. */
  public enum Uids {
    /** Derived from the old id: the same each time. */
    BY_NAME,
    /** New each time, as the engine does. */
    RANDOM
  }

  private static final int ID_BYTES = 8;
  private static final UUID NAMESPACE = UUID.fromString("6f6b1d2c-6d3a-5c0e-9f8b-3a1e4b0c7d25");

  private KeyUpgrade() {}

  /**
   * Upgrades a key.
   *
   * @param version the version of the dump, 4 or 5
   * @param key the key
   * @param uids what keys of version 4 get
   * @param omissions counts actions that version 6 does not have
   * @throws MalformedJsonException if it is not as described
   */
  public static String toV6(int version, JsonObject key, Uids uids, Omissions omissions)
      throws MalformedJsonException {
    JsonObject ofV5 = key;
    if (version == 4) {
      byte[] id = id(key);
      String uid = (uids == Uids.RANDOM ? UUID.randomUUID() : byName(id)).toString();
      ofV5 = JsonValue.parse(V4ToV5.key(key, uid, omissions));
    }
    return V5ToV6.key(ofV5);
  }

  private static byte[] id(JsonObject key) throws MalformedJsonException {
    List<String> values = key.raws("id");
    byte[] id = new byte[ID_BYTES];
    for (int i = 0; i < ID_BYTES; i++) {
      if (values.size() != ID_BYTES || !values.get(i).matches("[0-9]{1,3}")) {
        throw key.unexpected("id", "an array of 8 bytes");
      }
      id[i] = (byte) Integer.parseInt(values.get(i));
    }
    return id;
  }

  /** A UUID of version 5, of SHA-1. */
  private static UUID byName(byte[] id) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      ByteBuffer space = ByteBuffer.allocate(2 * Long.BYTES);
      space.putLong(NAMESPACE.getMostSignificantBits());
      space.putLong(NAMESPACE.getLeastSignificantBits());
      sha1.update(space.array());
      sha1.update("key of a dump of version 4:".getBytes(UTF_8));
      ByteBuffer hash = ByteBuffer.wrap(sha1.digest(id));
      long high = (hash.getLong() & ~0xf000L) | 0x5000L;
      long low = (hash.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
      return new UUID(high, low);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
