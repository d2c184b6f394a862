package org.indexport.format.v2;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.Predicate;
import org.indexport.Completeness;
import org.indexport.CorruptDumpException;
import org.indexport.DumpCursor;
import org.indexport.DumpException;
import org.indexport.DumpHeader;
import org.indexport.DumpSource;
import org.indexport.IndexName;
import org.indexport.ReadOptions;
import org.indexport.TruncatedDumpException;
import org.indexport.spi.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is whole in a dump whose end is missing or damaged. Opening it goes over all of it
 * once, to find what there is to know of the indexes and, if it is there, the manifest.
 */
final class SalvageReader extends V2Reader {
  private final DumpException cause;
  private final SalvageScan scan;

  private SalvageReader(
      DumpSource source, ReadOptions options, DumpException cause, SalvageScan scan) {
    super(source, options);
    this.cause = cause;
    this.scan = scan;
  }

  /**
   * Opens a dump that could not be opened otherwise.
   *
   * @param cause why
   * @throws DumpException the cause, if there is nothing of a dump
   */
  static SalvageReader open(DumpSource source, ReadOptions options, DumpException cause)
      throws IOException {
    SalvageScan scan = SalvageScan.of(source, options);
    if (!scan.foundAnything()) {
      throw cause;
    }
    return new SalvageReader(source, options, cause, scan);
  }

  @Override
  public DumpHeader header() {
    return scan.header();
  }

  @Override
  public Completeness completeness() {
    return cause instanceof TruncatedDumpException ? Completeness.INCOMPLETE : Completeness.DAMAGED;
  }

  @Override
  public @Nullable String fingerprint() throws IOException {
    return Fingerprint.of(source());
  }

  /** Why it could not be opened otherwise. */
  DumpException cause() {
    return cause;
  }

  /** Something is lost: with the end, or because of damage. */
  DumpException loss(String what) {
    String message = name() + ": " + what;
    return cause instanceof TruncatedDumpException
        ? new TruncatedDumpException(message)
        : new CorruptDumpException(message);
  }

  SalvageScan scan() {
    return scan;
  }

  @Override
  DumpCursor start(Predicate<IndexName> documentsOf) throws IOException {
    return SalvageCursor.open(this, documentsOf);
  }

  @Override
  @Nullable Closeable opened() {
    return null;
  }
}
