package org.indexport.schema;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One field of a schema.
 *
 * @param path the dotted path of the member
 * @param type what its values are
 * @param roles what it is used for
 * @param dimensions the length of a vector, or null
 */
public record Field(
    String path, FieldType type, Set<FieldRole> roles, @Nullable Integer dimensions) {
  /** Copies the set. */
  public Field {
    if (path.isEmpty()) {
      throw new IllegalArgumentException("field without a path");
    }
    roles = Set.copyOf(roles);
  }

  /** A field with some roles. */
  public static Field of(String path, FieldType type, FieldRole... roles) {
    return new Field(path, type, Set.of(roles), null);
  }

  /** Whether the field has a role. */
  public boolean has(FieldRole role) {
    return roles.contains(role);
  }
}
