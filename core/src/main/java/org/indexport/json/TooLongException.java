package org.indexport.json;

/** More bytes belong together than the caller holds; the JSON may be well formed otherwise. */
public final class TooLongException extends MalformedJsonException {
  private static final long serialVersionUID = 1L;

  TooLongException(long offset, int maxBytes) {
    super(offset, "an object of at most " + maxBytes + " bytes", "a longer one");
  }
}
