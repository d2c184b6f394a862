package org.indexport.lifecycle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.Document;
import org.indexport.DocumentSink;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.ReadOptions;
import org.indexport.Section;
import org.indexport.WriteOptions;
import org.indexport.io.Closing;
import org.indexport.io.Publication;
import org.indexport.io.Publication.Unproven;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.FormatTrait;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;
import org.indexport.transfer.EngineReader;

/** The least format there can be: the documents of one index, each on a line. */
final class LinesFormat implements DumpFormat {
  private final Fault fault;

  /** The moments at which writing can be made to fail. */
  enum Moment {
    CREATE,
    ADD,
    FINISH,
    CLOSE
  }

  /** Called at each moment. */
  interface Fault {
    void at(Moment moment) throws IOException;
  }

  LinesFormat() {
    this(moment -> {});
  }

  LinesFormat(Fault fault) {
    this.fault = fault;
  }

  @Override
  public String id() {
    return "lines";
  }

  @Override
  public String summary() {
    return "one document on each line";
  }

  @Override
  public Set<FormatTrait> traits() {
    return Set.of(FormatTrait.WRITABLE);
  }

  @Override
  public MatchStrength probe(Probe probe) {
    return probe.isDirectory() ? MatchStrength.NONE : MatchStrength.WEAK;
  }

  @Override
  public DumpReader open(DumpSource source, ReadOptions options) throws IOException {
    List<String> lines = Files.readAllLines(Objects.requireNonNull(source.path()));
    for (String line : lines) {
      if (!line.startsWith("{")) {
        throw new CorruptDumpException(source.name(), "documents", line, "take another copy");
      }
    }
    return EngineReader.of(new FakeEngine(lines, document -> {}), 1, options);
  }

  @Override
  public DumpWriter create(DumpSink sink, DumpHeader header, WriteOptions options)
      throws IOException {
    fault.at(Moment.CREATE);
    Path path = Objects.requireNonNull(sink.path());
    Publication publication = Publication.openFile(path, sink.existing(), Unproven.REFUSE);
    return new Writer(header, publication, publication.openStream());
  }

  private final class Writer implements DumpWriter {
    private final DumpHeader header;
    private final Publication publication;
    private final OutputStream out;
    private long documents;

    Writer(DumpHeader header, Publication publication, OutputStream out) {
      this.header = header;
      this.publication = publication;
      this.out = out;
    }

    @Override
    public String format() {
      return id();
    }

    @Override
    public void declare(IndexInfo index) {
      throw new UnsupportedOperationException();
    }

    @Override
    public DocumentSink documents(IndexName index) {
      return new DocumentSink() {
        @Override
        public void add(Document document) throws IOException {
          fault.at(Moment.ADD);
          documents++;
          out.write((document.json() + "\n").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void add(Section section) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Manifest finish() throws IOException {
      fault.at(Moment.FINISH);
      out.close();
      publication.commit();
      Manifest.IndexSummary movies =
          new Manifest.IndexSummary(FakeEngine.MOVIES, documents, -1, null, null);
      return new Manifest(id(), null, null, header, List.of(movies), List.of());
    }

    @Override
    public void close() throws IOException {
      Closing.all(out, publication, () -> fault.at(Moment.CLOSE));
    }
  }
}
