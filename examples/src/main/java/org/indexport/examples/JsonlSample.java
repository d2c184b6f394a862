package org.indexport.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.Dumps;
import org.indexport.ReadOptions;
import org.indexport.WriteOptions;
import org.indexport.format.jsonl.FormatJsonl;

/** The sample in the description of the format {@code jsonl}. */
final class JsonlSample {
  private JsonlSample() {}

  // docs/format/jsonl.md: from here
  static DumpReader openFilms(Path file) throws IOException {
    ReadOptions options =
        ReadOptions.DEFAULT.with(FormatJsonl.INDEX, "films").with(FormatJsonl.PRIMARY_KEY, "id");
    return Dumps.open(DumpSource.path(file), options);
  }

  static DumpWriter createFolder(Path folder, DumpHeader header) throws IOException {
    WriteOptions options = WriteOptions.DEFAULT.with(FormatJsonl.ID_FIELD, "_id");
    return Dumps.create(FormatJsonl.ID, DumpSink.folder(folder), header, options);
  }
  // docs/format/jsonl.md: to here
}
