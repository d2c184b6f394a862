package org.indexport.lifecycle;

import java.time.InstantSource;
import org.indexport.WriteOptions;
import org.indexport.spi.DumpFormat;
import org.indexport.transfer.Selection;

/** What all dumps of a service have in common. */
record DumpPlan(
    DumpService.SourceOpener opener,
    DumpFormat format,
    WriteOptions options,
    Selection selection,
    long bytesPerSecond,
    InstantSource clock) {}
