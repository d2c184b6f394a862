package org.indexport.layout;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The members of one section after its {@code section.json}, one after the other. */
public interface SectionPieces {
  /** The member that {@link #open} would open, or null after the section's last. */
  @Nullable Member peek() throws IOException;

  /** Passes over the present member. */
  void pass() throws IOException;

  /** The bytes of the present member, which is passed by that. Valid until the next call. */
  InputStream open() throws IOException;
}
