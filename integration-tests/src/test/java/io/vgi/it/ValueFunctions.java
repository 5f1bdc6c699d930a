package io.vgi.it;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Table;
import io.vgi.function.AggregateFunction;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Scan;
import io.vgi.function.Stability;
import io.vgi.function.TableFunction;
import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.ColumnSpec;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Functions and tables over values, for an engine in the same process. */
final class ValueFunctions {
  private static final Arg<String> PREFIX = Arg.varchar("prefix");

  /** How many streams of rows are open. */
  static final AtomicInteger OPEN = new AtomicInteger();

  /** How many rows were asked for. */
  static final AtomicInteger ASKED = new AtomicInteger();

  private ValueFunctions() {}

  enum Level {
    LOW,
    HIGH
  }

  record Pair(int left, @Nullable String right) {}

  sealed interface Thing {
    record Count(long n) implements Thing {}

    record NamedPair(Pair pair, String name) implements Thing {}
  }

  record Order(
      long id,
      @Nullable String customer,
      LocalDate day,
      @ColumnSpec(name = "unit price", type = "DECIMAL(12,2)", doc = "per piece") BigDecimal price,
      List<Pair> pairs,
      Map<String, Integer> counts,
      Level level,
      Thing thing,
      Optional<Double> discount) {
    static Order of(long id) {
      return new Order(
          id,
          id % 3 == 0 ? null : "c🦆" + id % 5,
          LocalDate.ofEpochDay(id),
          BigDecimal.valueOf(id, 2),
          id % 4 == 0 ? List.of() : List.of(new Pair((int) id, null), new Pair(-1, "x")),
          Map.of("k", (int) id),
          id % 2 == 0 ? Level.LOW : Level.HIGH,
          id % 2 == 0 ? new Thing.Count(id) : new Thing.NamedPair(new Pair(1, "p"), "n" + id),
          id % 2 == 0 ? Optional.empty() : Optional.of(id / 2.0));
    }
  }

  /** A row whose first component says when it is asked. */
  record Watched(long id, String text) {
    @Override
    public String text() {
      ASKED.incrementAndGet();
      return text;
    }
  }

  record Arguments(long rows, Optional<String> prefix, Optional<Long> failAt) {}

  record Color(String name, int rgb, @Nullable Double alpha) {}

  record Extent(long least, long greatest) {}

  static Catalog catalog() {
    Catalog.Builder catalog = Catalog.named("vals");
    for (Map.Entry<String, SqlType> type : ProbeEchoes.TYPES.entrySet()) {
      catalog.function(echo("echo_" + type.getKey(), type.getValue()));
    }
    return catalog
        .function(new Sort())
        .function(new RowByRow())
        .function(
            ScalarFunction.of(
                "full", String.class, String.class, String.class, (a, b) -> a + " " + b))
        .function(
            ScalarFunction.of(
                "three",
                Long.class,
                Double.class,
                LocalDate.class,
                Pair.class,
                (n, d, day) -> new Pair((int) (n + d), day.toString())))
        .function(
            ScalarFunction.of(
                "four",
                Long.class,
                Long.class,
                Long.class,
                Long.class,
                Long.class,
                (a, b, c, d) -> a + b + c + d))
        .function(
            ScalarFunction.of(
                "five",
                Long.class,
                Long.class,
                Long.class,
                Long.class,
                Long.class,
                Long.class,
                (a, b, c, d, e) -> a == 0 ? null : a * b * c * d * e))
        .function(
            ScalarFunction.ofAll(
                "most",
                Long.class,
                Long.class,
                all -> all.stream().max(Long::compare).orElse(null)))
        .function(
            ScalarFunction.of(
                "swapped",
                Pair.class,
                Pair.class,
                pair -> new Pair(-pair.left(), pair.right() == null ? "none" : pair.right())))
        .function(
            ScalarFunction.of(
                "is_null",
                ValueCodec.of(String.class).nullable(),
                ValueCodec.of(Boolean.class),
                text -> text == null))
        .function(
            ScalarFunction.of(
                "or_zero",
                ValueCodec.of(Long.class).optional(),
                ValueCodec.of(Long.class),
                n -> n.orElse(0L)))
        .function(ScalarFunction.of("small", Long.class, Byte.class, n -> n.byteValue()))
        .function(
            ScalarFunction.of(
                "priced",
                ValueCodec.of(Long.class),
                ValueCodec.of(SqlType.decimal(4, 2), BigDecimal.class),
                n -> BigDecimal.valueOf(n)))
        .function(
            ScalarFunction.of(
                "refuses",
                Long.class,
                Long.class,
                n -> {
                  throw new java.io.IOException("no " + n);
                }))
        .function(
            AggregateFunction.of(
                "total",
                BigDecimal.class,
                BigDecimal.class,
                BigDecimal.ZERO,
                BigDecimal::add,
                BigDecimal::add))
        .function(
            AggregateFunction.of(
                "extent",
                Long.class,
                Extent.class,
                new Extent(Long.MAX_VALUE, Long.MIN_VALUE),
                (extent, n) ->
                    new Extent(Math.min(extent.least(), n), Math.max(extent.greatest(), n)),
                (a, b) ->
                    new Extent(
                        Math.min(a.least(), b.least()), Math.max(a.greatest(), b.greatest())),
                Pair.class,
                extent ->
                    extent.least() > extent.greatest()
                        ? null
                        : new Pair((int) (extent.greatest() - extent.least()), "wide")))
        .function(
            AggregateFunction.of(
                    "weighted_sum",
                    Long.class,
                    Long.class,
                    Long.class,
                    0L,
                    (sum, x, weight) -> sum + x * weight,
                    Long::sum,
                    Long.class,
                    sum -> sum)
                .declared(spec -> spec.doc("The sum of products"), "value", "weight"))
        .function(
            AggregateFunction.of(
                "dot",
                Long.class,
                Long.class,
                Long.class,
                Long.class,
                Long.class,
                0L,
                (sum, a, b, c, d) -> sum + a * b + c * d,
                Long::sum,
                Long.class,
                sum -> sum))
        .function(
            AggregateFunction.of(
                "digits",
                Long.class,
                Long.class,
                Long.class,
                Long.class,
                Long.class,
                Long.class,
                0L,
                (sum, a, b, c, d, e) -> sum + a + 2 * b + 3 * c + 4 * d + 5 * e,
                Long::sum,
                Long.class,
                sum -> sum))
        .function(
            AggregateFunction.ofAll(
                "longest",
                ValueCodec.natural(SqlType.ANY),
                Long.class,
                0L,
                (most, all) ->
                    Math.max(most, all.stream().mapToLong(v -> v.toString().length()).sum()),
                Math::max,
                ValueCodec.of(Long.class),
                most -> most))
        .function(
            ScalarFunction.withCall(
                    "caller", Long.class, String.class, (call, n) -> call.get(PREFIX) + n)
                .declared(spec -> spec.args(PREFIX), "n"))
        .function(TableFunction.rows("orders", Order.class, scan -> orders(5000)))
        .function(TableFunction.rows("watched", Watched.class, scan -> LongStreams.watched(10_000)))
        .function(
            TableFunction.rows(
                "generated",
                Arguments.class,
                Pair.class,
                (args, scan) ->
                    counted(
                        IntStream.range(0, (int) args.rows())
                            .mapToObj(
                                i -> {
                                  if (args.failAt().isPresent() && args.failAt().get() == i) {
                                    throw new IllegalStateException("row " + i + " fails");
                                  }
                                  return new Pair(i, args.prefix().map(p -> p + i).orElse(null));
                                }))))
        .table(
            Table.named("order_table")
                .from(TableFunction.rows("order_rows", Order.class, scan -> orders(100))))
        .table(
            Table.ofRows(
                    "colors",
                    Color.class,
                    List.of(new Color("red", 0xff0000, null), new Color("lime", 0xff00, 0.5)))
                .primaryKey("name"))
        .table(Table.ofRows("none", Color.class, List.of()))
        .table(
            Table.ofRows(
                "many",
                Pair.class,
                IntStream.range(0, 9000).mapToObj(i -> new Pair(i, null)).toList()))
        .build();
  }

  /** Every row comes back: of a consistent function the engine merges equal ones, 0.0 and -0.0. */
  private static ScalarFunction<?> echo(String name, SqlType type) {
    ValueCodec<Object> natural = ValueCodec.natural(type);
    ValueColumn<FieldVector, Object> value = Column.of("value", natural);
    FunctionSpec spec =
        FunctionSpec.scalar(name)
            .columns(value)
            .returns(type)
            .stability(Stability.VOLATILE)
            .build();
    return ScalarFunction.of(
        spec,
        FieldVector.class,
        (call, in, out) -> {
          ValueCodec.Reader<Object> reader = in.reader(value);
          ValueCodec.Writer<Object> writer = natural.writer(out);
          in.forEachRow(row -> writer.set(row, reader.get(row)));
        });
  }

  static Stream<Order> orders(int rows) {
    return counted(IntStream.range(0, rows).mapToObj(Order::of));
  }

  static <T> Stream<T> counted(Stream<T> rows) {
    OPEN.incrementAndGet();
    return rows.onClose(OPEN::decrementAndGet);
  }

  private static final class LongStreams {
    static Stream<Watched> watched(int rows) {
      return counted(IntStream.range(0, rows).mapToObj(i -> new Watched(i, "w" + i)));
    }
  }

  /** The elements of a list of any type in the codec's order. */
  private record Sort(FunctionSpec spec) implements ScalarFunction<FieldVector> {
    private static final ValueColumn<FieldVector, Object> LIST = Column.any("list");

    Sort() {
      this(FunctionSpec.scalar("sorted").columns(LIST).returns(SqlType.ANY).build());
    }

    @Override
    public SqlType bind(Bind bind) {
      return bind.type(LIST);
    }

    @Override
    public void eval(Call call, Rows in, FieldVector out) {
      SqlType type = in.columns().get(0).type();
      ValueCodec<Object> element = ValueCodec.natural(SqlType.of(type.children().get(0)));
      ValueCodec.Writer<Object> writer = ValueCodec.natural(type).writer(out);
      in.forEachRow(
          row -> {
            List<Object> values = new ArrayList<>((List<?>) in.value(LIST, row));
            values.sort(element::compare);
            writer.set(row, values);
          });
    }
  }

  /** Rows that are written value by value, beside a vector. */
  private record RowByRow(FunctionSpec spec) implements TableFunction<RowByRow.At> {
    private static final ValueColumn<BigIntVector, Long> N = Column.bigint("n");
    private static final ValueColumn<VarCharVector, String> TEXT = Column.varchar("text");
    private static final ValueColumn<FieldVector, Pair> PAIR =
        Column.of("pair", ValueCodec.of(Pair.class));

    /** The next number. */
    record At(long n) {}

    RowByRow() {
      this(
          FunctionSpec.table("row_by_row")
              .returns(N, TEXT, PAIR)
              .pushdown(io.vgi.function.Pushdown.PROJECTION)
              .build());
    }

    @Override
    public At open(Scan scan) {
      return new At(0);
    }

    @Override
    public At next(Scan scan, At at, BatchWriter out) {
      long n = at.n();
      while (!out.isFull() && n < 50_000) {
        out.row()
            .set(N, n)
            .set(1, n % 3 == 0 ? null : "t🦆" + n)
            .set(PAIR, n % 5 == 0 ? null : new Pair((int) n, "p"));
        n++;
      }
      return n < 50_000 ? new At(n) : null;
    }
  }
}
