package org.indexport.format.meilisearch.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.ReadOptions.Damage;
import org.indexport.TruncatedDumpException;
import org.indexport.spi.TextBudget;
import org.indexport.tar.TarOutput;
import org.jspecify.annotations.Nullable;

/**
 * What a pass over an archive finds: which files there are, and the text of the small ones that
 * describe the others. Names are told without a folder around everything.
 */
final class Catalog {
  /** How far a pass goes. */
  enum Extent {
    /** To the end: files may lie in any order. */
    ALL,
    /** To the first documents, where the writer promised that nothing else follows. */
    UNTIL_DOCUMENTS,
    /** While there is nothing but descriptions, in a stream that was promised likewise. */
    DESCRIPTIONS
  }

  static final String METADATA = "metadata.json";

  private static final Set<String> DESCRIPTIONS =
      Set.of(METADATA, "settings.json", "meta.json", "instance-uid", "instance_uid.uuid", "keys");

  private static final String UUIDS = "index_uuids/data.jsonl";

  /** Those of the writer of this format; of its other files, some are called like them. */
  private static final Pattern WRITTEN =
      Pattern.compile(
          "metadata\\.json|instance_uid\\.uuid|indexes/[^/]+/(?:metadata|settings)\\.json");

  private static final Pattern DOCUMENTS = Pattern.compile("indexes/[^/]+/documents\\.jsonl");

  private static final int MOST_FOLDERS = 4;

  private final Extent extent;
  private final TextBudget budget = new TextBudget();
  private Map<String, Archive.Entry> files = new LinkedHashMap<>();
  private Map<String, byte[]> texts = new HashMap<>();
  private final List<String> notices = new ArrayList<>();
  private String folder = "";

  private Catalog(Extent extent) {
    this.extent = extent;
  }

  /** Whether the writer of the archive promised its order. */
  static boolean isPromise(Archive.Entry first) {
    return first.path().equals(METADATA) && first.owner().equals(TarOutput.OWNER);
  }

  /**
   * Reads an archive as far as it is wanted.
   *
   * @param archive at its start
   */
  static Catalog scan(Archive archive, Extent extent, Damage damage, int largest)
      throws IOException {
    Catalog catalog = new Catalog(extent);
    try {
      catalog.addAll(archive, largest);
    } catch (CorruptDumpException | TruncatedDumpException e) {
      // Where damage is skipped, whoever reads on will meet and note it.
      if (damage == Damage.REFUSE) {
        throw e;
      }
    }
    catalog.leaveOutFolder(archive);
    return catalog;
  }

  private void addAll(Archive archive, int largest) throws IOException {
    for (Archive.Entry entry; (entry = archive.next()) != null; ) {
      boolean described = isDescription(entry.path());
      if ((extent == Extent.DESCRIPTIONS && !described)
          || (extent == Extent.UNTIL_DOCUMENTS && DOCUMENTS.matcher(entry.path()).matches())) {
        archive.pushBack(entry);
        return;
      }
      add(archive, entry, described && entry.size() <= largest);
    }
  }

  /** Adds a file that was met later. */
  void add(Archive archive, Archive.Entry entry) throws IOException {
    add(archive, entry, isDescription(entry.path()));
  }

  private void add(Archive archive, Archive.Entry entry, boolean described) throws IOException {
    String path = entry.path();
    String where = archive.where(path);
    budget.keep(where, 2L * path.length());
    Archive.Entry earlier = files.remove(path);
    files.put(path, entry);
    if (earlier != null) {
      notices.add(where + " is there more than once; the last one counts");
      texts.remove(path);
    }
    if (described) {
      byte[] text = archive.text(entry);
      budget.charge(where, text);
      texts.put(path, text);
    }
  }

  /** Whether a file describes others. */
  boolean isDescription(String path) {
    if (extent == Extent.DESCRIPTIONS) {
      return WRITTEN.matcher(path).matches();
    }
    String[] segments = path.split("/", -1);
    return segments.length <= MOST_FOLDERS
        && (DESCRIPTIONS.contains(segments[segments.length - 1]) || path.endsWith(UUIDS));
  }

  /** A single folder around everything is what people make when they pack a dump anew. */
  private void leaveOutFolder(Archive archive) {
    if (files.isEmpty() || files.containsKey(METADATA)) {
      return;
    }
    String first = files.keySet().iterator().next();
    String around = first.substring(0, first.indexOf('/') + 1);
    if (around.isEmpty() || !files.containsKey(around + METADATA)) {
      return;
    }
    Map<String, Archive.Entry> inner = new LinkedHashMap<>();
    for (Map.Entry<String, Archive.Entry> file : files.entrySet()) {
      if (!file.getKey().startsWith(around)) {
        return;
      }
      inner.put(file.getKey().substring(around.length()), file.getValue());
    }
    Map<String, byte[]> innerTexts = new HashMap<>();
    texts.forEach((path, text) -> innerTexts.put(path.substring(around.length()), text));
    files = inner;
    texts = innerTexts;
    folder = around;
    notices.add(
        archive.where(around)
            + " is a folder around the whole dump and is left out; the engine would refuse it");
  }

  /** How far the pass went. */
  Extent extent() {
    return extent;
  }

  /** The name of a file without the folder around everything. */
  String name(Archive.Entry entry) {
    return entry.path().startsWith(folder) ? entry.path().substring(folder.length()) : entry.path();
  }

  /** The names of all files in the order of the archive. */
  Set<String> names() {
    return files.keySet();
  }

  /** A file, or null when there is none of this name. */
  Archive.@Nullable Entry file(String name) {
    return files.get(name);
  }

  /** Whether an entry is the one that counts among those of its name. */
  boolean counts(Archive.Entry entry) {
    Archive.Entry last = files.get(name(entry));
    return last == null ? extent != Extent.ALL : last.position() == entry.position();
  }

  /** The text of a description, or null when there is none. */
  byte @Nullable [] text(String name) {
    return texts.get(name);
  }

  /** What is out of the ordinary. */
  List<String> notices() {
    return notices;
  }

  /** Makes an exception of something that is not there. */
  static DumpException missing(String where, String name) {
    return new CorruptDumpException(
        where, "a file " + name, "none", "take a whole copy of the file, or read it leniently");
  }
}
