package io.vgi.example.filter;

import static io.vgi.example.table.Args.BATCH_SIZE;
import static io.vgi.example.table.Args.COUNT;
import static io.vgi.example.table.Args.N;
import static io.vgi.example.table.Args.counted;
import static io.vgi.function.TableFunction.range;

import io.vgi.catalog.Schema;
import io.vgi.example.table.Args;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.RangeFunction;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableFunction.RowCount;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.Arg;
import io.vgi.pushdown.Sample;
import io.vgi.pushdown.TopN;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueColumn;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** Functions that show what the engine hands down to them. */
public final class Filters {
  static final ValueColumn<VarCharVector, String> PUSHED = Column.varchar("pushed_filters");
  private static final ValueColumn<VarCharVector, String> S = Column.varchar("s");
  private static final String NONE = "(none)";
  private static final long LATE_FACTOR = 2_654_435_761L;
  private static final long LATE_MODULUS = 1_000_000_007;

  private Filters() {}

  /** Adds what the schema {@code main} has. */
  public static void addTo(Schema.Builder main) {
    main.function(echo())
        .function(FilterTables.ECHO)
        .function(bools())
        .function(dictionary())
        .function(dynamic())
        .function(SplitEchoes.processes())
        .function(columns())
        .function(new ValuePrune())
        .function(Shapes.expressions())
        .function(Shapes.points())
        .function(order())
        .function(sample())
        .function(FilterTables.LATE)
        .function(FilterTables.BY_SCAN)
        .function(FilterTables.BY_ARGUMENT)
        .function(SplitEchoes.bounds())
        .function(new SplitPlanEcho());
  }

  static TableSpecBuilder spec(String name, String doc, String... more) {
    return FunctionSpec.table(name)
        .doc(doc)
        .categories("generator", "diagnostic")
        .categories(more)
        .pushdown(Pushdown.PROJECTION, Pushdown.FILTER);
  }

  private static RangeFunction echo() {
    return echo(
            spec("filter_echo", "Echoes pushed-down filter predicates in output")
                .args(COUNT, BATCH_SIZE)
                .example("SELECT * FROM filter_echo(10)", "Rows without a condition")
                .example(
                    "SELECT pushed_filters FROM filter_echo(10) WHERE n >= 8",
                    "The condition that was handed down"),
            new RowCount() {
              @Override
              public long of(Call call) {
                return call.get(COUNT);
              }
            })
        .batches(Args.BATCHES);
  }

  /** The rows of table {@code filter_echo_table}. */
  static RangeFunction echoTable() {
    return echo(
        spec(
            "filter_echo_table_scan",
            "The rows of filter_echo_table, with the conditions on it",
            "testing"),
        new RowCount() {
          @Override
          public long of(Call call) {
            return 100;
          }
        });
  }

  private static RangeFunction echo(TableSpecBuilder spec, RowCount count) {
    return range(
        spec.returns(N, S, PUSHED).build(),
        count,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            out.series(N, rows, first, 1);
            out.fill(S, first, rows, row -> "row_" + row);
            out.fill(PUSHED, rows, scan.filter().toString());
          }
        });
  }

  /** A BOOLEAN column that is TRUE, FALSE and NULL in turn. */
  private static RangeFunction bools() {
    var flag = Column.bool("flag");
    return range(
        spec("bool_filter_echo", "Rows with a nullable BOOLEAN column, echoing pushed-down filters")
            .args(COUNT)
            .returns(N, flag, PUSHED)
            .example(
                "SELECT * FROM bool_filter_echo(6) WHERE flag",
                "A boolean column is a condition by itself")
            .build(),
        COUNT,
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            out.series(N, rows, first, 1);
            out.fill(flag, first, rows, row -> row % 3 == 2 ? null : row % 3 == 0);
            out.fill(PUSHED, rows, scan.filter().toString());
          }
        });
  }

  /** A column that is dictionary-encoded on the wire and a text to the engine. */
  private static RangeFunction dictionary() {
    List<String> colours = List.of("red", "green", "blue");
    var s = Column.of("s", SqlType.enumeration(3), VarCharVector.class);
    return counted(
        spec("dict_filter_echo", "A dictionary-encoded text column that takes filters", "testing")
            .args(COUNT, BATCH_SIZE)
            .returns(N, s)
            .example(
                "SELECT * FROM dict_filter_echo(6) WHERE s = 'green'", "Every third row is green")
            .example(
                "SELECT * FROM dict_filter_echo(6) WHERE s IN ('red', 'blue')",
                "All rows that are not green"),
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            out.series(N, rows, first, 1);
            out.fill(s, first, rows, row -> colours.get((int) (row % colours.size())));
          }
        });
  }

  /** Numbers that fall, so that the condition of ORDER BY … LIMIT gets narrower while they do. */
  private static RangeFunction dynamic() {
    var count = Arg.bigint("count").atLeast(1L).doc("Number of rows to generate");
    var batchSize = Arg.bigint("batch_size").named().orElse(100L).doc("Rows per batch");
    return range(
            spec(
                    "dynamic_filter_echo",
                    "Generates descending integers, echoes dynamic tick filter per batch")
                .args(count, batchSize)
                .returns(N, PUSHED)
                .build(),
            count,
            new TableFunction.RangeKernel() {
              @Override
              public void write(Scan scan, long first, int rows, BatchWriter out) {
                out.series(N, rows, scan.get(count) - 1 - first, -1);
                out.fill(PUSHED, rows, scan.filter().toString());
              }
            })
        .batches(Args.atMost(batchSize));
  }

  /** What a function can ask of its conditions: columns, and the values of one of them. */
  private static RangeFunction columns() {
    var tag = Column.varchar("tag");
    var filtered = Column.varchar("filtered_cols");
    var hasN = Column.bool("has_n");
    var hasTag = Column.bool("has_tag");
    var tagValues = Column.varchar("tag_values");
    return counted(
        spec(
                "filtered_columns_echo",
                "Echoes which columns have conditions, and the values of one column")
            .args(COUNT, BATCH_SIZE)
            .returns(N, tag, filtered, hasN, hasTag, tagValues),
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            Set<String> columns = scan.filter().columns();
            out.series(N, rows, first, 1);
            out.fill(tag, first, rows, row -> "t" + row);
            out.fill(filtered, rows, joined(columns));
            out.fill(hasN, rows, columns.contains("n"));
            out.fill(hasTag, rows, columns.contains("tag"));
            out.fill(
                tagValues,
                rows,
                scan.filter().values(tag, String.class).map(Filters::joined).orElse(NONE));
          }
        });
  }

  private static String joined(Collection<String> texts) {
    return String.join(",", texts.stream().sorted().toList());
  }

  /** The order and number of rows that a query needs. */
  private static RangeFunction order() {
    var column = Column.varchar("order_column");
    var direction = Column.varchar("order_direction");
    var nulls = Column.varchar("order_null_order");
    var limit = Column.bigint("order_limit");
    return counted(
        spec("order_echo", "Echoes the order and limit that were handed down")
            .args(COUNT, BATCH_SIZE)
            .returns(N, S, column, direction, nulls, limit)
            .example("SELECT * FROM order_echo(100) ORDER BY n LIMIT 5", "The order that was seen"),
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            TopN top = scan.topN();
            out.series(N, rows, first, 1);
            out.fill(S, first, rows, row -> "row_" + row);
            out.fill(column, rows, top == null ? NONE : top.column());
            out.fill(direction, rows, top == null ? NONE : top.ascending() ? "ASC" : "DESC");
            String place = top != null && top.nullsFirst() ? "NULLS_FIRST" : "NULLS_LAST";
            out.fill(nulls, rows, top == null ? NONE : place);
            out.series(limit, rows, top == null ? -1 : top.limit().orElse(-1), 0);
          }
        });
  }

  /** The sample that a query asks for, which is not taken. */
  private static RangeFunction sample() {
    var percentage = Column.float8("sample_percentage");
    var seed = Column.bigint("sample_seed");
    return counted(
        FunctionSpec.table("sample_echo")
            .args(COUNT, BATCH_SIZE)
            .returns(N, S, percentage, seed)
            .pushdown(Pushdown.PROJECTION, Pushdown.SAMPLE)
            .doc("Echoes the sample that was handed down, and gives all rows")
            .categories("generator", "diagnostic")
            .example(
                "SELECT * FROM sample_echo(100) TABLESAMPLE SYSTEM(10%)",
                "The sample that was seen"),
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            Sample sample = scan.sample();
            out.series(N, rows, first, 1);
            out.fill(S, first, rows, row -> "row_" + row);
            out.fill(percentage, rows, sample == null ? -1 : sample.percentage());
            out.series(seed, rows, sample == null ? -1 : sample.seed().orElse(-1), 0);
          }
        });
  }

  /** Rows with ids by which the engine fetches what ORDER BY … LIMIT leaves, in a second scan. */
  static RangeFunction late() {
    var twice = Arg.bool("dup_row_id").named().orElse(false).doc("Give every row id to two rows");
    var stride =
        Arg.bigint("null_ord_stride")
            .named()
            .orElse(0L)
            .atLeast(0L)
            .doc("Emit NULL ord every Nth row (0 = never)");
    ValueColumn<BigIntVector, Long> rowId = Column.bigint("row_id").rowId();
    var ord = Column.bigint("ord");
    var payload = Column.varchar("payload");
    var pushed = Column.varchar("pushed");
    return counted(
        spec(
                "late_materialization",
                "Rows with ids by which late materialization fetches them again")
            .args(COUNT, BATCH_SIZE, twice, stride)
            .returns(rowId, ord, payload, pushed)
            .lateMaterialization()
            .example(
                "SELECT row_id, payload FROM late_materialization(100000)"
                    + " ORDER BY ord LIMIT 10",
                "Payloads are read for ten rows only"),
        new TableFunction.RangeKernel() {
          @Override
          public void write(Scan scan, long first, int rows, BatchWriter out) {
            long every = scan.get(stride);
            boolean same = scan.get(twice);
            out.fill(rowId, first, rows, row -> same ? row / 2 : row);
            out.fill(
                ord,
                first,
                rows,
                row -> every > 0 && row % every == 0 ? null : row * LATE_FACTOR % LATE_MODULUS);
            out.fill(payload, first, rows, row -> "payload_" + row);
            out.fill(pushed, rows, KeyWitness.of(scan.filter(), rowId.name()));
          }
        });
  }
}
