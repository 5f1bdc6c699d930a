package io.vgi.catalog;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A query with a name. The engine reads its SQL when the view is used, with the catalog as search
 * path, so a fault in it shows only then. Immutable.
 *
 * @param name the name
 * @param sql the query
 * @param comment a remark, or null
 * @param tags free key/value pairs
 * @param columnComments remarks by column name
 */
public record View(
    String name,
    String sql,
    @Nullable String comment,
    Map<String, String> tags,
    Map<String, String> columnComments) {
  /** Copies the maps. */
  public View {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(sql, "sql is null");
    tags = Pairs.copy(tags);
    columnComments = Pairs.copy(columnComments);
  }

  /** A view called {@code name} of the rows of {@code sql}. */
  public static View of(String name, String sql) {
    return new View(name, sql, null, Map.of(), Map.of());
  }

  /** This view with a remark. */
  public View comment(String text) {
    return new View(name, sql, text, tags, columnComments);
  }

  /** This view with a remark on one of its columns. */
  public View comment(String column, String text) {
    return new View(name, sql, comment, tags, Pairs.plus(columnComments, column, text));
  }

  /** This view with a free key/value pair. */
  public View tag(String key, String value) {
    return new View(name, sql, comment, Pairs.plus(tags, key, value), columnComments);
  }
}
