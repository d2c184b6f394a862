package org.indexport.format.v1;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Members of a section that lie together in the order in which they are read. */
final class PiecesInPlace implements SectionPieces {
  private final V1Input input;
  private final String folder;

  PiecesInPlace(V1Input input, String folder) {
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
