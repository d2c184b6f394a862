package org.indexport.cli;

import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import org.indexport.EngineVersion;
import org.indexport.spi.PinnedFile;
import org.indexport.spi.PinnedFiles;
import org.indexport.spi.SnapshotSource;

/** An engine with one small file. */
record OneFile(String name, String version) implements SnapshotSource {
  @Override
  public PinnedFiles pin() {
    return new PinnedFiles() {
      @Override
      public EngineVersion engine() {
        return new EngineVersion(name, version);
      }

      @Override
      public List<PinnedFile> files() {
        return List.of(new PinnedFile("data", 3, null));
      }

      @Override
      public ReadableByteChannel open(PinnedFile file) {
        return Channels.newChannel(new ByteArrayInputStream(new byte[3]));
      }

      @Override
      public void close() {}
    };
  }
}
