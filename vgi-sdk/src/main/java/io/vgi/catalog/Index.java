package io.vgi.catalog;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An index of a table, for clients that ask; the worker itself makes what use of it there is.
 * DuckDB 1.5 asks for none: {@code duckdb_indexes()} does not show it. Immutable.
 *
 * @param name the name
 * @param table the table, in the same schema
 * @param type a word for its kind; empty when there is nothing to say
 * @param constraint what it promises of the values
 * @param expressions SQL expressions over the table's columns
 * @param options free key/value pairs
 * @param comment a remark, or null
 * @param tags free key/value pairs
 */
public record Index(
    String name,
    String table,
    String type,
    Constraint constraint,
    List<String> expressions,
    Map<String, String> options,
    @Nullable String comment,
    Map<String, String> tags) {
  /** What an index promises of the values. */
  public enum Constraint {
    /** Nothing. */
    NONE,
    /** No two are equal. */
    UNIQUE,
    /** They are the primary key. */
    PRIMARY
  }

  /** Copies the lists and maps. */
  public Index {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(table, "table is null");
    expressions = List.copyOf(expressions);
    options = Pairs.copy(options);
    tags = Pairs.copy(tags);
  }

  /** An index called {@code name} over {@code expressions} of {@code table}. */
  public static Index of(String name, String table, String... expressions) {
    return new Index(
        name, table, "", Constraint.NONE, List.of(expressions), Map.of(), null, Map.of());
  }

  /** This index over unique values. */
  public Index unique() {
    return new Index(name, table, type, Constraint.UNIQUE, expressions, options, comment, tags);
  }

  /** This index with a word for its kind, such as {@code ART}. */
  public Index type(String word) {
    return new Index(name, table, word, constraint, expressions, options, comment, tags);
  }

  /** This index with a remark. */
  public Index comment(String text) {
    return new Index(name, table, type, constraint, expressions, options, text, tags);
  }

  /** This index with a free key/value pair. */
  public Index tag(String key, String value) {
    return new Index(
        name, table, type, constraint, expressions, options, comment, Pairs.plus(tags, key, value));
  }
}
