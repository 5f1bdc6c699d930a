package io.vgi.catalog;

import io.vgi.function.TableFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A table whose rows a table function gives, with its constants fixed. Immutable. */
public final class Table {
  private final String name;
  private final TableFunction<?> function;
  private final List<Object> arguments;
  private final Map<String, Object> namedArguments;
  private final @Nullable String comment;
  private final Map<String, String> tags;

  private Table(Builder from, TableFunction<?> function, List<Object> arguments) {
    this.name = from.name;
    this.function = function;
    this.arguments = arguments;
    this.namedArguments = Map.copyOf(from.namedArguments);
    this.comment = from.comment;
    this.tags = Map.copyOf(from.tags);
  }

  /** Starts a table. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** What gives its rows; its columns are the table's. */
  public TableFunction<?> function() {
    return function;
  }

  /** The function's constants, in order. */
  public List<Object> arguments() {
    return arguments;
  }

  /** The function's constants given by name. */
  public Map<String, Object> namedArguments() {
    return namedArguments;
  }

  /** A remark, or null. */
  public @Nullable String comment() {
    return comment;
  }

  /** Free key/value pairs. */
  public Map<String, String> tags() {
    return tags;
  }

  /** Collects a table; {@link #from} completes it. */
  public static final class Builder {
    private final String name;
    private @Nullable String comment;
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final Map<String, Object> namedArguments = new LinkedHashMap<>();

    private Builder(String name) {
      this.name = Objects.requireNonNull(name, "name is null");
    }

    /** A remark. */
    public Builder comment(String text) {
      comment = text;
      return this;
    }

    /** A free key/value pair. */
    public Builder tag(String key, String value) {
      tags.put(key, value);
      return this;
    }

    /** A constant given to the function by name. */
    public Builder with(String argument, Object value) {
      namedArguments.put(argument, value);
      return this;
    }

    /** Returns the table of {@code function}'s rows for {@code arguments}. */
    public Table from(TableFunction<?> function, Object... arguments) {
      return new Table(this, function, List.of(arguments));
    }
  }
}
