package io.vgi.example.table;

import static io.vgi.example.table.Args.BATCH_SIZE;
import static io.vgi.example.table.Args.COUNT;
import static io.vgi.example.table.Args.N;
import static io.vgi.function.TableFunction.range;
import static io.vgi.function.TableFunction.shaped;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.RangeFunction;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.Stats;
import java.util.stream.LongStream;
import org.apache.arrow.vector.Float8Vector;

/** Numbers from 0 on, with more or less about them. */
final class Sequences {
  static final RangeFunction SEQUENCE = sequence();
  static final RangeFunction TEN_THOUSAND =
      range(
          FunctionSpec.table("ten_thousand")
              .returns(N)
              .doc("Generates 10000 integers from 0 to 9999")
              .categories("generator", "utility")
              .example("SELECT * FROM ten_thousand()", "Generate integers 0-9999")
              .build(),
          10_000,
          new TableFunction.RangeKernel() {
            @Override
            public void write(Scan scan, long first, int rows, BatchWriter out) {
              out.series(N, rows, first, 1);
            }
          });

  private Sequences() {}

  /** Whole numbers a fixed step apart. */
  private static RangeFunction sequence() {
    var increment =
        Arg.bigint("increment").named().orElse(1L).atLeast(1L).doc("Step between values");
    return shaped(
            FunctionSpec.table("sequence")
                .args(COUNT, BATCH_SIZE, increment)
                .returns(N)
                .doc("Generates a sequence of integers from 0 to n-1")
                .categories("generator", "utility")
                .tag("category", "generator")
                .tag("type", "utility")
                .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
                .example("SELECT * FROM sequence(10)", "Generate integers 0-9")
                .example(
                    "SELECT * FROM sequence(1000, batch_size := 100)",
                    "Generate integers 0-999 in batches of 100")
                .example(
                    "SELECT * FROM sequence(5, batch_size := 10000, increment := 10)",
                    "Generate 0, 10, 20, 30, 40")
                .build(),
            new TableFunction.Shaper() {
              @Override
              public TableShape of(Bind bind) {
                return sequence(bind.get(COUNT), bind.get(increment));
              }
            },
            new TableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, long first, int rows, BatchWriter out) {
                long step = scan.get(increment);
                out.series(N, rows, Math.multiplyExact(first, step), step);
              }
            })
        .batches(Args.BATCHES);
  }

  private static TableShape sequence(long count, long step) {
    TableShape shape = TableShape.of(N).cardinality(count);
    return count == 0 || count - 1 > Long.MAX_VALUE / step
        ? shape
        : shape.statistics(N, Stats.range(0L, (count - 1) * step).noNulls().distinct(count));
  }

  /** Real numbers a fixed step apart. */
  static RangeFunction reals() {
    var n = Column.float8("n");
    var increment =
        Arg.float8("increment").named().orElse(1.0).moreThan(0.0).doc("Step between values");
    return shaped(
            FunctionSpec.table("double_sequence")
                .args(COUNT, BATCH_SIZE, increment)
                .returns(n)
                .doc("Generates a sequence of floating-point numbers from 0 to n-1")
                .categories("generator", "utility")
                .tag("category", "generator")
                .tag("type", "utility")
                .example("SELECT * FROM double_sequence(10)", "Generate floats 0.0-9.0")
                .example(
                    "SELECT * FROM double_sequence(1000, batch_size := 100)",
                    "Generate floats 0.0-999.0 in batches of 100")
                .example(
                    "SELECT * FROM double_sequence(5, increment := 0.5)",
                    "Generate 0.0, 0.5, 1.0, 1.5, 2.0")
                .build(),
            new TableFunction.Shaper() {
              @Override
              public TableShape of(Bind bind) {
                long count = bind.get(COUNT);
                TableShape shape = TableShape.of(n).cardinality(count);
                double last = (count - 1) * bind.get(increment);
                return count == 0
                    ? shape
                    : shape.statistics(n, Stats.range(0.0, last).noNulls().distinct(count));
              }
            },
            new TableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, long first, int rows, BatchWriter out) {
                double step = scan.get(increment);
                Float8Vector vector = out.get(n);
                for (int i = 0; i < rows; i++) {
                  vector.set(i, (first + i) * step);
                }
              }
            })
        .batches(Args.BATCHES);
  }

  /** A STRUCT about a number. */
  record About(long index, String label) {}

  /** A STRUCT about each number and a LIST of the numbers up to it. */
  static RangeFunction nested() {
    var size =
        Arg.bigint("history_size").named().orElse(20L).atLeast(1L).doc("Max items in history list");
    var about =
        Column.struct("metadata", Column.bigint("index"), Column.varchar("label")).as(About.class);
    var history = Column.list("history", SqlType.BIGINT).as(long[].class);
    return Args.counted(
        FunctionSpec.table("nested_sequence")
            .args(COUNT, BATCH_SIZE, size)
            .returns(N, about, history)
            .doc("Generates a sequence with nested struct and list columns")
            .categories("generator", "utility", "testing")
            .tag("category", "generator")
            .tag("type", "testing")
            .pushdown(Pushdown.PROJECTION, Pushdown.FILTER)
            .example("SELECT * FROM nested_sequence(10)", "Generate 10 rows with nested columns")
            .example(
                "SELECT n, metadata FROM nested_sequence(100) WHERE n >= 50",
                "Filter and project nested sequence"),
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            long most = scan.get(size);
            out.series(N, rows, first, 1);
            out.fill(about, first, rows, row -> new About(row, "row_" + row));
            out.fill(
                history,
                first,
                rows,
                row -> LongStream.rangeClosed(Math.max(0, row - most + 1), row).toArray());
          }
        });
  }

  /** Four columns, of which only those that the query uses are computed. */
  static RangeFunction projected() {
    var id = Column.bigint("id");
    var name = Column.varchar("name");
    var value = Column.float8("value");
    var extra = Column.bigint("extra");
    return range(
        FunctionSpec.table("projected_data")
            .args(COUNT)
            .returns(id, name, value, extra)
            .doc("Generates data with 4 columns, supporting projection pushdown")
            .categories("generator", "utility")
            .pushdown(Pushdown.PROJECTION)
            .example("SELECT * FROM projected_data(10)", "Generate 10 rows with all 4 columns")
            .example(
                "SELECT id, value FROM projected_data(10)",
                "Generate 10 rows with only id and value columns")
            .build(),
        COUNT,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            out.series(id, rows, first, 1);
            out.fill(name, first, rows, row -> "item_" + row);
            out.fill(value, first, rows, row -> row * 1.5);
            out.fill(extra, first, rows, row -> Math.multiplyExact(row, row));
          }
        });
  }
}
