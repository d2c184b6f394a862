package org.indexport.lucene;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.indexport.CorruptDumpException;
import org.indexport.IndexInfo;
import org.indexport.IndexName;
import org.indexport.Lines;
import org.indexport.Settings;
import org.jspecify.annotations.Nullable;

/**
 * An {@link IndexInfo} in the user data of a Lucene commit. An application with an {@code
 * IndexWriter} of its own adds an entry to what it gives to {@code setLiveCommitData}: the key
 * {@link #KEY}, and the value that {@link #toJson} returns.
 *
 * <p>The name is written for people only: an index is called what its folder is called. The number
 * of documents is not written, since Lucene counts them.
 */
public final class CommitData {
  /** The key in the user data. */
  public static final String KEY = "indexport.index";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Lucene writes UTF-8, which has no lone surrogates.
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private CommitData() {}

  /** The value that describes an index. */
  public static String toJson(IndexInfo index) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(index, json);
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be written", e);
    }
    return text.toString();
  }

  private static void write(IndexInfo index, JsonGenerator json) throws IOException {
    json.writeStartObject();
    writeString("namespace", index.name().namespace(), json);
    writeString("name", index.name().name(), json);
    writeString("primaryKey", index.primaryKey(), json);
    writeString("createdAt", index.createdAt(), json);
    writeString("updatedAt", index.updatedAt(), json);
    writeString("lines", index.lines().id(), json);
    Settings settings = index.settings();
    if (settings != null) {
      json.writeObjectFieldStart("settings");
      writeString("dialect", settings.dialect(), json);
      writeString("version", settings.version(), json);
      writeString("json", settings.json(), json);
      json.writeArrayFieldStart("secrets");
      for (String secret : settings.secrets()) {
        json.writeString(secret);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeObjectFieldStart("extensions");
    for (Map.Entry<String, String> extension : index.extensions().entrySet()) {
      json.writeStringField(extension.getKey(), extension.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeString(String name, @Nullable Object value, JsonGenerator json)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value.toString());
    }
  }

  /**
   * Reads the description of an index.
   *
   * @param name the name that the index has now
   * @param userData a commit's user data
   * @return the description, or null when the user data has none
   * @throws CorruptDumpException if there is one and it is not what {@link #toJson} writes
   */
  public static @Nullable IndexInfo read(IndexName name, Map<String, String> userData)
      throws CorruptDumpException {
    String text = userData.get(KEY);
    if (text == null) {
      return null;
    }
    try (JsonParser json = JSON.createParser(text)) {
      return read(name, json);
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      throw new CorruptDumpException(
          "index %s: expected the description of an index under %s in the commit's user data,"
                  .formatted(name, KEY)
              + " found something else; import the index anew",
          e);
    } catch (CorruptDumpException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be read", e);
    }
  }

  private static IndexInfo read(IndexName name, JsonParser json) throws IOException {
    IndexInfo.Builder index = IndexInfo.builder(name);
    expect(json.nextToken() == JsonToken.START_OBJECT);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String member = json.currentName();
      json.nextToken();
      switch (member) {
        case "primaryKey" -> index.primaryKey(string(json));
        case "createdAt" -> index.createdAt(Instant.parse(string(json)));
        case "updatedAt" -> index.updatedAt(Instant.parse(string(json)));
        case "lines" -> index.lines(lines(string(json)));
        case "settings" -> index.settings(settings(json));
        case "extensions" -> index.extensions(extensions(json));
        default -> json.skipChildren();
      }
    }
    return index.build();
  }

  private static Lines lines(String id) {
    for (Lines lines : Lines.values()) {
      if (lines.id().equals(id)) {
        return lines;
      }
    }
    throw new IllegalArgumentException("unknown lines");
  }

  private static Settings settings(JsonParser json) throws IOException {
    expect(json.currentToken() == JsonToken.START_OBJECT);
    String dialect = null;
    String version = null;
    String text = null;
    List<String> secrets = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String member = json.currentName();
      json.nextToken();
      switch (member) {
        case "dialect" -> dialect = string(json);
        case "version" -> version = string(json);
        case "json" -> text = string(json);
        case "secrets" -> {
          expect(json.currentToken() == JsonToken.START_ARRAY);
          while (json.nextToken() != JsonToken.END_ARRAY) {
            secrets.add(string(json));
          }
        }
        default -> json.skipChildren();
      }
    }
    if (dialect == null || text == null) {
      throw new IllegalArgumentException("settings without dialect or text");
    }
    return new Settings(dialect, version, text, secrets);
  }

  private static Map<String, String> extensions(JsonParser json) throws IOException {
    expect(json.currentToken() == JsonToken.START_OBJECT);
    Map<String, String> extensions = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String member = json.currentName();
      json.nextToken();
      extensions.put(member, string(json));
    }
    return extensions;
  }

  private static String string(JsonParser json) throws IOException {
    expect(json.currentToken() == JsonToken.VALUE_STRING);
    return json.getText();
  }

  private static void expect(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("another shape");
    }
  }
}
