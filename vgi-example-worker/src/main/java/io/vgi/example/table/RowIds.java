package io.vgi.example.table;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.RangeFunction;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.StructVector;

/** Numbered rows whose number is the row id, in three types and three places. */
final class RowIds {
  private static final String ROW_ID = "row_id";
  private static final ValueColumn<BigIntVector, Long> NUMBER = Column.bigint(ROW_ID).rowId();
  private static final ValueColumn<VarCharVector, String> TEXT = Column.varchar(ROW_ID).rowId();
  private static final ValueColumn<StructVector, Key> STRUCT =
      Column.struct(ROW_ID, Column.bigint("a"), Column.varchar("b")).rowId().as(Key.class);
  private static final ValueColumn<VarCharVector, String> NAME = Column.varchar("name");
  private static final ValueColumn<VarCharVector, String> VALUE = Column.varchar("value");
  private static final Arg<String> LAYOUT =
      Arg.varchar("layout")
          .named()
          .orElse("first")
          .oneOf("first", "middle", "last")
          .doc("Row ID column position");
  private static final Arg<String> TYPE =
      Arg.varchar("row_id_type")
          .named()
          .orElse("int64")
          .oneOf("int64", "string", "struct")
          .doc("Row ID type");

  /** A row id of two members. */
  record Key(long a, String b) {}

  // behind what it is made of
  static final RangeFunction SEQUENCE =
      TableFunction.shaped(
          FunctionSpec.table("rowid_sequence")
              .args(Args.COUNT, LAYOUT, TYPE)
              .doc("Sequence with row_id column")
              .pushdown(Pushdown.PROJECTION)
              .build(),
          new TableFunction.Shaper() {
            @Override
            public TableShape of(Bind bind) {
              return shape(bind).cardinality(bind.get(Args.COUNT));
            }
          },
          new TableFunction.RangeKernel() {
            @Override
            public void write(Scan scan, long first, int rows, BatchWriter out) {
              switch (scan.get(TYPE)) {
                case "string" -> out.fill(TEXT, first, rows, row -> "rid_" + row);
                case "struct" -> out.fill(STRUCT, first, rows, row -> new Key(row, "s_" + row));
                default -> out.series(NUMBER, rows, first, 1);
              }
              out.fill(NAME, first, rows, row -> "item_" + row);
              out.fill(VALUE, first, rows, row -> "val_" + row);
            }
          });

  private RowIds() {}

  private static TableShape shape(Call call) {
    Column<?> id =
        switch (call.get(TYPE)) {
          case "string" -> TEXT;
          case "struct" -> STRUCT;
          default -> NUMBER;
        };
    return switch (call.get(LAYOUT)) {
      case "middle" -> TableShape.of(NAME, id, VALUE);
      case "last" -> TableShape.of(NAME, VALUE, id);
      default -> TableShape.of(id, NAME, VALUE);
    };
  }

  /** Adds the tables that scan it. */
  static void addTables(Schema.Builder data) {
    data.table(
            table("rowid_first", "first", NUMBER, NAME, VALUE)
                .comment("Table with row_id at column index 0"))
        .table(
            table("rowid_middle", "middle", NAME, NUMBER, VALUE)
                .comment("Table with row_id at column index 1"))
        .table(
            table("rowid_last", "last", NAME, VALUE, NUMBER)
                .comment("Table with row_id at column index 2"))
        .table(
            table("rowid_string", "first", TEXT, NAME, VALUE)
                .with("row_id_type", "string")
                .comment("Table with string row_id"))
        .table(
            table("rowid_struct", "first", STRUCT, NAME, VALUE)
                .with("row_id_type", "struct")
                .comment("Table with struct row_id"));
  }

  private static TableBuilder table(String name, String layout, Column<?>... columns) {
    return Table.named(name)
        .columns(columns)
        .from(SEQUENCE, 20L)
        .with("layout", layout)
        .scanByCall();
  }
}
