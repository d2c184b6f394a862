package org.indexport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.indexport.spi.DumpFormat;
import org.indexport.spi.MatchStrength;
import org.indexport.spi.Probe;

/** The formats that a program knows. Immutable and thread-safe. */
public final class DumpFormats {
  private static final String BY_HAND = "name the format if you know it";

  private final Map<String, DumpFormat> byId;

  private DumpFormats(Map<String, DumpFormat> byId) {
    this.byId = byId;
  }

  /** The formats visible to the class loader that loaded this library. */
  public static DumpFormats load() {
    return Default.FORMATS;
  }

  /** The formats visible to a class loader. */
  public static DumpFormats load(ClassLoader loader) {
    return of(ServiceLoader.load(DumpFormat.class, loader).stream().map(p -> p.get()).toList());
  }

  /**
   * Exactly these formats.
   *
   * @throws IllegalStateException if two have the same id; the message names both
   */
  public static DumpFormats of(Collection<? extends DumpFormat> formats) {
    Map<String, DumpFormat> byId = new TreeMap<>();
    for (DumpFormat format : formats) {
      DumpFormat other = byId.put(format.id(), format);
      if (other != null) {
        throw new IllegalStateException(
            "format id '%s' is provided by %s and by %s"
                .formatted(format.id(), other.getClass().getName(), format.getClass().getName()));
      }
    }
    return new DumpFormats(byId);
  }

  /** All formats by id. */
  public List<DumpFormat> all() {
    return List.copyOf(byId.values());
  }

  /**
   * The format of this id.
   *
   * @throws UnknownFormatException if there is none; the message lists the known ids
   */
  public DumpFormat byId(String id) throws UnknownFormatException {
    DumpFormat format = byId.get(id);
    if (format == null) {
      throw new UnknownFormatException(
          "unknown format '%s'; known formats: %s".formatted(id, String.join(", ", byId.keySet())));
    }
    return format;
  }

  /**
   * The format that recognises the content best. Never looks at the file's name.
   *
   * @throws UnknownFormatException if none does
   * @throws TruncatedDumpException if there are too few bytes to recognise anything by
   * @throws IOException if reading fails
   */
  public DumpFormat sniff(DumpSource source) throws IOException {
    Path path = source.path();
    if (path != null && !Files.exists(path)) {
      throw new java.nio.file.NoSuchFileException(path.toString());
    }
    Probe probe = Probe.of(source);
    DumpFormat best = null;
    MatchStrength strength = MatchStrength.NONE;
    for (DumpFormat format : byId.values()) {
      MatchStrength match = format.probe(probe);
      if (match.compareTo(strength) > 0) {
        best = format;
        strength = match;
      }
    }
    if (best == null && probe.isCutShort()) {
      throw new TruncatedDumpException(
          source.name(),
          "a dump of one of the formats " + String.join(", ", byId.keySet()),
          probe.describe(),
          "take a whole copy, or name the format if it is meant to be so");
    }
    if (best == null) {
      throw new UnknownFormatException(
          source.name(),
          "one of the formats " + String.join(", ", byId.keySet()),
          probe.describe(),
          BY_HAND);
    }
    return best;
  }

  /** Opens a source with the format that recognises it; a failed open leaves the source open. */
  public DumpReader open(DumpSource source, ReadOptions options) throws IOException {
    return sniff(source).open(source, options);
  }

  private static final class Default {
    static final DumpFormats FORMATS =
        load(java.util.Objects.requireNonNull(DumpFormats.class.getClassLoader()));
  }
}
