package org.indexport.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.indexport.testkit.FaultyFileSystem.Operation;

/** An open file of a {@link FaultyFileSystem} whose provider behind has no file channels. */
final class FaultyByteChannel implements SeekableByteChannel {
  private final FaultyFileSystem files;
  private final String name;
  private final SeekableByteChannel channel;
  private final AtomicBoolean closed = new AtomicBoolean();

  FaultyByteChannel(FaultyFileSystem files, Path path, SeekableByteChannel channel) {
    this.files = files;
    this.name = path.toString();
    this.channel = channel;
    files.opened(name);
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    files.enter(Operation.READ, name);
    return channel.read(target);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    files.enter(Operation.WRITE, name);
    return channel.write(source);
  }

  @Override
  public long position() throws IOException {
    return channel.position();
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws IOException {
    channel.position(newPosition);
    return this;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public SeekableByteChannel truncate(long size) throws IOException {
    files.enter(Operation.WRITE, name);
    channel.truncate(size);
    return this;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      files.closed(name);
    }
    channel.close();
  }
}
