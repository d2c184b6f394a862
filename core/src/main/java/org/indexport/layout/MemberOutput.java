package org.indexport.layout;

import java.io.IOException;

/** Takes members whose content is in memory. */
@FunctionalInterface
public interface MemberOutput {
  /**
   * Writes a member.
   *
   * @param path its name
   * @param content holds its bytes from index 0 on; the caller's again when the call returns
   * @param length how many
   * @throws IOException if writing fails
   */
  void add(String path, byte[] content, int length) throws IOException;
}
