package org.indexport.lifecycle;

/** What becomes of work that is under way when its service is closed. */
public enum WhenClosed {
  /** It ends as soon as it can, and leaves nothing. */
  CANCEL,
  /** It is waited for; what is not done in time is canceled. */
  FINISH
}
