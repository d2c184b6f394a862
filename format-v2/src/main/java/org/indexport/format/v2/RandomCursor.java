package org.indexport.format.v2;

import java.io.IOException;
import java.util.function.Predicate;
import org.indexport.DocumentPart;
import org.indexport.IndexName;
import org.indexport.Manifest;
import org.indexport.Manifest.IndexSummary;
import org.indexport.PartReading;
import org.indexport.layout.Member;
import org.indexport.layout.MemberInput;
import org.indexport.layout.MemberNames;

/** Walks what the manifest lists. Parts of indexes that nobody wants cost nothing. */
final class RandomCursor extends V2Cursor {
  private final RandomReader reader;
  private final RandomInput input;

  RandomCursor(RandomReader reader, Predicate<IndexName> wanted) {
    super(reader, new PartReading(reader.options()));
    this.reader = reader;
    this.input = new RandomInput(reader, reading(), wanted);
    for (IndexSummary index : reader.manifest().indexes()) {
      if (!wanted.test(index.name())) {
        reading().tally().leaveOut(index.name());
      }
    }
  }

  @Override
  MemberInput input() {
    return input;
  }

  @Override
  boolean isBroken() {
    return false;
  }

  /** What is not whole is not given. */
  @Override
  void checkPieces(String folder) throws IOException {
    if (skipsDamage()) {
      input.checkPieces(folder);
    }
  }

  @Override
  DocumentPart entry(Member member) {
    ListedParts.Listed part = input.part();
    return reader.part(reading(), part.index(), part.said(), part.first());
  }

  @Override
  Manifest compare() throws IOException {
    Manifest manifest = reader.manifest();
    reading().tally().compare(name(), manifest);
    sections().compareExactly(name() + ": " + MemberNames.MANIFEST, manifest.sections());
    return manifest;
  }
}
