package io.vgi.example.table;

import static io.vgi.function.TableFunction.range;
import static io.vgi.function.TableFunction.shaped;

import io.vgi.catalog.Schema;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.RangeFunction;
import io.vgi.function.RowWriter;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** Functions of one name that differ in the number and in the types of their arguments. */
final class Overloads {
  private static final Arg<Long> START = Arg.bigint("start").doc("Start value (inclusive)");
  private static final Arg<Long> STOP = Arg.bigint("stop").doc("Stop value (exclusive)");
  private static final ValueColumn<BigIntVector, Long> VALUE = Column.bigint("value");
  private static final ValueColumn<BigIntVector, Long> A = Column.bigint("a");
  private static final ValueColumn<VarCharVector, String> B = Column.varchar("b");

  private Overloads() {}

  static void addTo(Schema.Builder schema) {
    schema
        .function(countSeries())
        .function(rangeSeries())
        .function(stepSeries())
        .function(textSeries())
        .function(realSeries())
        .function(numberPairs())
        .function(textPairs())
        .function(mixedPairs())
        .function(repeat(Arg.bigint("values").varargs().doc("Integer values to repeat"), "integer"))
        .function(repeat(Arg.varchar("values").varargs().doc("String values to repeat"), "string"));
  }

  private static TableSpecBuilder series(String doc) {
    return FunctionSpec.table("make_series").doc(doc);
  }

  private static RangeFunction countSeries() {
    var count = Arg.bigint("count").atLeast(0L).doc("Number of values to generate");
    return range(
        series("Generate integers from 0 to count-1")
            .args(count)
            .returns(VALUE)
            .example("SELECT * FROM make_series(5)", "Generate 0..4")
            .build(),
        count,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            out.series(VALUE, rows, first, 1);
          }
        });
  }

  private static RangeFunction rangeSeries() {
    return range(
        series("Generate integers from start to stop-1")
            .args(START, STOP)
            .returns(VALUE)
            .example("SELECT * FROM make_series(3, 7)", "Generate 3..6")
            .build(),
        new TableFunction.RowCount() {
          @Override
          public long of(Call call) {
            return steps(call.get(START), call.get(STOP), 1);
          }
        },
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            out.series(VALUE, rows, scan.get(START) + first, 1);
          }
        });
  }

  private static RangeFunction stepSeries() {
    var step = Arg.bigint("step").atLeast(1L).doc("Step between values");
    return range(
        series("Generate integers from start to stop-1 with step")
            .args(START, STOP, step)
            .returns(VALUE)
            .example("SELECT * FROM make_series(0, 10, 3)", "Generate 0, 3, 6, 9")
            .build(),
        new TableFunction.RowCount() {
          @Override
          public long of(Call call) {
            return steps(call.get(START), call.get(STOP), call.get(step));
          }
        },
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            out.series(VALUE, rows, scan.get(START) + first * scan.get(step), scan.get(step));
          }
        });
  }

  private static long steps(long start, long stop, long step) {
    return start >= stop ? 0 : (Math.subtractExact(stop, start) - 1) / step + 1;
  }

  private static RangeFunction textSeries() {
    var values = Arg.varchar("values").doc("Comma-separated integers");
    return range(
        series("Parse comma-separated integers into rows").args(values).returns(VALUE).build(),
        new TableFunction.RowCount() {
          @Override
          public long of(Call call) {
            return call.get(values).split(",", -1).length;
          }
        },
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            String[] numbers = scan.get(values).split(",", -1);
            out.fill(VALUE, first, rows, row -> parse(numbers[(int) row].strip()));
          }
        });
  }

  private static long parse(String number) {
    try {
      return Long.parseLong(number);
    } catch (NumberFormatException notOne) {
      throw VgiException.invalidArgument("'" + number + "' is not an integer");
    }
  }

  private static RangeFunction realSeries() {
    var step = Arg.float8("step").doc("Step size between values");
    var value = Column.float8("value");
    return range(
        series("Generate 10 float values with given step size").args(step).returns(value).build(),
        10,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            double by = scan.get(step);
            out.fill(value, first, rows, row -> row * by);
          }
        });
  }

  private static TableSpecBuilder pairs(String doc) {
    return FunctionSpec.table("make_pairs").doc(doc);
  }

  private static RangeFunction numberPairs() {
    var start = Arg.bigint("start").doc("Start value");
    var stop = Arg.bigint("stop").doc("Stop value");
    var b = Column.bigint("b");
    return range(
        pairs("Generate integer pairs (i, i*2)").args(start, stop).returns(A, b).build(),
        new TableFunction.RowCount() {
          @Override
          public long of(Call call) {
            return Math.subtractExact(call.get(stop), call.get(start));
          }
        },
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            long from = scan.get(start) + first;
            out.series(A, rows, from, 1);
            out.series(b, rows, Math.multiplyExact(from, 2L), 2);
          }
        });
  }

  private static RangeFunction textPairs() {
    var prefix = Arg.varchar("prefix").doc("Prefix for column a");
    var suffix = Arg.varchar("suffix").doc("Suffix for column b");
    var a = Column.varchar("a");
    return range(
        pairs("Generate string pairs with prefix and suffix")
            .args(prefix, suffix)
            .returns(a, B)
            .build(),
        5,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            String before = scan.get(prefix);
            String behind = scan.get(suffix);
            out.fill(a, first, rows, row -> before + row);
            out.fill(B, first, rows, row -> behind + row);
          }
        });
  }

  private static RangeFunction mixedPairs() {
    var start = Arg.bigint("start").doc("Start integer value");
    var label = Arg.varchar("label").doc("Label prefix for string column");
    return range(
        pairs("Generate mixed int/string pairs").args(start, label).returns(A, B).build(),
        5,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            String text = scan.get(label);
            out.series(A, rows, Math.addExact(scan.get(start), first), 1);
            out.fill(B, first, rows, row -> text + row);
          }
        });
  }

  /** Every value becomes a column. */
  private static RangeFunction repeat(Arg<?> values, String sort) {
    var count = Arg.bigint("count").doc("Number of rows to generate");
    return shaped(
        FunctionSpec.table("repeat_value")
            .args(count, values)
            .doc("Repeat " + sort + " values for N rows")
            .build(),
        new TableFunction.Shaper() {
          @Override
          public TableShape of(Bind bind) {
            return columns("v", bind.types(values)).cardinality(Math.max(0, bind.get(count)));
          }
        },
        constants(values));
  }

  private static TableFunction.RangeKernel constants(Arg<?> values) {
    return new TableFunction.RangeKernel() {
      @Override
      public void write(Scan scan, long first, int rows, BatchWriter out) {
        List<?> constants = scan.all(values);
        for (int i = 0; i < rows; i++) {
          RowWriter row = out.row();
          for (int c = 0; c < constants.size(); c++) {
            row.set(c, constants.get(c));
          }
        }
      }
    };
  }

  /** Columns whose names are a prefix and their number. */
  static TableShape columns(String prefix, List<SqlType> types) {
    List<Column<?>> columns = new ArrayList<>();
    for (SqlType type : types) {
      columns.add(Column.of(prefix + columns.size(), type));
    }
    return TableShape.of(columns);
  }

  /** Columns of constants of any type, one for each value given. */
  static RangeFunction constants() {
    var values =
        Arg.any("values").varargs().doc("Values to fill each column (at least one required)");
    return shaped(
        FunctionSpec.table("constant_columns")
            .args(Args.COUNT, values)
            .doc("Generates rows with constant values from varargs")
            .categories("generator", "utility")
            .example(
                "SELECT * FROM constant_columns(5, 42, 'hello')",
                "Generate 5 rows with columns containing 42 and 'hello'")
            .example(
                "SELECT * FROM constant_columns(3, 1, 2, 3, 'test')",
                "Generate 3 rows with 4 columns of mixed types")
            .build(),
        new TableFunction.Shaper() {
          @Override
          public TableShape of(Bind bind) {
            return columns("col_", bind.types(values)).cardinality(bind.get(Args.COUNT));
          }
        },
        constants(values));
  }
}
