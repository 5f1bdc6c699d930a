package io.vgi.catalog;

import io.vgi.function.ScanFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One source of a table's rows: a table function, a function of DuckDB, files in a format, or a
 * table of another catalog. Columns are matched by name when a table has several. Immutable.
 */
public final class Branch {
  /** Where rows come from. */
  public enum Kind {
    /** A table function of the worker. */
    FUNCTION,
    /** A table function of DuckDB. */
    DUCKDB,
    /** Files that DuckDB reads in the format named. */
    FILES,
    /** A table of a catalog that DuckDB has attached. */
    TABLE
  }

  private final Kind kind;
  private final @Nullable ScanFunction<?> function;
  private final List<String> names;
  private final List<Object> arguments;
  private final Map<String, Object> named;
  private final List<String> extensions;
  private final @Nullable String filter;
  private final boolean writable;

  private Branch(
      Kind kind,
      @Nullable ScanFunction<?> function,
      List<String> names,
      List<Object> arguments,
      Map<String, Object> named,
      List<String> extensions,
      @Nullable String filter,
      boolean writable) {
    this.kind = kind;
    this.function = function;
    this.names = names;
    this.arguments = arguments;
    this.named = named;
    this.extensions = extensions;
    this.filter = filter;
    this.writable = writable;
  }

  private static Branch of(
      Kind kind, @Nullable ScanFunction<?> function, List<String> names, List<Object> arguments) {
    return new Branch(kind, function, names, arguments, Map.of(), List.of(), null, false);
  }

  /** The rows of {@code function} for {@code arguments}. */
  public static Branch of(ScanFunction<?> function, Object... arguments) {
    Objects.requireNonNull(function, "function is null");
    return of(Kind.FUNCTION, function, List.of(), List.of(arguments));
  }

  /** The rows of DuckDB's own {@code function}, such as {@code read_parquet}. */
  public static Branch duckDb(String function, Object... arguments) {
    return of(Kind.DUCKDB, null, List.of(function), List.of(arguments));
  }

  /** The rows of files; {@link #with} gives options of the reader. */
  public static Branch files(String format, String... locations) {
    List<String> names = new ArrayList<>();
    names.add(format);
    names.addAll(List.of(locations));
    return of(Kind.FILES, null, List.copyOf(names), List.of());
  }

  /**
   * The rows of a table of another catalog, such as a {@link Companion}. Every column that it has
   * must be one of the table's; those it lacks are NULL, and types are cast. A branch is left out
   * by {@link #where} only where its columns need no cast.
   *
   * @param catalog the name under which it is attached
   */
  public static Branch table(String catalog, String schema, String table) {
    return of(Kind.TABLE, null, List.of(catalog, schema, table), List.of());
  }

  /** This branch with an argument or option given by name. */
  public Branch with(String name, Object value) {
    return new Branch(
        kind,
        function,
        names,
        arguments,
        Pairs.copy(Pairs.plus(named, name, value)),
        extensions,
        filter,
        writable);
  }

  /** This branch with DuckDB extensions that are loaded first. */
  public Branch requires(String... names) {
    List<String> all = new ArrayList<>(extensions);
    all.addAll(List.of(names));
    return new Branch(
        kind, function, this.names, arguments, named, List.copyOf(all), filter, writable);
  }

  /**
   * This branch with a predicate: comparisons of the table's columns with constants, joined by AND.
   * Only rows that fulfil it are read, and a branch that cannot match a query is not read at all.
   */
  public Branch where(String predicate) {
    return new Branch(kind, function, names, arguments, named, extensions, predicate, writable);
  }

  /** This branch taking the rows of INSERT; one branch of a table may. */
  public Branch writable() {
    return new Branch(kind, function, names, arguments, named, extensions, filter, true);
  }

  /** Where rows come from. */
  public Kind kind() {
    return kind;
  }

  /** The worker's function, or null for the other kinds. */
  public @Nullable ScanFunction<?> function() {
    return function;
  }

  /**
   * DuckDB's function; or the format and the locations; or catalog, schema and table; empty for a
   * function of the worker.
   */
  public List<String> names() {
    return names;
  }

  /** The function's constants, in order. */
  public List<Object> arguments() {
    return arguments;
  }

  /** The constants or options given by name. */
  public Map<String, Object> namedArguments() {
    return named;
  }

  /** DuckDB extensions that are loaded first. */
  public List<String> extensions() {
    return extensions;
  }

  /** What holds for every row, or null. */
  public @Nullable String filter() {
    return filter;
  }

  /** Whether it takes the rows of INSERT. */
  public boolean isWritable() {
    return writable;
  }
}
