package org.indexport.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.Manifest;
import org.indexport.ReadLimits;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.UnsupportedVersionException;
import org.indexport.json.JsonObject;
import org.indexport.json.MalformedJsonException;
import org.indexport.spi.BlueprintJson;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a dump apart from its documents: the metadata and the indexes. One thread at a
 * time.
 */
public final class Blueprint {
  private static final String FORMAT = "indexport";
  private static final String KIND = "dump";
  private static final String SNAPSHOT = "snapshot";

  private final ReadLimits limits;
  private final long version;
  private final Map<IndexName, IndexInfo> indexes = new LinkedHashMap<>();
  private BlueprintJson.@Nullable Metadata metadata;
  private boolean listsIndexes;

  /**
   * Starts with nothing.
   *
   * @param limits the limits of what is read
   * @param version the major version of the format; others are refused
   */
  public Blueprint(ReadLimits limits, long version) {
    this.limits = limits;
    this.version = version;
  }

  /**
   * Reads {@code metadata.json}, if that comes next, and all {@code index.json} that follow it
   * directly.
   *
   * @param input at its start
   * @param damage whether damage behind the metadata is left to who reads on
   * @throws IOException as {@link #readMetadata(String, byte[])} and {@link #readIndex(String,
   *     byte[], IndexName)} do, or if reading fails
   */
  public void readHead(MemberInput input, ReadOptions.Damage damage) throws IOException {
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
      if (damage == ReadOptions.Damage.REFUSE) {
        throw e;
      }
    }
  }

  /** Reads {@code metadata.json}, which the input has just returned. */
  public void readMetadata(MemberInput input, Member member) throws IOException {
    readMetadata(input.where(member), input.text(member));
  }

  /**
   * Reads {@code metadata.json}.
   *
   * @param where names the text in messages
   * @param text the whole text
   * @throws UnsupportedVersionException if it is of another version
   * @throws UnknownFormatException if it belongs to something that is no dump
   * @throws CorruptDumpException if it is not as described
   * @throws LimitExceededException if it lists too many indexes
   */
  public void readMetadata(String where, byte[] text) throws DumpException {
    checkVersion(where, text);
    BlueprintJson.Metadata read = new BlueprintJson(where, limits).readMetadata(text);
    if (!read.kind().equals(KIND)) {
      String next =
          read.kind().equals(SNAPSHOT)
              ? "restore it with `indexport restore SNAPSHOT DIR`"
              : "use the tool that made it";
      throw new UnknownFormatException(where, "a dump", "a " + read.kind(), next);
    }
    metadata = read;
  }

  /** Looks at the version before anything else, since everything else may differ with it. */
  private void checkVersion(String where, byte[] text) throws UnsupportedVersionException {
    try {
      JsonObject json = JsonObject.parse(text, limits.maxDepth());
      Long found = json.number("version");
      listsIndexes = json.has("indexes");
      if (FORMAT.equals(json.string("format")) && found != null && found != version) {
        String readable = String.valueOf(version);
        throw new UnsupportedVersionException(where, found.toString(), readable, readable);
      }
    } catch (MalformedJsonException e) {
      // Reading it as metadata says what is wrong.
    }
  }

  /** Reads and adds the {@code index.json} that the input has just returned. */
  public IndexInfo readIndex(MemberInput input, Member member, IndexName name) throws IOException {
    return readIndex(input.where(member), input.text(member), name);
  }

  /**
   * Reads and adds an {@code index.json}.
   *
   * @param where names the text in messages
   * @param text the whole text
   * @param name the index that the name of the member says
   * @throws CorruptDumpException if it is not as described, is another's, or was read before
   * @throws LimitExceededException if there are too many indexes
   */
  public IndexInfo readIndex(String where, byte[] text, IndexName name) throws DumpException {
    IndexInfo index = new BlueprintJson(where, limits).readIndex(text);
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

  /**
   * Adds an index that was read elsewhere.
   *
   * @param where names its description in messages
   * @param index the index
   * @throws CorruptDumpException if it was added before
   * @throws LimitExceededException if there are too many indexes
   */
  public void add(String where, IndexInfo index)
      throws LimitExceededException, CorruptDumpException {
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
  public Blueprint copy() {
    Blueprint copy = new Blueprint(limits, version);
    copy.indexes.putAll(indexes);
    copy.metadata = metadata;
    copy.listsIndexes = listsIndexes;
    return copy;
  }

  /** Whether {@code metadata.json} was read. */
  public boolean hasMetadata() {
    return metadata != null;
  }

  /** The names of the indexes whose {@code index.json} was read. */
  public Set<IndexName> names() {
    return Collections.unmodifiableSet(indexes.keySet());
  }

  /** An index that was read or added, or null. */
  public @Nullable IndexInfo index(IndexName name) {
    return indexes.get(name);
  }

  /** An index that the metadata lists and whose {@code index.json} was not read, or null. */
  public @Nullable IndexName firstMissing() {
    for (IndexInfo listed : listed()) {
      if (!indexes.containsKey(listed.name())) {
        return listed.name();
      }
    }
    return null;
  }

  /** Whether the metadata tells which indexes there are, and all of them were read. */
  public boolean isCovered() {
    return listsIndexes && firstMissing() == null;
  }

  /** The header with the indexes that were read: first those that the metadata lists. */
  public DumpHeader header() {
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

  /**
   * Makes sure that a manifest lists exactly the indexes that are known.
   *
   * @param where names the manifest in messages
   * @param manifest what it says
   * @throws CorruptDumpException if it does not
   */
  public void compare(String where, Manifest manifest) throws CorruptDumpException {
    Set<IndexName> said = new HashSet<>();
    for (Manifest.IndexSummary index : manifest.indexes()) {
      if (!said.add(index.name())) {
        throw differing(where, "each index once", "index " + index.name() + " again");
      }
      if (!indexes.containsKey(index.name())) {
        throw differing(where, "indexes of this dump", "index " + index.name());
      }
    }
    for (IndexName index : indexes.keySet()) {
      if (!said.contains(index)) {
        throw differing(where, "all indexes", "none of the name " + index);
      }
    }
  }

  private static CorruptDumpException differing(String where, String expected, String found) {
    return new CorruptDumpException(where, expected, found, "take another copy of the file");
  }

  private List<IndexInfo> listed() {
    return metadata == null ? List.of() : metadata.header().indexes();
  }
}
