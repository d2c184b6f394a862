package org.indexport.transfer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.Document;
import org.indexport.DocumentCursor;
import org.indexport.DocumentPart;
import org.indexport.DocumentRejectedException;
import org.indexport.DocumentSink;
import org.indexport.DocumentTotals;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.DumpReader;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.Section;
import org.indexport.spi.FormatTrait;
import org.jspecify.annotations.Nullable;

/** One conversion. Documents go through one thread, in order; reading and packing have others. */
final class ConversionRun {
  private final DumpReader reader;
  private final DumpWriter writer;
  private final Selection selection;
  private final TargetNames names;
  private final Set<FormatTrait> traits;
  private final TransferListener listener;
  private final RejectFile rejects;
  private final StopRequest stop;
  private final ConversionCheckpoints checkpoints;
  private final SecretRule secrets;

  private final Map<IndexName, Conversion> indexes = new LinkedHashMap<>();
  private final Set<IndexName> leftOut = new HashSet<>();
  private final List<String> sections = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private long documents;
  private long bytes;

  /** One index on its way. */
  private static final class Conversion {
    final IndexInfo source;
    final IndexName target;
    final List<String> losses = new ArrayList<>();

    /** How many were written before the conversion was interrupted. */
    final long before;

    @Nullable DocumentSink sink;
    DocumentTotals read = DocumentTotals.NONE;
    long filtered;
    long accepted;
    long rejected;

    Conversion(IndexInfo source, IndexName target, long before) {
      this.source = source;
      this.target = target;
      this.before = before;
    }
  }

  ConversionRun(
      DumpReader reader,
      DumpWriter writer,
      Selection selection,
      TargetNames names,
      Set<FormatTrait> traits,
      TransferListener listener,
      RejectFile rejects,
      StopRequest stop,
      ConversionCheckpoints checkpoints) {
    this.reader = reader;
    this.writer = writer;
    this.selection = selection;
    this.names = names;
    this.traits = traits;
    this.listener = listener;
    this.rejects = rejects;
    this.stop = stop;
    this.checkpoints = checkpoints;
    this.secrets = SecretRule.of(selection, traits);
  }

  TransferReport run() throws IOException {
    for (IndexInfo index : reader.header().indexes()) {
      if (isWanted(index)) {
        begin(index);
      }
    }
    new Announcement(reader, writer, selection, names, secrets).announce();
    boolean withDocuments = selection.contents() != Contents.SETTINGS_ONLY;
    List<DumpException> damages;
    try (DumpCursor cursor = reader.entries(name -> withDocuments && includes(name));
        PartPrefetch ahead = PartPrefetch.counting(cursor)) {
      for (DumpEntry entry; (entry = ahead.next()) != null; ) {
        checkStop();
        convert(entry);
      }
      cursor.finish();
      damages = cursor.damages();
      closeSinks();
    }
    return report(writer.finish(), damages);
  }

  /** Whether an index is to be converted; notes when that needs an explanation. */
  private boolean isWanted(IndexInfo index) {
    if (!selection.includes(index.name()) || secrets.takes(index)) {
      return selection.includes(index.name());
    }
    leftOut.add(index.name());
    notices.add(secrets.leftOut(index));
    return false;
  }

  private boolean includes(IndexName name) {
    return selection.includes(name) && !leftOut.contains(name);
  }

  /** Stops where that is asked for, with a last checkpoint. */
  private void checkStop() throws IOException {
    try {
      stop.check();
    } catch (InterruptedIOException e) {
      try {
        checkpoints.take();
      } catch (IOException | RuntimeException failure) {
        e.addSuppressed(failure);
      }
      throw e;
    }
  }

  private void begin(IndexInfo index) throws IOException {
    selection.checkTransform(index);
    IndexName target = names.of(index.name());
    Conversion conversion = new Conversion(index, target, checkpoints.documents(target));
    if (index.settings() != null && selection.contents() != Contents.DOCUMENTS_ONLY) {
      conversion.losses.addAll(
          traits.contains(FormatTrait.SETTINGS)
              ? secrets.apply(index).losses()
              : List.of("settings: this format does not carry them"));
    }
    indexes.put(index.name(), conversion);
  }

  private void convert(DumpEntry entry) throws IOException {
    if (entry instanceof IndexInfo index) {
      if (isWanted(index)) {
        begin(index);
        if (!checkpoints.isDeclared(names.of(index.name()))) {
          writer.declare(secrets.apply(names.index(index)).value());
        }
      }
    } else if (entry instanceof DocumentPart part) {
      try (part) {
        convert(part);
      }
    } else if (entry instanceof Section section && selection.includes(section)) {
      convert(section);
    }
  }

  private void convert(Section section) throws IOException {
    IndexName index = section.index();
    if (index != null && leftOut.contains(index)) {
      return;
    }
    if (!traits.contains(FormatTrait.SECTIONS)) {
      sections.add(section + ": this format does not carry side data");
      return;
    }
    if (!secrets.allows(section.sensitivity())) {
      sections.add(section + ": it holds secrets and is " + secrets.reason());
      return;
    }
    IndexName target = index == null ? null : names.of(index);
    if (!writer.takes(section.name(), target)) {
      sections.add(section + ": this format has no place for it");
      return;
    }
    if (!checkpoints.passSection()) {
      writer.add(target == null ? section : new RenamedSection(section, target));
    }
    sections.add(section + ": written");
  }

  private void convert(DocumentPart part) throws IOException {
    Conversion conversion = indexes.get(part.index().name());
    if (conversion == null) {
      return;
    }
    DocumentSink sink = conversion.sink;
    if (sink == null) {
      sink = writer.documents(conversion.target);
      conversion.sink = sink;
    }
    try (DocumentCursor all = part.documents()) {
      for (Document document; (document = all.next()) != null; ) {
        convert(document, conversion, sink);
      }
    }
    DocumentTotals totals = part.totals();
    conversion.read = conversion.read.plus(totals);
    documents += totals.documents();
    bytes += totals.bytes();
    listener.progressedIn(conversion.source.name(), conversion.read.documents());
    listener.progressed(documents, bytes);
    checkpoints.read(totals.bytes());
  }

  private void convert(Document document, Conversion conversion, DocumentSink sink)
      throws IOException {
    DocumentFilter filter = selection.filter();
    DocumentTransform transform = selection.transform();
    if (conversion.accepted == selection.limit()
        || (filter != null && !filter.accepts(conversion.source, document))) {
      conversion.filtered++;
      return;
    }
    conversion.accepted++;
    Document changed = document;
    try {
      if (transform != null) {
        changed = transform.apply(conversion.source, document);
      }
      // Those that were rejected before the interruption were not written then.
      if (conversion.accepted - conversion.rejected > conversion.before) {
        sink.add(changed);
      }
    } catch (DocumentRejectedException e) {
      conversion.rejected++;
      String id = document.resolvedId();
      rejects.add(conversion.target, id == null ? "" : id, String.valueOf(e.getMessage()), changed);
    }
  }

  private void closeSinks() throws IOException {
    IOException failure = null;
    for (Conversion conversion : indexes.values()) {
      try {
        if (conversion.sink != null) {
          conversion.sink.close();
        }
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private TransferReport report(Manifest manifest, List<DumpException> damages) throws IOException {
    List<IndexReport> reports = new ArrayList<>();
    for (Conversion conversion : indexes.values()) {
      reports.add(report(conversion, manifest.index(conversion.target)));
    }
    rejects.sync();
    List<String> all = new ArrayList<>(reader.notices());
    all.addAll(notices);
    all.addAll(writer.notices());
    return new TransferReport(reports, sections, rejects.first(), damages, all);
  }

  private IndexReport report(Conversion conversion, Manifest.@Nullable IndexSummary written) {
    DocumentTotals sent =
        written == null
            ? DocumentTotals.NONE
            : new DocumentTotals(
                written.documents(),
                Math.max(0, written.bytes()),
                0,
                written.hash() == null ? org.indexport.Hash128.ZERO : written.hash(),
                written.idHash() == null ? org.indexport.Hash128.ZERO : written.idHash());
    List<String> losses = new ArrayList<>(conversion.losses);
    losses.addAll(writer.losses(conversion.target));
    return new IndexReport(
        conversion.source.name(),
        conversion.target,
        conversion.read,
        conversion.filtered,
        sent,
        conversion.rejected,
        0L,
        losses);
  }
}
