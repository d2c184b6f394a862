package org.indexport.transfer;

import java.util.ArrayList;
import java.util.List;
import org.indexport.DumpReader;
import org.indexport.DumpWriter;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.Manifest.IndexSummary;
import org.indexport.Manifest.SectionSummary;

/**
 * Tells a writer what a conversion is going to add, where the input tells that beforehand and all
 * of it passes: only then is it certain.
 */
final class Announcement {
  private final DumpReader reader;
  private final DumpWriter writer;
  private final Selection selection;
  private final TargetNames names;
  private final SecretRule secrets;

  Announcement(
      DumpReader reader,
      DumpWriter writer,
      Selection selection,
      TargetNames names,
      SecretRule secrets) {
    this.reader = reader;
    this.writer = writer;
    this.selection = selection;
    this.names = names;
    this.secrets = secrets;
  }

  /** Announces what is certain, if anything is. */
  void announce() {
    Manifest manifest = reader.manifest();
    if (manifest == null
        || reader.skipsDamage()
        || selection.needsOrder()
        || selection.contents() == Contents.SETTINGS_ONLY
        || !isKnown(manifest)) {
      return;
    }
    List<IndexSummary> indexes = new ArrayList<>();
    for (IndexSummary index : manifest.indexes()) {
      if (isTaken(index.name())) {
        IndexName target = names.of(index.name());
        indexes.add(new IndexSummary(target, index.documents(), index.bytes(), null, null));
      }
    }
    int sections = 0;
    for (SectionSummary section : manifest.sections()) {
      sections += isAdded(section) ? 1 : 0;
    }
    writer.expect(indexes, sections);
  }

  /** Whether no index is declared late. */
  private boolean isKnown(Manifest manifest) {
    return manifest.indexes().stream().allMatch(i -> reader.header().index(i.name()) != null);
  }

  private boolean isTaken(IndexName name) {
    IndexInfo index = reader.header().index(name);
    return selection.includes(name) && (index == null || secrets.takes(index));
  }

  private boolean isAdded(SectionSummary section) {
    IndexName index = section.index();
    return selection.includesSection(section.name(), index)
        && (index == null || isTaken(index))
        && secrets.allows(section.sensitivity())
        && writer.takes(section.name(), index == null ? null : names.of(index));
  }
}
