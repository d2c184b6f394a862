package org.indexport.lifecycle;

import org.indexport.DumpException;

/** A dump was asked for while there is another one, and is not to wait. Nothing was changed. */
public class DumpInProgressException extends DumpException {
  private static final long serialVersionUID = 1L;

  private final String uid;

  /**
   * Creates an exception.
   *
   * @param message what to tell
   * @param uid the dump that there is
   */
  public DumpInProgressException(String message, DumpUid uid) {
    super(message);
    this.uid = uid.toString();
  }

  /** The dump that is being written, or is the first to wait. */
  public DumpUid uid() {
    return DumpUid.parse(uid);
  }
}
