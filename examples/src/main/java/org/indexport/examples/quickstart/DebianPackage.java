package org.indexport.examples.quickstart;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A package of the corpus, as much of it as the server searches.
 *
 * @param size bytes of the file to download, or null
 * @param installedSize KiB that it takes when installed, or null
 */
record DebianPackage(
    String id,
    String name,
    String section,
    String description,
    List<String> depends,
    List<String> tags,
    @Nullable Long size,
    @Nullable Long installedSize) {
  private static final JsonFactory JSON = new JsonFactory();

  DebianPackage {
    depends = List.copyOf(depends);
    tags = List.copyOf(tags);
  }

  /**
   * Reads a package; members that it does not know are passed over.
   *
   * @throws IOException if the text is not the JSON of a package
   */
  static DebianPackage parse(byte[] json, int offset, int length) throws IOException {
    String id = "";
    String name = "";
    String section = "";
    String description = "";
    List<String> depends = List.of();
    List<String> tags = List.of();
    Long size = null;
    Long installedSize = null;
    try (JsonParser parser = JSON.createParser(json, offset, length)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String member = parser.currentName();
        parser.nextToken();
        switch (member) {
          case "id" -> id = parser.getText();
          case "name" -> name = parser.getText();
          case "section" -> section = parser.getText();
          case "description" -> description = parser.getText();
          case "depends" -> depends = strings(parser);
          case "tags" -> tags = strings(parser);
          case "size" -> size = parser.getLongValue();
          case "installedSize" -> installedSize = parser.getLongValue();
          default -> parser.skipChildren();
        }
      }
    }
    return new DebianPackage(id, name, section, description, depends, tags, size, installedSize);
  }

  private static List<String> strings(JsonParser parser) throws IOException {
    List<String> strings = new ArrayList<>();
    while (parser.nextToken() == JsonToken.VALUE_STRING) {
      strings.add(parser.getText());
    }
    return strings;
  }
}
