package org.indexport.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.DocumentPart;
import org.indexport.DocumentTotals;
import org.indexport.DumpCursor;
import org.indexport.DumpEntry;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpReader;
import org.indexport.ExistingTargetException;
import org.indexport.ImportException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.Section;
import org.indexport.schema.SchemaDialects;
import org.indexport.schema.SettingsTranslation;
import org.indexport.schema.Translation;
import org.indexport.spi.Indexer;
import org.indexport.spi.Indexer.IfExists;
import org.indexport.spi.Indexer.SectionMoment;
import org.indexport.spi.Indexer.SectionResult;
import org.indexport.transfer.Checkpoint.Creation;
import org.indexport.transfer.ImportOptions.Effect;
import org.jspecify.annotations.Nullable;

/** One import: reads in the calling thread, sends in others. */
final class ImportRun {
  private final DumpReader reader;
  private final Indexer indexer;
  private final Selection selection;
  private final ImportOptions options;
  private final TargetNames names;
  private final SchemaDialects dialects;
  private final TransferListener listener;
  private final StopRequest stop;
  private final SecretRule secrets;

  private final Map<IndexName, IndexImport> indexes = new LinkedHashMap<>();
  private final Set<IndexName> leftOut = new HashSet<>();
  private final List<String> sections = new ArrayList<>();
  private final List<String> sectionsForLater = new ArrayList<>();
  private final Set<String> notices = new LinkedHashSet<>();

  ImportRun(
      DumpReader reader,
      Indexer indexer,
      Selection selection,
      ImportOptions options,
      TargetNames names,
      SchemaDialects dialects,
      TransferListener listener,
      StopRequest stop) {
    this.reader = reader;
    this.indexer = indexer;
    this.selection = selection;
    this.options = options;
    this.names = names;
    this.dialects = dialects;
    this.listener = listener;
    this.stop = stop;
    this.secrets = SecretRule.ofEngine(selection);
  }

  /** Looks whether the target would take it. */
  void check() throws IOException {
    findIndexes();
    checkTargets(indexes.values());
  }

  private void findIndexes() throws IOException {
    for (IndexInfo index : reader.header().indexes()) {
      if (isWanted(index)) {
        found(index, null);
      }
    }
  }

  /** Whether an index is to be imported; notes when that needs an explanation. */
  private boolean isWanted(IndexInfo index) {
    if (!selection.includes(index.name())) {
      return false;
    }
    boolean isHome = indexer.isHomeOf(index);
    if (index.isMarker() && !isHome) {
      // Its namespace is told to the engine.
      leftOut.add(index.name());
      return false;
    }
    if (index.isInternal() && !isHome && !selection.namesInternal(index.name(), reader.header())) {
      notices.add(
          "index %s: left out; its engine keeps it for itself, select it by name to have it"
              .formatted(index.name()));
    } else if (secrets.takes(index) || (isHome && selection.secrets() != Secrets.LEFT_OUT)) {
      return true;
    } else {
      notices.add(secrets.leftOut(index));
    }
    leftOut.add(index.name());
    return false;
  }

  TransferReport run() throws IOException {
    findIndexes();
    try (CheckpointFile checkpoint = CheckpointFile.open(options, reader, selection)) {
      restore(checkpoint);
      checkTargets(indexes.values());
      if (isDryRun()) {
        for (IndexImport index : indexes.values()) {
          indexer.checkIndex(index.target(), options.ifExists());
        }
        return report(transfer(checkpoint), checkpoint);
      }
      DumpHeader header = names.header(reader.header(), secrets);
      indexer.begin(
          header
              .withIndexes(List.of())
              .withNamespaces(namespaces(header))
              .withIndexes(indexes.values().stream().map(IndexImport::target).toList()));
      checkpoint.write(indexes, Checkpoint.State.RUNNING);
      for (IndexImport index : indexes.values()) {
        create(index);
      }
      indexer.sync();
      checkpoint.write(indexes, Checkpoint.State.RUNNING);
      List<DumpException> damages = transfer(checkpoint);
      TransferReport report = complete(damages, checkpoint);
      checkpoint.write(indexes, Checkpoint.State.FINISHED);
      return report;
    }
  }

  /** Without those of indexes that are left out alone, unless one of these stands for it. */
  private List<String> namespaces(DumpHeader header) {
    Set<@Nullable String> gone = new HashSet<>();
    leftOut.forEach(index -> gone.add(names.of(index).namespace()));
    indexes.values().forEach(index -> gone.remove(index.target().name().namespace()));
    Set<String> kept = new LinkedHashSet<>(header.namespaces());
    kept.removeAll(gone);
    for (IndexInfo index : reader.header().indexes()) {
      if (index.isMarker() && selection.includes(index.name())) {
        String space = names.of(index.name()).namespace();
        if (space != null) {
          kept.add(space);
        }
      }
    }
    return List.copyOf(kept);
  }

  private boolean isDryRun() {
    return options.effect() == Effect.DRY_RUN;
  }

  private IndexImport found(IndexInfo source, Checkpoint.@Nullable IndexState from)
      throws IOException {
    selection.checkTransform(source);
    Translation<IndexInfo> open = secrets.apply(names.index(source));
    Translation<IndexInfo> target =
        SettingsTranslation.of(open.value(), indexer.dialect(), dialects);
    List<String> losses = new ArrayList<>(open.losses());
    losses.addAll(target.losses());
    IndexImport index = new IndexImport(source, target.value(), losses, from);
    indexes.put(source.name(), index);
    return index;
  }

  private void restore(CheckpointFile checkpoint) throws IOException {
    for (IndexImport index : List.copyOf(indexes.values())) {
      Checkpoint.IndexState state = checkpoint.restored(index.source().name());
      if (state != null) {
        found(index.source(), state);
      }
    }
  }

  private void checkTargets(Iterable<IndexImport> wanted) throws IOException {
    List<IndexName> targets = new ArrayList<>();
    wanted.forEach(index -> targets.add(index.target().name()));
    Set<IndexName> existing = indexer.existing(targets);
    List<String> clashes = new ArrayList<>();
    for (IndexImport index : wanted) {
      IndexName name = index.target().name();
      if (!index.isResumed() && existing.contains(name)) {
        clashes.add(name.toString());
      } else if (index.creation() == Creation.DONE && !existing.contains(name)) {
        throw new ImportException(
            "the target",
            "the index " + name + " that the interrupted import made",
            "none of that name",
            "bring it back, or remove the checkpoint to start anew");
      }
    }
    if (!clashes.isEmpty() && options.ifExists() == IfExists.REFUSE) {
      throw new ExistingTargetException(
          "the target",
          "no index of the name " + String.join(", ", clashes),
          clashes.size() == 1 ? "one" : clashes.size() + " of them",
          "append to it, replace it, or rename");
    }
  }

  private void create(IndexImport index) throws IOException {
    boolean wasDone = index.creation() == Creation.DONE;
    IfExists ifExists = options.ifExists();
    if (wasDone) {
      ifExists = IfExists.APPEND;
    } else if (index.isResumed() && ifExists == IfExists.REFUSE) {
      // It did not exist before the import that was interrupted: what is there is that one's.
      ifExists = IfExists.REPLACE;
    }
    indexer.createIndex(index.target(), ifExists);
    if (!wasDone) {
      index.created(count(index));
    }
  }

  private @Nullable Long count(IndexImport index) throws IOException {
    OptionalLong count = indexer.documentCount(index.target().name());
    return count.isPresent() ? (Long) count.getAsLong() : null;
  }

  /** Reads the input and sends what is selected; returns the damages that were skipped. */
  private List<DumpException> transfer(CheckpointFile checkpoint) throws IOException {
    boolean withDocuments = selection.contents() != Contents.SETTINGS_ONLY;
    Duration patience = Objects.requireNonNullElse(indexer.patience(), options.retryFor());
    BatchSender sender = isDryRun() ? null : new BatchSender(indexer, patience);
    try (PartDispatcher dispatcher =
            new PartDispatcher(
                selection, options, indexer.concurrency(), sender, checkpoint, listener);
        DumpCursor cursor = reader.entries(name -> withDocuments && includes(name))) {
      try {
        for (DumpEntry entry; (entry = cursor.next()) != null; ) {
          stop.check();
          take(entry, dispatcher);
          if (checkpoint.isDue()) {
            checkpoint.take(indexes, indexer);
          }
        }
        dispatcher.awaitAll();
      } catch (IOException | RuntimeException e) {
        dispatcher.drainAfter(e);
        saveAfter(e, checkpoint);
        throw e;
      }
      compareResumed(cursor.finish());
      return cursor.damages();
    }
  }

  private boolean includes(IndexName name) {
    return selection.includes(name) && !leftOut.contains(name);
  }

  /** A last checkpoint, so that little is sent again by a resume. */
  private void saveAfter(Exception failure, CheckpointFile checkpoint) {
    if (isDryRun() || !checkpoint.isKept()) {
      return;
    }
    // Engines that see an interrupted thread may close files under it.
    boolean interrupted = Thread.interrupted();
    try {
      checkpoint.take(indexes, indexer);
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void take(DumpEntry entry, PartDispatcher dispatcher) throws IOException {
    if (entry instanceof IndexInfo info) {
      if (isWanted(info)) {
        createLate(info, dispatcher);
      }
    } else if (entry instanceof DocumentPart part) {
      IndexImport index = indexes.get(part.index().name());
      if (index == null || index.isFinished(part.ordinal())) {
        part.close();
      } else {
        dispatcher.dispatch(index, part);
      }
    } else if (entry instanceof Section section && selection.includes(section) && !isDryRun()) {
      put(section, SectionMoment.BEFORE);
    }
  }

  private void createLate(IndexInfo info, PartDispatcher dispatcher) throws IOException {
    IndexImport index = found(info, dispatcher.checkpoint().restored(info.name()));
    checkTargets(List.of(index));
    if (isDryRun()) {
      indexer.checkIndex(index.target(), options.ifExists());
    } else {
      dispatcher.checkpoint().write(indexes, Checkpoint.State.RUNNING);
      create(index);
    }
  }

  private void put(Section section, SectionMoment moment) throws IOException {
    IndexName index = section.index();
    if (index != null && leftOut.contains(index)) {
      return;
    }
    if (index == null && !selection.names(section)) {
      sections.add(section + ": left out; it belongs to the whole instance, name it to have it");
      return;
    }
    boolean isHome = indexer.isHomeOf(section) && selection.secrets() != Secrets.LEFT_OUT;
    if (!isHome && !secrets.allows(section.sensitivity())) {
      sections.add(section + ": it holds secrets and is " + secrets.reason());
      return;
    }
    Section named = index == null ? section : new RenamedSection(section, names.of(index));
    SectionResult result = indexer.putSection(named, moment);
    switch (result) {
      case APPLIED -> sections.add(section + ": applied");
      case UNSUPPORTED -> sections.add(section + ": this engine has no place for it");
      case LEFT_AS_IT_WAS ->
          sections.add(section + ": left out; what was there before stays as it is");
      case LATER -> {
        if (moment == SectionMoment.AFTER) {
          sections.add(section + ": the engine did not take it");
        } else if (reader.isRewindable()) {
          sectionsForLater.add(section.toString());
        } else {
          sections.add(section + ": must come after the documents; import it from a file");
        }
      }
    }
  }

  private void compareResumed(@Nullable Manifest manifest) throws CorruptDumpException {
    if (manifest == null) {
      return;
    }
    for (IndexImport index : indexes.values()) {
      Manifest.IndexSummary said = manifest.index(index.source().name());
      DocumentTotals read = index.read();
      if (said == null || !index.isResumed() || selection.contents() == Contents.SETTINGS_ONLY) {
        continue;
      }
      if (said.documents() != read.documents()
          || (said.hash() != null && !said.hash().equals(read.hash()))) {
        throw new CorruptDumpException(
            "index " + index.source().name(),
            said.documents() + " documents as the manifest says",
            read.documents() + ", or others",
            "import again from the start");
      }
    }
  }

  private TransferReport complete(List<DumpException> damages, CheckpointFile checkpoint)
      throws IOException {
    putLateSections();
    Map<IndexImport, Long> replaced = new LinkedHashMap<>();
    for (IndexImport index : indexes.values()) {
      Long more = index.replaced(count(index));
      if (more != null && more < 0) {
        throw new ImportException(
            "index " + index.target().name(),
            "no more documents than were sent to it",
            -more + " more",
            "see whether another program writes to it, then import again");
      }
      replaced.put(index, more);
      indexer.finishIndex(index.target().name());
    }
    indexer.finish();
    List<IndexReport> reports = new ArrayList<>();
    replaced.forEach((index, more) -> reports.add(index.report(more)));
    return report(reports, damages, checkpoint);
  }

  private void putLateSections() throws IOException {
    if (sectionsForLater.isEmpty()) {
      return;
    }
    try (DumpCursor cursor = reader.entries(name -> false)) {
      for (DumpEntry entry; (entry = cursor.next()) != null; ) {
        if (entry instanceof DocumentPart part) {
          part.close();
        } else if (entry instanceof Section section
            && sectionsForLater.contains(section.toString())) {
          put(section, SectionMoment.AFTER);
        }
      }
    }
  }

  private TransferReport report(List<DumpException> damages, CheckpointFile checkpoint) {
    List<IndexReport> reports = indexes.values().stream().map(index -> index.report(null)).toList();
    return report(reports, damages, checkpoint);
  }

  private TransferReport report(
      List<IndexReport> reports, List<DumpException> damages, CheckpointFile checkpoint) {
    List<String> all = new ArrayList<>(reader.notices());
    all.addAll(notices);
    all.addAll(indexer.notices());
    return new TransferReport(reports, sections, checkpoint.rejects().first(), damages, all);
  }
}
