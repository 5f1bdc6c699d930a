package io.vgi.example.table;

import io.vgi.catalog.Schema;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Scan;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** Overloads whose repeated argument differs in type; every value becomes a column. */
final class RepeatValue {
  private static final String NAME = "repeat_value";

  private RepeatValue() {}

  static void addTo(Schema.Builder schema) {
    schema.function(new OfNumbers()).function(new OfTexts());
  }

  private static Arg<Long> newCount() {
    return Arg.bigint("count").doc("Number of rows to generate");
  }

  /** Columns of numbers. */
  private static final class OfNumbers extends CountedRows {
    private static final Arg<Long> COUNT = newCount();
    private static final Arg<Long> VALUES =
        Arg.bigint("values").varargs().doc("Integer values to repeat");

    OfNumbers() {
      super(
          FunctionSpec.table(NAME)
              .args(COUNT, VALUES)
              .doc("Repeat integer values for N rows")
              .build());
    }

    @Override
    protected long count(Call call) {
      return call.get(COUNT);
    }

    @Override
    protected List<Column<?>> columns(Bind bind) {
      List<Column<?>> columns = new ArrayList<>();
      for (int i = 0; i < bind.all(VALUES).size(); i++) {
        columns.add(Column.bigint("v" + i));
      }
      return columns;
    }

    @Override
    protected void write(Scan scan, long first, int rows, BatchWriter out) {
      List<Long> values = scan.all(VALUES);
      for (int c = 0; c < values.size(); c++) {
        long value = values.get(c);
        BigIntVector vector = (BigIntVector) out.get(scan.shape().columns().get(c));
        for (int i = 0; i < rows; i++) {
          vector.set(i, value);
        }
      }
    }
  }

  /** Columns of texts. */
  private static final class OfTexts extends CountedRows {
    private static final Arg<Long> COUNT = newCount();
    private static final Arg<String> VALUES =
        Arg.varchar("values").varargs().doc("String values to repeat");

    OfTexts() {
      super(
          FunctionSpec.table(NAME)
              .args(COUNT, VALUES)
              .doc("Repeat string values for N rows")
              .build());
    }

    @Override
    protected long count(Call call) {
      return call.get(COUNT);
    }

    @Override
    protected List<Column<?>> columns(Bind bind) {
      List<Column<?>> columns = new ArrayList<>();
      for (int i = 0; i < bind.all(VALUES).size(); i++) {
        columns.add(Column.varchar("v" + i));
      }
      return columns;
    }

    @Override
    protected void write(Scan scan, long first, int rows, BatchWriter out) {
      List<String> values = scan.all(VALUES);
      for (int c = 0; c < values.size(); c++) {
        VarCharVector vector = (VarCharVector) out.get(scan.shape().columns().get(c));
        for (int i = 0; i < rows; i++) {
          Text.set(vector, i, values.get(c));
        }
      }
    }
  }
}
