package org.indexport.layout;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Members of a section that lie together in the order in which they are read. */
public final class PiecesInPlace implements SectionPieces {
  private final MemberInput input;
  private final String folder;

  /**
   * Starts before the first.
   *
   * @param input what comes next in it is the first piece
   * @param folder the section's folder
   */
  public PiecesInPlace(MemberInput input, String folder) {
    this.input = input;
    this.folder = folder;
  }

  @Override
  public @Nullable Member peek() throws IOException {
    Member next = input.peek();
    return next != null && next.role().folder().equals(folder) ? next : null;
  }

  @Override
  public void pass() throws IOException {
    input.next();
  }

  @Override
  public InputStream open() throws IOException {
    input.next();
    return input.content();
  }
}
