package io.vgi.catalog;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What CREATE SCHEMA says. Immutable.
 *
 * @param name the name
 * @param comment a remark, or null
 * @param tags free key/value pairs
 */
public record SchemaDefinition(String name, @Nullable String comment, Map<String, String> tags) {
  /** Copies the map. */
  public SchemaDefinition {
    Objects.requireNonNull(name, "name is null");
    tags = Pairs.copy(tags);
  }
}
