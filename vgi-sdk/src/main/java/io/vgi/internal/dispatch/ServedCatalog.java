package io.vgi.internal.dispatch;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Companion;
import io.vgi.catalog.Index;
import io.vgi.catalog.Macro;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.Transactions;
import io.vgi.catalog.View;
import io.vgi.function.ScanFunction;
import io.vgi.internal.bind.BindRequest;
import io.vgi.internal.bind.FunctionEntry;
import io.vgi.rpc.VgiException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of an attached catalog, which is declared or asked for while it is attached. Schemas
 * that it gives have their functions; all else is asked of it. Any thread.
 */
abstract class ServedCatalog {
  private final Catalog about;
  private final CopyFormats copyFormats;

  ServedCatalog(Catalog about) {
    this.about = about;
    this.copyFormats = new CopyFormats(about);
  }

  /** A function, and the name by which the scan of a table calls it. */
  record Called(String name, FunctionEntry entry) {}

  /** What the catalog says of itself. */
  final Catalog about() {
    return about;
  }

  /** What COPY reads and writes. */
  final CopyFormats copyFormats() {
    return copyFormats;
  }

  /** The databases that the engine attaches beside it. */
  List<Companion> companions(AttachedCall call) {
    return about.companions();
  }

  /** The schema of names that name none. */
  abstract String defaultSchema();

  /** Whether the version never changes. */
  abstract boolean isFrozen();

  /** The version of the content. */
  abstract long version(AttachedCall call);

  /** Whether the worker is told where transactions begin and end. */
  abstract boolean hasTransactions();

  /** Where transactions begin and end, or null when nobody asks to know. */
  abstract @Nullable Transactions<?> transactions();

  /** Whether some table may have states in time. */
  abstract boolean hasTimeTravel();

  /** Whether something may be known of the values of some table. */
  abstract boolean hasStatistics();

  /** All schemas. */
  abstract List<Schema> schemas(AttachedCall call);

  /** The schema at {@code path}, or null. */
  abstract @Nullable Schema schema(AttachedCall call, @Nullable List<String> path);

  /** The schema at {@code path}, which must exist. */
  final Schema existing(AttachedCall call, @Nullable List<String> path) {
    Schema schema = schema(call, path);
    if (schema == null) {
      throw VgiException.notFound("There is no schema '" + name(path) + "'");
    }
    return schema;
  }

  /** The name of the schema at {@code path}. */
  static String name(@Nullable List<String> path) {
    return path == null ? "" : String.join(".", path);
  }

  /**
   * Where an object of the schema at {@code path} is looked for, or null where there is no such
   * schema; its functions are not asked for.
   */
  abstract @Nullable Schema place(AttachedCall call, @Nullable List<String> path);

  /** About how many objects a schema has besides functions; 0 only where it has none. */
  abstract Map<String, Long> counts(AttachedCall call, Schema schema);

  /** The tables of a schema. */
  abstract List<Table> tables(AttachedCall call, Schema schema);

  /** The table called {@code name}, or null. */
  abstract @Nullable Table table(AttachedCall call, Schema schema, String name);

  /** The views of a schema, or those that may be called {@code name}. */
  abstract List<View> views(AttachedCall call, Schema schema, @Nullable String name);

  /** The macros of a schema, or those that may be called {@code name}. */
  abstract List<Macro> macros(AttachedCall call, Schema schema, @Nullable String name);

  /** The indexes of a schema. */
  abstract List<Index> indexes(AttachedCall call, Schema schema);

  /** The functions that a schema lists. */
  abstract List<FunctionEntry> listed(AttachedCall call, Schema schema);

  /** What listings of functions that cannot change are kept under, or null to keep none. */
  abstract @Nullable Map<String, List<byte[]>> listings();

  /**
   * The function that gives rows of {@code table}.
   *
   * @param state what the table is like at the time that is asked for
   */
  abstract Called source(
      AttachedCall call, Schema schema, Table table, Table state, ScanFunction<?> function);

  /** The overloads that a bind request may mean. */
  abstract List<FunctionEntry> functions(AttachedCall call, BindRequest request) throws Exception;
}
