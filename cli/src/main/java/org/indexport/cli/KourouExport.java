package org.indexport.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.DumpFormats;
import org.indexport.DumpHeader;
import org.indexport.DumpSink;
import org.indexport.DumpWriter;
import org.indexport.WriteOptions;
import org.indexport.io.Publication;
import org.indexport.spi.DumpFormat;
import org.indexport.transfer.Contents;
import org.indexport.transfer.DumpConverter;
import org.indexport.transfer.Selection;
import org.indexport.transfer.TransferReport;
import org.jspecify.annotations.Nullable;

/**
 * {@code index:export} and {@code collection:export}. Files that are there are replaced, others are
 * left alone, as the original does; unlike there, nothing is replaced before all is read.
 */
final class KourouExport {
  private static final List<String> TYPES = List.of("all", "data", "mappings");
  private static final List<String> FORMATS = List.of("jsonl", "kuzzle", "csv");

  private final KourouWork work;

  private KourouExport(KourouWork work) {
    this.work = work;
  }

  /** Exports all collections of an index. */
  static int ofIndex(KourouWork work) throws IOException {
    String index = work.given().word(0);
    return new KourouExport(work).export(index, index, null);
  }

  /** Exports a collection. */
  static int ofCollection(KourouWork work) throws IOException {
    String index = work.given().word(0);
    String ttl = work.given().text("scrollTTL");
    return new KourouExport(work).export(index, index + "/" + work.given().word(1), ttl);
  }

  private int export(String index, String pattern, @Nullable String ttl) throws IOException {
    if (pattern.indexOf('*') >= 0 || pattern.indexOf(',') >= 0) {
      throw new UsageException("%s: no name of Kuzzle has stars or commas".formatted(pattern));
    }
    Map<String, String> reading = new LinkedHashMap<>();
    reading.put("indexes", pattern);
    String query = work.given().json("query");
    if (query != null) {
      reading.put("query", LooseJson.of("query", query));
    }
    if (ttl != null) {
      reading.put("keep-alive", ttl);
    }
    Map<String, String> writing = writing();
    Path target = Path.of(work.path(".")).resolve(index);
    try (Input input = work.openServer(reading)) {
      Files.createDirectories(target.toAbsolutePath().getParent());
      TransferReport report =
          Files.exists(target) ? exportInto(input, target, writing) : write(input, target, writing);
      return work.tell(report, target.toString());
    }
  }

  private Map<String, String> writing() {
    String format = work.choice("format", FORMATS);
    Map<String, String> writing = new LinkedHashMap<>();
    writing.put("layout", "index");
    writing.put("manifest", "none");
    writing.put("format", format);
    writing.put("type", work.choice("type", TYPES));
    String fields = work.given().text("fields");
    if (fields != null && format.equals("csv")) {
      writing.put("fields", fields);
    }
    return writing;
  }

  /** Exports beside a folder that is there, and then moves each file to its place. */
  private TransferReport exportInto(Input input, Path target, Map<String, String> writing)
      throws IOException {
    try (ScratchFolder fresh = new ScratchFolder(Publication.temporary(target, ".new"))) {
      TransferReport report = write(input, fresh.path(), writing);
      try (DirectoryStream<Path> collections = Files.newDirectoryStream(fresh.path())) {
        for (Path collection : collections) {
          replace(collection, target.resolve(String.valueOf(collection.getFileName())));
        }
      }
      return report;
    }
  }

  private static void replace(Path fresh, Path old) throws IOException {
    Files.createDirectories(old);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(fresh)) {
      for (Path file : files) {
        Files.move(
            file,
            old.resolve(String.valueOf(file.getFileName())),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Documents that are not written need not be read. */
  private static Contents contents(Map<String, String> options) {
    return "mappings".equals(options.get("type")) ? Contents.SETTINGS_ONLY : Contents.EVERYTHING;
  }

  private TransferReport write(Input input, Path folder, Map<String, String> options)
      throws IOException {
    DumpFormat format = DumpFormats.load().byId(KourouWork.FORMAT);
    // No roles or users belong to an index.
    DumpConverter converter =
        DumpConverter.from(input.reader())
            .select(Selection.builder().noSections().contents(contents(options)).build())
            .to(format);
    DumpHeader header = converter.header();
    WriteOptions defaults = WriteOptions.DEFAULT;
    WriteOptions writing =
        new WriteOptions(defaults.partBytes(), work.workers(), defaults.generator(), null, options);
    Terminal terminal = work.terminal();
    try (DumpWriter writer = format.create(DumpSink.folder(folder), header, writing);
        Progress progress = Progress.start("dump", input, terminal, work.common())) {
      terminal.interruption().onRequest(converter::stop);
      terminal.interruption().onGivingUp(writer);
      return converter.listener(progress).into(writer);
    } catch (InterruptedIOException e) {
      throw KourouWork.interrupted(e, "nothing was left behind");
    }
  }
}
