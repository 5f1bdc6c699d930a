package io.vgi.example.table;

import io.vgi.catalog.Schema;
import io.vgi.catalog.Table;
import io.vgi.catalog.TableBuilder;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Scan;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.StructVector;

/** Numbered rows whose number is the row id, in three types and three places. */
final class RowIdSequence extends CountedRows {
  private static final String ROW_ID = "row_id";
  private static final long TABLE_ROWS = 20;
  private static final Column<BigIntVector> NUMBER = Column.bigint(ROW_ID).rowId();
  private static final Column<VarCharVector> TEXT = Column.varchar(ROW_ID).rowId();
  private static final Column<StructVector> STRUCT =
      Column.struct(ROW_ID, Column.bigint("a"), Column.varchar("b")).rowId();
  private static final Column<VarCharVector> NAME = Column.varchar("name");
  private static final Column<VarCharVector> VALUE = Column.varchar("value");
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

  // behind what it is made of
  static final RowIdSequence INSTANCE = new RowIdSequence();

  private RowIdSequence() {
    super(
        FunctionSpec.table("rowid_sequence")
            .args(Args.COUNT, LAYOUT, TYPE)
            .doc("Sequence with row_id column")
            .pushdown(Pushdown.PROJECTION)
            .build());
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
        .from(INSTANCE, TABLE_ROWS)
        .with("layout", layout)
        .scanByCall();
  }

  private static Column<?> rowId(Call call) {
    return switch (call.get(TYPE)) {
      case "string" -> TEXT;
      case "struct" -> STRUCT;
      default -> NUMBER;
    };
  }

  @Override
  protected List<Column<?>> columns(Bind bind) {
    Column<?> id = rowId(bind);
    return switch (bind.get(LAYOUT)) {
      case "middle" -> List.of(NAME, id, VALUE);
      case "last" -> List.of(NAME, VALUE, id);
      default -> List.of(id, NAME, VALUE);
    };
  }

  @Override
  protected long count(Call call) {
    return call.get(Args.COUNT);
  }

  @Override
  protected void write(Scan scan, long first, int rows, BatchWriter out) {
    Column<?> id = rowId(scan);
    if (out.wants(id)) {
      writeIds(id, first, rows, out);
    }
    if (out.wants(NAME)) {
      texts(out.get(NAME), "item_", first, rows);
    }
    if (out.wants(VALUE)) {
      texts(out.get(VALUE), "val_", first, rows);
    }
  }

  private static void writeIds(Column<?> id, long first, int rows, BatchWriter out) {
    if (id == TEXT) {
      texts(out.get(TEXT), "rid_", first, rows);
    } else if (id == STRUCT) {
      StructVector structs = out.get(STRUCT);
      numbers((BigIntVector) structs.getChild("a"), first, rows);
      texts((VarCharVector) structs.getChild("b"), "s_", first, rows);
      for (int i = 0; i < rows; i++) {
        structs.setIndexDefined(i);
      }
    } else {
      numbers(out.get(NUMBER), first, rows);
    }
  }

  private static void numbers(BigIntVector vector, long first, int rows) {
    for (int i = 0; i < rows; i++) {
      vector.setSafe(i, first + i);
    }
  }

  private static void texts(VarCharVector vector, String prefix, long first, int rows) {
    for (int i = 0; i < rows; i++) {
      Text.set(vector, i, prefix + (first + i));
    }
  }
}
