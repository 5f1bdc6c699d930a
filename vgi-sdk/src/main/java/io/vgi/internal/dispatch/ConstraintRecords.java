package io.vgi.internal.dispatch;

import io.vgi.catalog.ForeignKey;
import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.internal.wire.DialectCall;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The constraints of a table as records. Names are made of what is constrained, so that a foreign
 * key knows the name of the key that it refers to.
 */
final class ConstraintRecords {
  private static final String INFO = "ConstraintInfo";
  private static final String DEFINITION = "ConstraintDefinition";
  private static final String REF = "CatalogObjectRef";

  private final DialectCall call;
  private final ConstraintProfile profile;
  private final Schema schema;
  private final Table table;
  private final List<Column<?>> columns;
  private final List<byte[]> records = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /**
   * Prepares to describe a table.
   *
   * @param columns its columns
   */
  ConstraintRecords(AttachedCall call, Schema schema, Table table, List<Column<?>> columns) {
    this.call = call.call();
    this.profile = call.attached().data().constraints();
    this.schema = schema;
    this.table = table;
    this.columns = columns;
  }

  /** Adds to {@code info}, which names the columns without NULLs, what the client reads of them. */
  void describe(WireRecord info) {
    if (profile == ConstraintProfile.NONE) {
      return;
    }
    List<Integer> notNull = info.list("not_null_constraints");
    for (Integer position : notNull == null ? List.<Integer>of() : notNull) {
      List<String> column = List.of(columns.get(position).name());
      add(named("not_null", column), definition("NOT_NULL", column), null);
    }
    if (!table.primaryKey().isEmpty()) {
      List<String> key = actual(table.primaryKey());
      add(key(key), definition("PRIMARY_KEY", key), null);
    }
    for (List<String> unique : table.unique()) {
      List<String> key = actual(unique);
      add(key(key), definition("UNIQUE", key), null);
    }
    if (profile == ConstraintProfile.EXPRESSIONS) {
      int number = 0;
      for (String check : table.checks()) {
        add("check " + ++number, check(check), null);
      }
    }
    for (ForeignKey foreign : table.foreignKeys()) {
      foreign(foreign);
    }
    info.set("constraints", records);
  }

  /** One that is there already under the name promises no less. */
  private void add(String name, WireRecord definition, byte @Nullable [] referenced) {
    if (!names.add(name)) {
      return;
    }
    WireRecord info =
        WireRecord.named(INFO)
            .set("ref", object("constraint", name, table.name()))
            .set("definition", call.encode(DEFINITION, definition))
            // the author declares what holds of every row, as for callers of all revisions
            .set("enforcement", "ENFORCED")
            .set("validation", "ALL_ROWS")
            .set("referenced_constraint", referenced);
    records.add(call.encode(INFO, info));
  }

  private static WireRecord definition(String kind, List<String> columns) {
    return WireRecord.named(DEFINITION).set("kind", kind).set("column_paths", paths(columns));
  }

  private WireRecord check(String sql) {
    return definition("CHECK", List.of())
        .set("check_expression", call.expression(sql, List.of(schema.name())));
  }

  /** Only a key of a table of the same schema can be named. */
  private void foreign(ForeignKey foreign) {
    String home = foreign.schema();
    Table other = home == null || home.equalsIgnoreCase(schema.name()) ? other(foreign) : null;
    if (other == null) {
      return;
    }
    WireRecord reference =
        WireRecord.named("ForeignKeyDefinition")
            .set("referenced_table", object("table", other.name(), null))
            .set("referenced_column_paths", paths(foreign.keys()))
            .set("match", "SIMPLE")
            .set("on_update", "NO_ACTION")
            .set("on_delete", "NO_ACTION");
    List<String> own = actual(foreign.columns());
    add(
        named("foreign_key", own) + " to " + other.name() + " " + key(foreign.keys()),
        definition("FOREIGN_KEY", own)
            .set("foreign_key", call.encode("ForeignKeyDefinition", reference)),
        object("constraint", key(foreign.keys()), other.name()));
  }

  /** The table with the key that is referred to; null when there is none. */
  private @Nullable Table other(ForeignKey foreign) {
    String key = key(foreign.keys());
    for (Table one : schema.tables()) {
      if (one.name().equalsIgnoreCase(foreign.table())) {
        boolean has = key.equals(key(one.primaryKey()));
        for (List<String> unique : one.unique()) {
          has |= key.equals(key(unique));
        }
        return has ? one : null;
      }
    }
    return null;
  }

  private byte[] object(String kind, String name, @Nullable String owner) {
    return call.encode(
        REF,
        WireRecord.named(REF)
            .set("kind", kind)
            .set("schema_path", List.of(schema.name()))
            .set("name", name)
            .set("owner_table", owner));
  }

  /** The columns as they are spelled in the listing. */
  private List<String> actual(List<String> given) {
    List<String> spelled = new ArrayList<>(given.size());
    for (String name : given) {
      String actual = name;
      for (Column<?> column : columns) {
        actual = column.name().equalsIgnoreCase(name) ? column.name() : actual;
      }
      spelled.add(actual);
    }
    return spelled;
  }

  private static String key(List<String> columns) {
    // the order of its columns makes no other key of it
    return named("key", columns.stream().sorted(String.CASE_INSENSITIVE_ORDER).toList());
  }

  private static String named(String kind, List<String> columns) {
    StringBuilder name = new StringBuilder(kind);
    for (String column : columns) {
      name.append(" \"").append(column.toLowerCase(Locale.ROOT).replace("\"", "\"\"")).append('"');
    }
    return name.toString();
  }

  private static List<List<String>> paths(List<String> columns) {
    List<List<String>> paths = new ArrayList<>(columns.size());
    for (String column : columns) {
      paths.add(List.of(column));
    }
    return paths;
  }
}
