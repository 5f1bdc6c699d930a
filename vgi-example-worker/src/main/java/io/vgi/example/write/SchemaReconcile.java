package io.vgi.example.write;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.function.ResultMode;
import io.vgi.function.Rows;
import io.vgi.function.Write;
import io.vgi.state.StateCodec;
import io.vgi.state.StateScope;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Tables of types that DuckDB does not keep, whose writers refuse batches of any other: it is for
 * the engine to make them of what it has.
 */
public final class SchemaReconcile {
  private static final ArrowType LONG = new ArrowType.Int(64, true);
  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType TEXT = ArrowType.Utf8.INSTANCE;
  private static final ArrowType MILLIS = new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC");
  private static final ArrowType STRUCT = ArrowType.Struct.INSTANCE;
  private static final String ROW_ID = "rowid";

  private static final List<Column<?>> COLUMNS =
      List.of(
          Column.of(required("id", LONG)),
          Column.of(required("ts", MILLIS)),
          Column.of(
              required(
                  "nested",
                  STRUCT,
                  required("a", INT),
                  Field.nullable("b", TEXT),
                  Field.nullable("ts2", MILLIS))),
          Column.of(
              required(
                  "tags",
                  ArrowType.List.INSTANCE,
                  required(
                      "item",
                      STRUCT,
                      required("k", TEXT),
                      Field.nullable("v", ArrowType.Binary.INSTANCE)))));

  private SchemaReconcile() {}

  /** The catalog {@code schema_reconcile}. */
  public static Catalog create() {
    Strict demo = new Strict("demo", required(ROW_ID, LONG), null);
    Strict times = new Strict("ts_demo", required(ROW_ID, MILLIS), row -> row.get(1));
    Strict structs =
        new Strict(
            "struct_demo",
            required(ROW_ID, STRUCT, required("a", LONG), Field.nullable("b", TEXT)),
            row -> {
              Map<String, @Nullable Object> id = new java.util.LinkedHashMap<>();
              id.put("a", row.get(0));
              id.put("b", ((Map<?, ?>) Objects.requireNonNull(row.get(2))).get("b"));
              return id;
            });
    return Catalog.named("schema_reconcile")
        .schema(
            Catalog.MAIN,
            main -> {
              main.comment("Schema-reconcile fixture catalog");
              for (Strict table : List.of(demo, times, structs)) {
                main.function(table)
                    .table(
                        Table.named(table.name())
                            .from(table)
                            .rowId(ROW_ID)
                            .insert(table)
                            .update(table)
                            .delete(table));
              }
            })
        .build();
  }

  private static Field required(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.notNullable(type), List.of(children));
  }

  /** A table that takes its own types only. */
  private static final class Strict extends StoredTable {
    private static final StateCodec<Long> NUMBER = StateCodec.of(Long.class);

    private final Field rowId;
    private final @Nullable Function<List<?>, Object> id;

    Strict(String name, Field rowId, @Nullable Function<List<?>, Object> id) {
      super(name, ResultMode.COUNT, Column.of(rowId), COLUMNS);
      this.rowId = rowId;
      this.id = id;
    }

    @Override
    Object idOf(long number, List<?> inserted) {
      return id == null ? number : id.apply(inserted);
    }

    private String key(Object id) {
      return name() + " of " + id;
    }

    @Override
    void remember(StateScope state, Object id, long number) {
      state.put(key(id), number, NUMBER);
    }

    @Override
    long numberOf(StateScope state, Object id) {
      Long number = state.find(key(id), NUMBER);
      return number == null ? 0 : number;
    }

    @Override
    void check(Write call, Rows in) {
      List<Field> expected = new ArrayList<>();
      if (call.operation() == Write.Operation.INSERT) {
        COLUMNS.forEach(column -> expected.add(column.field()));
      }
      for (int i = 0; i < in.columns().size(); i++) {
        Field given = in.columns().get(i).field();
        Field declared = call.operation() == Write.Operation.INSERT ? expected.get(i) : of(given);
        if (!given.getName().equals(declared.getName())
            || given.isNullable() != declared.isNullable()
            || !given.getType().equals(declared.getType())
            || !given.getChildren().equals(declared.getChildren())) {
          throw new IllegalArgumentException(
              call.operation() + " of " + name() + " brings " + given + ", not " + declared);
        }
      }
    }

    private Field of(Field given) {
      for (Column<?> column : COLUMNS) {
        if (column.name().equals(given.getName())) {
          return column.field();
        }
      }
      return rowId;
    }
  }
}
