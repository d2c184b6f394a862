package org.indexport.format.jsonl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.indexport.DumpSource;
import org.indexport.IndexInfo;

/**
 * One file, or the one stream, with the documents of one index.
 *
 * @param index the index
 * @param entry names the file in messages
 * @param content opens the file
 */
record InputFile(IndexInfo index, String entry, Content content) {
  /** Opens a file and knows its size. */
  interface Content {
    InputStream open() throws IOException;

    /** The size in bytes, or a very large one when it is unknown. */
    long size() throws IOException;
  }

  /** The file or stream that is the whole source. */
  static InputFile of(DumpSource source, IndexInfo index) {
    Content content =
        new Content() {
          @Override
          public InputStream open() throws IOException {
            return source.open();
          }

          @Override
          public long size() throws IOException {
            return source.size().orElse(Long.MAX_VALUE);
          }
        };
    return new InputFile(index, source.name(), content);
  }

  /** A file of a folder. */
  static InputFile of(Path file, IndexInfo index) {
    Content content =
        new Content() {
          @Override
          public InputStream open() throws IOException {
            return Files.newInputStream(file);
          }

          @Override
          public long size() throws IOException {
            return Files.size(file);
          }
        };
    return new InputFile(index, file.toString(), content);
  }
}
