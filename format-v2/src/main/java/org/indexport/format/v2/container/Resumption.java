package org.indexport.format.v2.container;

import java.io.IOException;

/** What a {@link ContainerWriter} that goes on must know, and what it finds. */
public interface Resumption {
  /**
   * What {@link ContainerWriter#sync()} returned that counts: everything written later is dropped.
   */
  long durable();

  /**
   * Whether a member was added before that call. Asked for the directory packing only, once for
   * each file that may be a member.
   *
   * @param member its name
   */
  boolean contains(String member);

  /**
   * Takes a member that was added before that call. In the file packing they come in the order of
   * the calls; in the directory packing {@code metadata.json} first, then all small members, then
   * payloads, those of one folder by name.
   *
   * @param member a payload's frame is to be closed, now or later by any thread; who unpacks it
   *     verifies its content, which nobody has done
   * @throws IOException if it is not what it should be; then nothing is resumed
   */
  void take(Member member) throws IOException;
}
