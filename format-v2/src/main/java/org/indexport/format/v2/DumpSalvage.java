package org.indexport.format.v2;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.indexport.CorruptDumpException;
import org.indexport.DumpException;
import org.indexport.DumpFormats;
import org.indexport.DumpSink;
import org.indexport.DumpSource;
import org.indexport.ExistingTargetException;
import org.indexport.LimitExceededException;
import org.indexport.ReadLimits;
import org.indexport.Sha256;
import org.indexport.UnknownFormatException;
import org.indexport.UnsupportedVersionException;
import org.indexport.WriteOptions;
import org.indexport.format.v2.SalvageReport.Knowledge;
import org.indexport.format.v2.container.ContainerWriter;
import org.indexport.format.v2.container.FrameBuffers;
import org.indexport.format.v2.container.Member.Payload;
import org.indexport.format.v2.container.Member.Small;
import org.indexport.format.v2.container.PackedFrame;
import org.indexport.format.v2.container.Salvage;
import org.indexport.layout.Member;
import org.indexport.layout.MemberNames;
import org.indexport.transfer.TransferListener;
import org.jspecify.annotations.Nullable;

/**
 * Recovers what is whole of a dump of format v2 that is incomplete or damaged, as a complete dump
 * of its own. Parts keep their frames, byte by byte, and their ordinals, so that gaps show what is
 * missing.
 *
 * <p>Nothing is invented. A part is taken if its frame is sound, its index is known, and its
 * documents are; where the manifest is whole, only if the manifest tells the same of it. A section
 * is taken as a whole or not at all. A frame that has lost its name is taken only if the manifest
 * lists its digest. Of a sound dump everything is taken.
 *
 * <p>The input is read twice, and not changed. One frame is held in memory at a time. Use once; one
 * thread.
 */
public final class DumpSalvage {
  private final DumpSource source;
  private ReadLimits limits = ReadLimits.DEFAULT;
  private TransferListener listener = TransferListener.NONE;

  private DumpSalvage(DumpSource source) {
    this.source = source;
  }

  /**
   * Prepares.
   *
   * @param source a file, a channel or a folder; stays the caller's
   */
  public static DumpSalvage of(DumpSource source) {
    return new DumpSalvage(source);
  }

  /** What the source may ask for. */
  public DumpSalvage limits(ReadLimits value) {
    limits = value;
    return this;
  }

  /** Tells how it goes on; bytes are those of documents that were recovered. */
  public DumpSalvage listener(TransferListener value) {
    listener = value;
    return this;
  }

  /**
   * Recovers.
   *
   * @param sink a file, a folder, or a stream, which is closed
   * @throws UnknownFormatException if it is a dump of another format, or no dump
   * @throws UnsupportedVersionException if it is of another version
   * @throws CorruptDumpException if there is nothing of a dump in it
   * @throws LimitExceededException if it asks for more than allowed
   * @throws ExistingTargetException if there is something that may not be replaced
   * @throws IllegalArgumentException if the source can be read only once
   * @throws IOException if reading or writing fails, or the source changes meanwhile
   */
  public SalvageReport to(DumpSink sink) throws IOException {
    SalvageSurvey survey = SalvageSurvey.of(source, limits);
    if (!survey.isDump()) {
      throw nothing();
    }
    SalvagePlan plan = SalvagePlan.of(source, limits, survey);
    Derivation derivation = new Derivation(source.name(), limits);
    var header = plan.header();
    try (ContainerWriter writer =
            ContainerWriter.create(sink, V2Writer.modified(header.createdAt()));
        SalvagedParts parts = new SalvagedParts(source.name(), plan, limits)) {
      small(writer, derivation, MemberNames.METADATA, plan.metadata());
      for (Map.Entry<String, byte[]> repeated : plan.repeated().entrySet()) {
        small(writer, derivation, repeated.getKey(), repeated.getValue());
      }
      copy(survey, plan, writer, derivation, parts);
      V2Manifest manifest = derivation.build(WriteOptions.DEFAULT.generator());
      if (SourceDump.isPrivate(source) || CopyOutput.isSecret(manifest.manifest())) {
        writer.keepPrivate();
      }
      String id = writer.finish(manifest::writeTo);
      return new SalvageReport(
          manifest.manifest(),
          id,
          plan.said() == null ? Knowledge.PARTIAL : Knowledge.EXACT,
          parts.lost(survey),
          plan.lost());
    }
  }

  private DumpException nothing() throws IOException {
    String format = DumpFormats.load().sniff(source).id();
    return format.equals(FormatV2.ID)
        ? new CorruptDumpException(
            source.name(), "at least one whole member of a dump", "none", "take another copy")
        : SourceDump.another(source, format);
  }

  private static void small(
      ContainerWriter writer, Derivation derivation, String name, byte[] content)
      throws IOException {
    derivation.small(name, content, writer.addSmall(name, content));
  }

  private void copy(
      SalvageSurvey survey,
      SalvagePlan plan,
      ContainerWriter writer,
      Derivation derivation,
      SalvagedParts parts)
      throws IOException {
    long documents = 0;
    long bytes = 0;
    try (Salvage salvage = Salvage.open(source, limits, new FrameBuffers())) {
      for (int i = 0; i < survey.finds().size(); i++) {
        Salvage.Find find = salvage.next();
        if (find == null || !find.placement().equals(survey.finds().get(i).at())) {
          throw changed();
        }
        try (PackedFrame frame = frame(find)) {
          String name = plan.name(i);
          if (name != null && frame == null) {
            small(writer, derivation, name, content(find, survey.finds().get(i).sha256()));
          } else if (name != null && frame != null) {
            if (!Sha256.of(frame.sha256()).equals(survey.finds().get(i).sha256())) {
              throw changed();
            }
            SalvagedParts.Counted counted = payload(name, frame, writer, derivation, parts);
            documents += counted.documents();
            bytes += counted.bytes();
            listener.progressed(documents, bytes);
          }
        }
      }
    }
  }

  private static @Nullable PackedFrame frame(Salvage.Find find) {
    if (find instanceof Salvage.Nameless nameless) {
      return nameless.frame();
    }
    return find instanceof Salvage.Whole whole && whole.member() instanceof Payload payload
        ? payload.frame()
        : null;
  }

  private byte[] content(Salvage.Find find, @Nullable Sha256 expected) throws IOException {
    if (find instanceof Salvage.Whole whole && whole.member() instanceof Small small) {
      if (Objects.equals(Digests.sha256(small.content()), expected)) {
        return small.content();
      }
    }
    throw changed();
  }

  private SalvagedParts.Counted payload(
      String name,
      PackedFrame frame,
      ContainerWriter writer,
      Derivation derivation,
      SalvagedParts parts)
      throws IOException {
    if (MemberNames.roleOf(source.name(), name) instanceof Member.Documents documents) {
      return parts.take(documents, name, frame, writer, derivation);
    }
    derivation.payload(name, frame, writer.addPayload(name, frame));
    return SalvagedParts.Counted.NOTHING;
  }

  private DumpException changed() {
    return new DumpException(source.name() + ": it changed while it was read; try again");
  }
}
