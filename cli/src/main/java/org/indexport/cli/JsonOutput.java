package org.indexport.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.indexport.DocumentTotals;
import org.indexport.Hash128;
import org.indexport.IndexName;
import org.jspecify.annotations.Nullable;

/** One JSON object and a line break, written as it comes. Unknown values are null. */
final class JsonOutput implements Closeable {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
          .build();

  /** Writes one element or the members of one object. */
  interface Writing<T> {
    void write(JsonOutput json, T value) throws IOException;
  }

  private final JsonGenerator out;

  /** Starts an object. */
  JsonOutput(OutputStream stream) throws IOException {
    out = FACTORY.createGenerator(stream);
    out.writeStartObject();
  }

  JsonOutput put(String name, @Nullable String value) throws IOException {
    out.writeFieldName(name);
    if (value == null) {
      out.writeNull();
    } else {
      out.writeString(value);
    }
    return this;
  }

  JsonOutput put(String name, @Nullable Long value) throws IOException {
    out.writeFieldName(name);
    if (value == null) {
      out.writeNull();
    } else {
      out.writeNumber(value.longValue());
    }
    return this;
  }

  JsonOutput put(String name, @Nullable Boolean value) throws IOException {
    out.writeFieldName(name);
    if (value == null) {
      out.writeNull();
    } else {
      out.writeBoolean(value);
    }
    return this;
  }

  JsonOutput putSeconds(String name, java.time.Duration time) throws IOException {
    out.writeFieldName(name);
    out.writeNumber(time.toMillis() / 1000.0);
    return this;
  }

  JsonOutput put(String name, @Nullable Instant value) throws IOException {
    return put(name, value == null ? null : value.toString());
  }

  /** A value that is JSON text already. */
  JsonOutput putRaw(String name, @Nullable String json) throws IOException {
    out.writeFieldName(name);
    if (json == null) {
      out.writeNull();
    } else {
      out.writeRawValue(json);
    }
    return this;
  }

  JsonOutput putTexts(String name, Iterable<String> values) throws IOException {
    out.writeArrayFieldStart(name);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
    return this;
  }

  /** An object, or null where there is no value. */
  <T> JsonOutput putObject(String name, @Nullable T value, Writing<T> writing) throws IOException {
    out.writeFieldName(name);
    if (value == null) {
      out.writeNull();
    } else {
      out.writeStartObject();
      writing.write(this, value);
      out.writeEndObject();
    }
    return this;
  }

  /** An array of objects. */
  <T> JsonOutput putObjects(String name, List<? extends T> values, Writing<T> writing)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (T value : values) {
      out.writeStartObject();
      writing.write(this, value);
      out.writeEndObject();
    }
    out.writeEndArray();
    return this;
  }

  /** The members {@code namespace} and {@code name}. */
  JsonOutput putName(IndexName name) throws IOException {
    return put("namespace", name.namespace()).put("name", name.name());
  }

  /** The members {@code hash} and {@code idHash}; the latter is null where no ids lie outside. */
  JsonOutput putHashes(DocumentTotals totals) throws IOException {
    return put("hash", totals.hash().toString()).put("idHash", idHash(totals));
  }

  private static @Nullable String idHash(DocumentTotals totals) {
    return totals.idHash().equals(Hash128.ZERO) ? null : totals.idHash().toString();
  }

  /** Ends the object and the line. */
  @Override
  public void close() throws IOException {
    if (!out.isClosed()) {
      out.writeEndObject();
      out.writeRaw('\n');
      out.close();
    }
  }
}
