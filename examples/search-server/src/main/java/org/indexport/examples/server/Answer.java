package org.indexport.examples.server;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.indexport.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What is answered to a request: JSON that is at hand or made while it is sent. To be closed. */
abstract class Answer implements Closeable {
  private final int status;

  private Answer(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }

  /** The methods that are allowed, where another one was used; else null. */
  @Nullable String allowed() {
    return null;
  }

  /** How many bytes the body has, or 0 if only the end will tell. */
  abstract long length();

  abstract void writeTo(OutputStream out) throws IOException;

  @Override
  public void close() throws IOException {}

  /**
   * Creates an answer.
   *
   * @param json the body; not copied
   */
  static Answer of(int status, byte[] json) {
    return new Whole(status, json, null);
  }

  static Answer of(int status, JsonObject.Builder json) {
    return of(status, json.build().getBytes(StandardCharsets.UTF_8));
  }

  static Answer of(Refusal refusal) {
    String json =
        new JsonObject.Builder()
            .put("code", refusal.code())
            .put("message", String.valueOf(refusal.getMessage()))
            .build();
    return new Whole(refusal.status(), json.getBytes(StandardCharsets.UTF_8), refusal.allowed());
  }

  /** Documents, however many; closed with the answer. */
  static Answer of(Hits hits) {
    return new Streamed(hits);
  }

  private static final class Whole extends Answer {
    private final byte[] json;
    private final @Nullable String allowed;

    Whole(int status, byte[] json, @Nullable String allowed) {
      super(status);
      this.json = json;
      this.allowed = allowed;
    }

    @Override
    @Nullable String allowed() {
      return allowed;
    }

    @Override
    long length() {
      return json.length;
    }

    @Override
    void writeTo(OutputStream out) throws IOException {
      out.write(json);
    }
  }

  private static final class Streamed extends Answer {
    private final Hits hits;

    Streamed(Hits hits) {
      super(200);
      this.hits = hits;
    }

    @Override
    long length() {
      return 0;
    }

    @Override
    void writeTo(OutputStream out) throws IOException {
      hits.writeTo(out);
    }

    @Override
    public void close() throws IOException {
      hits.close();
    }
  }
}
