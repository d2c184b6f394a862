package org.indexport.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.indexport.testkit.FaultyFileSystem.Operation;
import org.jspecify.annotations.Nullable;

/** An open file of a {@link FaultyFileSystem}. */
final class FaultyFileChannel extends FileChannel {
  private final FaultyFileSystem files;
  private final String name;
  private final FileChannel channel;

  FaultyFileChannel(FaultyFileSystem files, Path path, FileChannel channel) {
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
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    files.enter(Operation.READ, name);
    return channel.read(targets, offset, length);
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    files.enter(Operation.READ, name);
    return channel.read(target, position);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    files.enter(Operation.WRITE, name);
    return channel.write(source);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    files.enter(Operation.WRITE, name);
    return channel.write(sources, offset, length);
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    files.enter(Operation.WRITE, name);
    return channel.write(source, position);
  }

  @Override
  public long position() throws IOException {
    return channel.position();
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    channel.position(newPosition);
    return this;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    files.enter(Operation.WRITE, name);
    channel.truncate(size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    files.enter(Operation.FORCE, name);
    channel.force(metaData);
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    files.enter(Operation.READ, name);
    return channel.transferTo(position, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    files.enter(Operation.WRITE, name);
    return channel.transferFrom(source, position, count);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    files.enter(Operation.READ, name);
    return channel.map(mode, position, size);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return channel.lock(position, size, shared);
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return channel.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    files.closed(name);
    channel.close();
  }
}
