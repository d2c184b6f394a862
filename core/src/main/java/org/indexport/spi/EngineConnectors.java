package org.indexport.spi;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The connectors that a program knows, by URI scheme. Immutable and thread-safe. */
public final class EngineConnectors {
  private final Map<String, EngineConnector> byScheme;

  private EngineConnectors(Map<String, EngineConnector> byScheme) {
    this.byScheme = byScheme;
  }

  /** The connectors visible to the class loader that loaded this library. */
  public static EngineConnectors load() {
    return load(Objects.requireNonNull(EngineConnectors.class.getClassLoader()));
  }

  /** The connectors visible to a class loader. */
  public static EngineConnectors load(ClassLoader loader) {
    return of(
        ServiceLoader.load(EngineConnector.class, loader).stream().map(p -> p.get()).toList());
  }

  /**
   * Exactly these connectors.
   *
   * @throws IllegalStateException if two answer to the same scheme; the message names both
   */
  public static EngineConnectors of(Collection<? extends EngineConnector> connectors) {
    Map<String, EngineConnector> byScheme = new TreeMap<>();
    for (EngineConnector connector : connectors) {
      for (String scheme : connector.schemes()) {
        EngineConnector other = byScheme.put(scheme, connector);
        if (other != null) {
          throw new IllegalStateException(
              "scheme '%s' is answered by %s and by %s"
                  .formatted(scheme, other.getClass().getName(), connector.getClass().getName()));
        }
      }
    }
    return new EngineConnectors(byScheme);
  }

  /** All schemes, without colon, in order. */
  public List<String> schemes() {
    return List.copyOf(byScheme.keySet());
  }

  /** The connectors, each once. */
  public List<EngineConnector> all() {
    return byScheme.values().stream().distinct().toList();
  }

  /** The connector that answers to a URI's scheme, or null when none does: a path, for instance. */
  public @Nullable EngineConnector byUri(String uri) {
    int colon = uri.indexOf(':');
    return colon < 0 ? null : byScheme.get(uri.substring(0, colon));
  }
}
