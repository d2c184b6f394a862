package org.indexport.format.meilisearch.write;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The file that names the instance: a UUID and nothing else, as the engine fails at a line feed.
 */
final class InstanceUid {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private InstanceUid() {}

  static boolean isOne(String text) {
    return UUID.matcher(text).matches();
  }

  static byte[] bytes(String uid) {
    return uid.getBytes(StandardCharsets.US_ASCII);
  }
}
