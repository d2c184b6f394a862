package org.indexport.layout;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The members of a dump one after the other, without those that readers ignore. One thread at a
 * time; who opens one closes it.
 */
public interface MemberInput {
  /** The member that {@link #next()} will return. The content of the one before is passed over. */
  @Nullable Member peek() throws IOException;

  /** The next member, or null after the last, when the whole input was read and found sound. */
  @Nullable Member next() throws IOException;

  /** The bytes of the member that {@link #next()} returned, valid until the next call. */
  InputStream content();

  /**
   * All bytes of the member that {@link #next()} returned, which is metadata and is kept.
   *
   * @throws org.indexport.LimitExceededException if it is too large, or the heap too small for it
   */
  byte[] text(Member member) throws IOException;

  /** Names a member in messages. */
  String where(Member member);
}
