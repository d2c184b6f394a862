package org.indexport.format.v1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.UnsupportedVersionException;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.BlueprintJson;
import org.jspecify.annotations.Nullable;

/** What was read of a dump apart from its documents: the metadata and the indexes. */
final class Blueprint {
  private static final String FORMAT = "indexport";
  private static final String KIND = "dump";

  private final ReadLimits limits;
  private final Map<IndexName, IndexInfo> indexes = new LinkedHashMap<>();
  private BlueprintJson.@Nullable Metadata metadata;
  private boolean listsIndexes;

  Blueprint(ReadLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads {@code metadata.json}, if that comes next, and all {@code index.json} that follow it
   * directly.
   */
  void readHead(V1Input input, ReadOptions options) throws IOException {
    Member first = input.peek();
    if (first == null || !(first.role() instanceof Member.Metadata)) {
      return;
    }
    input.next();
    readMetadata(input, first);
    try {
      Member next = input.peek();
      while (next != null && next.role() instanceof Member.Index index) {
        input.next();
        readIndex(input, next, index.name());
        next = input.peek();
      }
    } catch (CorruptDumpException | TruncatedDumpException e) {
      // Where damage is skipped, whoever reads on will meet and note it.
      if (options.damage() == ReadOptions.Damage.REFUSE) {
        throw e;
      }
    }
  }

  void readMetadata(V1Input input, Member member) throws IOException {
    byte[] text = input.text(member);
    String where = input.where(member);
    checkVersion(where, text);
    BlueprintJson.Metadata read = new BlueprintJson(where, limits).readMetadata(text);
    if (!read.kind().equals(KIND)) {
      throw new UnknownFormatException(
          where, "a dump", "a " + read.kind(), "use the tool that made it");
    }
    metadata = read;
  }

  /** Looks at the version before anything else, since everything else may differ with it. */
  private void checkVersion(String where, byte[] text) throws UnsupportedVersionException {
    try {
      JsonObject json = JsonObject.parse(text, limits.maxDepth());
      Long version = json.number("version");
      listsIndexes = json.has("indexes");
      if (FORMAT.equals(json.string("format")) && version != null && version != FormatV1.VERSION) {
        String readable = String.valueOf(FormatV1.VERSION);
        throw new UnsupportedVersionException(where, version.toString(), readable, readable);
      }
    } catch (MalformedJsonException e) {
      // Reading it as metadata says what is wrong.
    }
  }

  IndexInfo readIndex(V1Input input, Member member, IndexName name) throws IOException {
    String where = input.where(member);
    IndexInfo index = new BlueprintJson(where, limits).readIndex(input.text(member));
    if (!index.name().equals(name)) {
      throw new CorruptDumpException(
          where,
          "the index " + name,
          "the index " + index.name(),
          "rename the folder or the index");
    }
    add(where, index);
    return index;
  }

  /** Adds an index that was read elsewhere. */
  void add(String where, IndexInfo index) throws LimitExceededException, CorruptDumpException {
    if (indexes.putIfAbsent(index.name(), index) != null) {
      throw new CorruptDumpException(
          where, "each index once", "index " + index.name() + " again", "remove one of them");
    }
    if (indexes.size() > limits.maxIndexes()) {
      throw new LimitExceededException(
          where,
          "at most " + limits.maxIndexes() + " indexes",
          "more",
          "raise the limit if the file is sound");
    }
  }

  /** A copy that may grow without this one. */
  Blueprint copy() {
    Blueprint copy = new Blueprint(limits);
    copy.indexes.putAll(indexes);
    copy.metadata = metadata;
    copy.listsIndexes = listsIndexes;
    return copy;
  }

  boolean hasMetadata() {
    return metadata != null;
  }

  /** The names of the indexes whose {@code index.json} was read. */
  Set<IndexName> names() {
    return Collections.unmodifiableSet(indexes.keySet());
  }

  @Nullable IndexInfo index(IndexName name) {
    return indexes.get(name);
  }

  /** An index that the metadata lists and whose {@code index.json} was not read, or null. */
  @Nullable IndexName firstMissing() {
    for (IndexInfo listed : listed()) {
      if (!indexes.containsKey(listed.name())) {
        return listed.name();
      }
    }
    return null;
  }

  /** Whether the metadata tells which indexes there are, and all of them were read. */
  boolean isCovered() {
    return listsIndexes && firstMissing() == null;
  }

  /** The header with the indexes that were read: first those that the metadata lists. */
  DumpHeader header() {
    Map<IndexName, IndexInfo> ordered = new LinkedHashMap<>();
    for (IndexInfo listed : listed()) {
      IndexInfo read = indexes.get(listed.name());
      if (read != null) {
        ordered.put(listed.name(), read);
      }
    }
    indexes.forEach(ordered::putIfAbsent);
    DumpHeader header = metadata == null ? DumpHeader.of() : metadata.header();
    return header.withIndexes(new ArrayList<>(ordered.values()));
  }

  private List<IndexInfo> listed() {
    return metadata == null ? List.of() : metadata.header().indexes();
  }
}
