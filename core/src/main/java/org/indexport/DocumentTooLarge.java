package org.indexport;

/** Words the refusal of a large document in one place. */
final class DocumentTooLarge {
  private DocumentTooLarge() {}

  static LimitExceededException of(String where, long length, ReadLimits limits) {
    return new LimitExceededException(
        where,
        "a document of at most " + limits.maxDocumentBytes() + " bytes",
        "one of " + length + " or more",
        "raise the limit of the largest document, and the heap, if the file is sound");
  }
}
