package org.indexport.format.v2;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.ExistingTargetException;
import org.indexport.IndexName;
import org.indexport.LimitExceededException;
import org.indexport.Manifest.SectionSummary;
import org.indexport.ReadLimits;
import org.indexport.TruncatedDumpException;
import org.indexport.UnknownFormatException;
import org.indexport.io.Closing;
import org.indexport.layout.MemberNames;
import org.indexport.transfer.TransferListener;
import org.jspecify.annotations.Nullable;

/**
 * Copies dumps of format v2 byte by byte: from a file to a folder and back, with fewer indexes, or
 * several into one. Nothing is compressed anew: the frames of parts stay what they are, and so do
 * small members, members that nobody knows, and what nobody knows in a manifest. Each frame is
 * compared with what the manifest says of it before it is written.
 *
 * <pre>{@code
 * DumpCopy.of(DumpSource.path(folder)).to(DumpSink.file(file)); // packs
 * DumpCopy.of(DumpSource.path(file)).to(DumpSink.folder(folder)); // unpacks
 * DumpCopy.of(source).indexes(name -> name.name().equals("movies")).to(sink);
 * DumpCopy.merging(List.of(one, another)).to(sink);
 * }</pre>
 *
 * <p>Sources are files, folders or channels of complete dumps and stay the caller's. What somebody
 * else must not read stays so: the copy is for its owner only if it holds a secret, or if a source
 * is. Few frames are held in memory at a time. Use once; one thread.
 */
public final class DumpCopy {
  private static final Pattern SECTION_FOLDER = Pattern.compile("sections/([0-9]{1,18})-(.*)");

  private final List<DumpSource> sources;
  private Predicate<IndexName> wanted = name -> true;
  private Predicate<SectionSummary> wantedSections = section -> true;
  private ReadLimits limits = ReadLimits.DEFAULT;
  private TransferListener listener = TransferListener.NONE;
  private long documents;
  private long bytes;

  private DumpCopy(List<DumpSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /** Prepares to copy a dump. */
  public static DumpCopy of(DumpSource source) {
    return new DumpCopy(List.of(source));
  }

  /**
   * Prepares to copy several dumps into one. Of the first, everything; of the others their indexes,
   * and what belongs to these: the first one's metadata, side data and unknown members are kept.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static DumpCopy merging(List<DumpSource> sources) {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("no dump to merge");
    }
    return new DumpCopy(sources);
  }

  /** Leaves other indexes out, and what belongs to them. */
  public DumpCopy indexes(Predicate<IndexName> value) {
    wanted = value;
    return this;
  }

  /** Leaves other sections out, even if their index is copied. */
  public DumpCopy sections(Predicate<SectionSummary> value) {
    wantedSections = value;
    return this;
  }

  /** What a source may ask for. */
  public DumpCopy limits(ReadLimits value) {
    limits = value;
    return this;
  }

  /** Tells how it goes on; bytes are those of lines. */
  public DumpCopy listener(TransferListener value) {
    listener = value;
    return this;
  }

  /**
   * Copies.
   *
   * @param sink a file, a folder, or a stream, which is closed
   * @throws UnknownFormatException if a source is of another format
   * @throws EqualIndexNamesException if two sources have an index of the same name
   * @throws TruncatedDumpException if a source is incomplete
   * @throws CorruptDumpException if it is damaged
   * @throws LimitExceededException if it asks for more than allowed
   * @throws ExistingTargetException if there is something that may not be replaced
   * @throws DumpException if members of two sources have the same name
   * @throws IllegalArgumentException if a source can be read only once
   * @throws IOException if reading or writing fails
   */
  public CopyReport to(DumpSink sink) throws IOException {
    List<SourceDump> dumps = new ArrayList<>();
    try {
      List<CopyInput> inputs = new ArrayList<>();
      for (DumpSource source : sources) {
        SourceDump dump = SourceDump.open(source, limits);
        dumps.add(dump);
        inputs.add(CopyInput.of(dump, inputs.isEmpty(), wanted, wantedSections, limits));
      }
      refuseEqualNames(inputs);
      renumberSections(inputs);
      CopyReport report = copy(inputs, sink);
      Closing.all(dumps.toArray(SourceDump[]::new));
      return report;
    } catch (IOException | RuntimeException | Error e) {
      Closing.after(e, dumps.toArray(SourceDump[]::new));
      throw e;
    }
  }

  private static void refuseEqualNames(List<CopyInput> inputs) throws EqualIndexNamesException {
    Set<IndexName> known = new HashSet<>();
    List<IndexName> equal =
        inputs.stream().flatMap(i -> i.indexes().stream()).filter(n -> !known.add(n)).toList();
    if (!equal.isEmpty()) {
      throw new EqualIndexNamesException(equal.stream().distinct().toList());
    }
  }

  /** Sections of later sources come behind those of earlier ones. */
  private static void renumberSections(List<CopyInput> inputs) {
    long last = 0;
    for (CopyInput input : inputs) {
      for (Map.Entry<String, String> folder : input.folders().entrySet()) {
        Matcher numbered = SECTION_FOLDER.matcher(folder.getKey());
        long number = numbered.matches() ? Long.parseLong(numbered.group(1)) : 0;
        if (input == inputs.get(0)) {
          last = Math.max(last, number);
          continue;
        }
        last++;
        String name = numbered.matches() ? numbered.group(2) : "section";
        folder.setValue(MemberNames.sectionFolder(last, "") + name);
      }
    }
  }

  private CopyReport copy(List<CopyInput> inputs, DumpSink sink) throws IOException {
    SourceDump first = inputs.get(0).dump();
    byte[] metadata = metadata(inputs);
    try (CopyOutput output =
        CopyOutput.create(
            sink, V2Writer.modified(first.listed().manifest().header().createdAt()))) {
      for (CopyInput input : inputs) {
        if (SourceDump.isPrivate(input.dump().source())) {
          output.keepPrivate();
        }
      }
      output.metadata(metadata);
      if (inputs.size() > 1) {
        // Who reads the copy from a pipe then knows all indexes before the first document.
        for (CopyInput input : inputs) {
          for (MemberEntry index : input.takeIndexes()) {
            output.add(input, input.read(index));
          }
        }
      }
      for (CopyInput input : inputs) {
        copy(input, output);
      }
      return output.finish(inputs);
    }
  }

  private byte[] metadata(List<CopyInput> inputs) throws IOException {
    SourceDump first = inputs.get(0).dump();
    MemberEntry entry =
        first.listed().members().stream()
            .filter(member -> member.name().equals(MemberNames.METADATA))
            .findFirst()
            .orElseThrow(() -> first.wrong(MemberNames.METADATA, "this member", "none"));
    byte[] content = first.small(entry, first.listed().metadata());
    Collection<IndexName> added =
        inputs.stream().skip(1).flatMap(input -> input.indexes().stream()).toList();
    Set<IndexName> kept = Set.copyOf(inputs.get(0).indexes());
    return MetadataIndexes.of(first.name(), content, kept, added, limits);
  }

  private void copy(CopyInput input, CopyOutput output) throws IOException {
    try (CopyAhead ahead = new CopyAhead(input::next)) {
      for (@Nullable CopiedMember next; (next = ahead.next()) != null; ) {
        try (CopiedMember member = next) {
          output.add(input, member);
          count(member);
        }
      }
    }
  }

  private void count(CopiedMember member) {
    if (member instanceof CopiedMember.Part part) {
      documents += part.part().said().documents();
      bytes += part.part().said().plainBytes();
      listener.progressed(documents, bytes);
    }
  }
}
