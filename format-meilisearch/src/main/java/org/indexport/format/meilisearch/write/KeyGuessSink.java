package org.indexport.format.meilisearch.write;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.indexport.Document;
import org.indexport.DocumentSink;
import org.indexport.json.JsonObject;
import org.indexport.json.JsonText;
import org.indexport.json.MalformedJsonException;

/**
 * Tells what the engine will do about a primary key that nobody has named: it looks at the first
 * document for a member whose name ends in {@code id}.
 */
final class KeyGuessSink implements DocumentSink {
  private static final int MAX_DEPTH = 1_000;

  private final DocumentSink lines;
  private final WrittenIndex index;
  private final Consumer<String> guess;

  KeyGuessSink(DocumentSink lines, WrittenIndex index, Consumer<String> guess) {
    this.lines = lines;
    this.index = index;
    this.guess = guess;
  }

  @Override
  public void add(Document document) throws IOException {
    lines.add(document);
    if (index.countDocument() == 1) {
      guess.accept(sentence(document));
    }
  }

  private static String sentence(Document document) {
    int end = document.offset() + document.length();
    byte[] json = Arrays.copyOfRange(document.array(), document.offset(), end);
    List<String> candidates;
    try {
      candidates =
          JsonObject.parse(json, MAX_DEPTH).names().stream()
              .filter(name -> name.toLowerCase(Locale.ROOT).endsWith("id"))
              .toList();
    } catch (MalformedJsonException e) {
      // Repeated names, which only the engine can make sense of.
      candidates = List.of();
    }
    if (candidates.size() == 1) {
      return "primaryKey: none is named; Meilisearch will take %s, after the first document"
          .formatted(JsonText.quote(candidates.get(0)));
    }
    return "primaryKey: none is named, and Meilisearch will refuse this dump, as %s in the first"
            .formatted(
                candidates.isEmpty()
                    ? "no name ends in 'id'"
                    : candidates.size() + " names end in 'id'")
        + " document; name one (--primary-key)";
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
