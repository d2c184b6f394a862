package org.indexport.schema;

import java.util.List;

/**
 * A translated value and everything that could not be carried over. Nothing is dropped in silence.
 *
 * @param value what could be carried
 * @param losses what could not, one sentence each, starting with the setting's name
 * @param <T> the kind of value
 */
public record Translation<T>(T value, List<String> losses) {
  /** Copies the list. */
  public Translation {
    losses = List.copyOf(losses);
  }
}
