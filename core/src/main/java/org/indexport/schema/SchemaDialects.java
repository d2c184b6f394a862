package org.indexport.schema;

import java.util.Collection;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.indexport.spi.SchemaDialect;
import org.jspecify.annotations.Nullable;

/** The dialects that a program knows. Immutable and thread-safe. */
public final class SchemaDialects {
  private final Map<String, SchemaDialect> byId;

  private SchemaDialects(Map<String, SchemaDialect> byId) {
    this.byId = byId;
  }

  /** The dialects visible to a class loader. */
  public static SchemaDialects load(ClassLoader loader) {
    return of(ServiceLoader.load(SchemaDialect.class, loader).stream().map(p -> p.get()).toList());
  }

  /** The dialects visible to the class loader that loaded this library. */
  public static SchemaDialects load() {
    return load(java.util.Objects.requireNonNull(SchemaDialects.class.getClassLoader()));
  }

  /**
   * Exactly these dialects.
   *
   * @throws IllegalStateException if two have the same id; the message names both
   */
  public static SchemaDialects of(Collection<? extends SchemaDialect> dialects) {
    Map<String, SchemaDialect> byId = new TreeMap<>();
    for (SchemaDialect dialect : dialects) {
      SchemaDialect other = byId.put(dialect.id(), dialect);
      if (other != null) {
        throw new IllegalStateException(
            "dialect id '%s' is provided by %s and by %s"
                .formatted(dialect.id(), other.getClass().getName(), dialect.getClass().getName()));
      }
    }
    return new SchemaDialects(byId);
  }

  /** The dialect of this id, or null when it is not known. */
  public @Nullable SchemaDialect byId(String id) {
    return byId.get(id);
  }
}
