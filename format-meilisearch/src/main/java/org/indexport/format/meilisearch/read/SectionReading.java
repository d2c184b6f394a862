package org.indexport.format.meilisearch.read;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.ReadOptions;
import org.indexport.Section.Attachment;
import org.indexport.Section.MediaType;
import org.indexport.Section.Sensitivity;
import org.indexport.TruncatedDumpException;
import org.indexport.format.meilisearch.upgrade.Complaints;
import org.indexport.io.Closing;
import org.jspecify.annotations.Nullable;

/**
 * Makes sections of files. They are read where they lie as far as that is possible; what lies
 * elsewhere is read in a pass of its own.
 */
final class SectionReading implements Closeable {
  private static final long HELD_BYTES = 4L << 20;

  private final MeilisearchReader reader;
  private final Archive archive;
  private final Catalog catalog;
  private final DumpFiles files;
  private final ReadOptions options;
  private final Complaints complaints;
  private final Rereading logs;
  private @Nullable Archive payloads;

  SectionReading(MeilisearchReader reader, Archive archive, Complaints complaints) {
    this.reader = reader;
    this.archive = archive;
    this.catalog = reader.catalog();
    this.files = reader.files();
    this.options = reader.options();
    this.complaints = complaints;
    this.logs = new Rereading(reader::anotherPass);
  }

  /** The present file as a section of JSON lines. */
  StreamedSection lines(String name, String where) {
    return new StreamedSection(
        name,
        MediaType.JSON_LINES,
        Sensitivity.SENSITIVE,
        () -> checked(archive.content(), where),
        () -> null);
  }

  /** The present file as a section of whatever it is. */
  StreamedSection bytes(String name) {
    return new StreamedSection(
        name, MediaType.BYTES, Sensitivity.SENSITIVE, archive::content, () -> null);
  }

  private LinesInputStream checked(InputStream in, String where) {
    return new LinesInputStream(
        in, where, options, complaints, null, options.limits().maxMetadataBytes());
  }

  /**
   * Whether the tasks can be read where they lie.
   *
   * @param file the present file, the first log
   */
  boolean isInPlace(Archive.Entry file) {
    return files.tasks().size() == 1 && follow(file);
  }

  /**
   * The tasks with their documents.
   *
   * @param file the present file, the first log
   */
  StreamedSection tasks(Archive.Entry file) {
    List<DumpFiles.TaskLog> all = files.tasks();
    boolean single = all.size() == 1;
    return section(
        single
            ? () -> log(archive.content(), catalog.name(file), all.get(0), files.taskLines())
            : () -> new Logs(all, files.taskLines()),
        follow(file) ? this::nextInPlace : this::nextElsewhere);
  }

  /** The tasks with their documents, all read in passes of their own, one after the other. */
  StreamedSection tasksElsewhere() {
    return section(() -> new Logs(files.tasks(), files.taskLines()), this::nextElsewhere);
  }

  private static StreamedSection section(
      StreamedSection.Content content, StreamedSection.Attachments attachments) {
    return new StreamedSection(
        "tasks", MediaType.JSON_LINES, Sensitivity.SENSITIVE, content, attachments);
  }

  private LinesInputStream log(
      InputStream in, String name, DumpFiles.TaskLog log, @Nullable TaskLines conversion) {
    return new LinesInputStream(
        in,
        archive.where(name),
        options,
        complaints,
        conversion == null ? null : (line, where) -> conversion.next(line, log, where),
        options.limits().maxMetadataBytes());
  }

  /**
   * Reads small logs in one pass: if they lie in another order than they are wanted in, each would
   * take a pass of its own.
   */
  private Map<String, byte[]> smallLogs(List<DumpFiles.TaskLog> all) throws IOException {
    Set<String> wanted = new HashSet<>();
    all.forEach(log -> wanted.add(log.file()));
    Map<String, byte[]> texts = new HashMap<>();
    long room = HELD_BYTES;
    try (Archive pass = reader.anotherPass()) {
      Archive.Entry file;
      while (!wanted.isEmpty() && (file = pass.next()) != null) {
        String name = catalog.name(file);
        if (catalog.counts(file) && wanted.remove(name) && file.size() <= room) {
          texts.put(name, pass.content().readAllBytes());
          room -= file.size();
        }
      }
    } catch (CorruptDumpException | TruncatedDumpException e) {
      // Whoever wants what lies behind meets it again, and notes it.
    }
    return texts;
  }

  /** Several logs, one after the other. */
  private final class Logs extends InputStream {
    private final Iterator<DumpFiles.TaskLog> rest;
    private final Map<String, byte[]> small;
    private final @Nullable TaskLines conversion;
    private @Nullable InputStream present;

    Logs(List<DumpFiles.TaskLog> all, @Nullable TaskLines conversion) throws IOException {
      this.rest = all.iterator();
      this.small = all.size() > 1 ? smallLogs(all) : Map.of();
      this.conversion = conversion;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      if (length == 0) {
        return 0;
      }
      while (true) {
        InputStream open = present;
        int n = open == null ? -1 : open.read(bytes, offset, length);
        if (n >= 0) {
          return n;
        }
        if (!rest.hasNext()) {
          return -1;
        }
        DumpFiles.TaskLog next = rest.next();
        Archive.Entry file = catalog.file(next.file());
        present = file == null ? null : log(open(file, next.file()), next.file(), next, conversion);
      }
    }

    private InputStream open(Archive.Entry file, String name) throws IOException {
      byte[] text = small.get(name);
      return text == null ? logs.open(file) : new ByteArrayInputStream(text);
    }
  }

  /** Whether all documents of tasks, and nothing else before them, come right after a file. */
  private boolean follow(Archive.Entry file) {
    if (catalog.extent() != Catalog.Extent.ALL) {
      return true;
    }
    long count = 0;
    long last = -1;
    long first = Long.MAX_VALUE;
    for (String name : catalog.names()) {
      Archive.Entry entry = files.payload(name) == null ? null : catalog.file(name);
      if (entry != null) {
        count++;
        first = Math.min(first, entry.position());
        last = Math.max(last, entry.position());
      }
    }
    return count == 0 || (first > file.position() && last - file.position() == count);
  }

  private @Nullable Attachment nextInPlace() throws IOException {
    Archive.Entry entry = archive.next();
    if (entry == null) {
      return null;
    }
    Payload payload = files.payload(catalog.name(entry));
    if (payload == null || !catalog.counts(entry)) {
      archive.pushBack(entry);
      return null;
    }
    return attachment(archive, entry, payload);
  }

  private @Nullable Attachment nextElsewhere() throws IOException {
    Archive reading = payloads;
    if (reading == null) {
      logs.close();
      reading = reader.anotherPass();
      payloads = reading;
    }
    while (true) {
      Archive.Entry entry = reading.next();
      if (entry == null) {
        return null;
      }
      Payload payload = files.payload(catalog.name(entry));
      if (payload != null && catalog.counts(entry)) {
        return attachment(reading, entry, payload);
      }
    }
  }

  private Attachment attachment(Archive from, Archive.Entry entry, Payload payload) {
    InputStream in = from.content();
    String where = from.where(catalog.name(entry));
    InputStream lines =
        switch (payload.format()) {
          case CSV ->
              new CsvInputStream(in, where, options.limits().maxDocumentBytes(), complaints);
          case ARRAY -> ObjectsInputStream.ofArray(in, where, options, complaints);
          case LINES ->
              payload.verbatim()
                  ? new LinesInputStream(
                      in, where, options, complaints, null, options.limits().maxDocumentBytes())
                  : ObjectsInputStream.ofValues(in, where, options, complaints);
        };
    return new Attachment(payload.name(), lines);
  }

  @Override
  public void close() throws IOException {
    Closing.all(logs, payloads);
  }
}
