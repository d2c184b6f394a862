package org.indexport.json;

/** A well-formed document that an edit cannot be made to without losing some of it. */
public final class UnfitFieldException extends Exception {
  private static final long serialVersionUID = 1L;

  UnfitFieldException(String message) {
    super(message);
  }
}
