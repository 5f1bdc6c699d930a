package io.vgi.it;

import io.vgi.catalog.Catalog;
import io.vgi.function.AggregateFunction;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Pushdown;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.function.TableSpecBuilder;
import io.vgi.param.AttachOption;
import io.vgi.param.Setting;
import io.vgi.pushdown.Filter;
import io.vgi.pushdown.Term;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.Stats;
import io.vgi.type.Ticks;
import io.vgi.type.ValueCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Functions for values at the ends of their types, many of which no class of Java can say. */
final class ProbeExtremes {
  /** The types by the names of their setting and their option. */
  static final Map<String, SqlType> TYPES = types();

  private static final List<Setting<?>> SETTINGS = new ArrayList<>();
  private static final List<AttachOption<?>> OPTIONS = new ArrayList<>();

  private ProbeExtremes() {}

  private static Map<String, SqlType> types() {
    Map<String, SqlType> types = new LinkedHashMap<>();
    types.put("date", SqlType.DATE);
    types.put("time", SqlType.TIME);
    types.put("time_ns", SqlType.TIME_NS);
    types.put("timestamp_s", SqlType.TIMESTAMP_S);
    types.put("timestamp_ms", SqlType.TIMESTAMP_MS);
    types.put("timestamp", SqlType.TIMESTAMP);
    types.put("timestamp_ns", SqlType.TIMESTAMP_NS);
    types.put("timestamptz", SqlType.TIMESTAMPTZ);
    types.put("whole", SqlType.decimal(38, 0));
    types.put("fraction", SqlType.decimal(38, 38));
    return types;
  }

  static void addTo(Catalog.Builder probe) {
    for (Map.Entry<String, SqlType> type : TYPES.entrySet()) {
      String doc = "The end of a " + type.getKey();
      Object greatest = Edges.values(Column.of(type.getKey(), type.getValue())).get(2);
      Setting<Object> setting =
          Setting.of("end_of_" + type.getKey(), type.getValue(), Object.class)
              .doc(doc)
              .orElse(greatest);
      AttachOption<Object> option =
          AttachOption.of("last_" + type.getKey(), type.getValue(), Object.class)
              .doc(doc)
              .orElse(greatest);
      SETTINGS.add(setting);
      OPTIONS.add(option);
      probe.setting(setting).attachOption(option);
    }
    probe.setting(Told.CLOSING);
    probe.function(new Told());
    probe.function(new Most());
    probe.function(new Edges());
    probe.function(new Chosen());
  }

  /** Before the only batch. */
  record Start() {}

  /** The settings and the options that have values. */
  private record Told(FunctionSpec spec) implements TableFunction<Start> {
    private static final Column<VarCharVector> NAME = Column.varchar("name");
    private static final Column<VarCharVector> GIVEN = Column.varchar("given");
    private static final Setting<LocalTime> CLOSING =
        Setting.of("closing", SqlType.TIME, LocalTime.class)
            .doc("When a day ends")
            .orElse(LocalTime.NOON);

    Told() {
      this(made());
    }

    private static FunctionSpec made() {
      TableSpecBuilder builder = FunctionSpec.table("told_ends").returns(NAME, GIVEN).uses(CLOSING);
      SETTINGS.forEach(builder::uses);
      return builder.build();
    }

    @Override
    public Start open(Scan scan) {
      return new Start();
    }

    @Override
    public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
      int rows = 0;
      for (Setting<?> setting : SETTINGS) {
        rows = tell(out, rows, setting.name(), scan.find(setting));
      }
      for (AttachOption<?> option : OPTIONS) {
        rows = tell(out, rows, option.name(), scan.find(option));
      }
      rows = tell(out, rows, "closing", scan.find(CLOSING));
      out.rows(rows);
      return null;
    }

    private static int tell(BatchWriter out, int row, String name, @Nullable Object value) {
      if (value == null) {
        return row;
      }
      ProbeScalars.put(out.get(NAME), row, name);
      ProbeScalars.put(out.get(GIVEN), row, value.toString());
      return row + 1;
    }
  }

  /** The greatest time or timestamp, by the number of its ticks. */
  private record Most(FunctionSpec spec) implements AggregateFunction<long[], FieldVector> {
    private static final Column<FieldVector> VALUE = Column.any("value");

    Most() {
      this(FunctionSpec.aggregate("most_ticks").columns(VALUE).returns(SqlType.ANY).build());
    }

    @Override
    public SqlType bind(Bind bind) {
      return bind.type(VALUE);
    }

    @Override
    public long[] newState() {
      return new long[] {Long.MIN_VALUE};
    }

    @Override
    public void update(Call call, Groups<long[]> groups, Rows in) {
      FieldVector values = in.get(VALUE);
      in.forEachRow(
          row -> {
            long[] state = groups.at(row);
            state[0] = Math.max(state[0], values.getDataBuffer().getLong(8L * row));
          });
    }

    @Override
    public void merge(Call call, long[] into, long[] from) {
      into[0] = Math.max(into[0], from[0]);
    }

    @Override
    public void result(Call call, long[] state, FieldVector out, int row) {
      if (state[0] != Long.MIN_VALUE) {
        ValueCodec.natural(SqlType.of(out.getField()))
            .set(out, row, new Ticks(state[0], SqlType.of(out.getField())));
      }
    }
  }

  /** The least, an ordinary and the greatest value of each type, with statistics that say so. */
  private record Edges(FunctionSpec spec, List<Column<FieldVector>> columns)
      implements TableFunction<Start> {
    private static final BigInteger MOST = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);

    Edges() {
      this(columns(TYPES));
    }

    private Edges(List<Column<FieldVector>> columns) {
      this(
          FunctionSpec.table("edges")
              .returns(columns.toArray(new Column<?>[0]))
              .pushdown(Pushdown.FILTER)
              .build(),
          columns);
    }

    private static List<Column<FieldVector>> columns(Map<String, SqlType> types) {
      List<Column<FieldVector>> columns = new ArrayList<>();
      types.forEach((name, type) -> columns.add(Column.of(name, type)));
      // bounds of these two are said in another type
      columns.add(Column.of("other_unit", SqlType.TIMESTAMP));
      columns.add(Column.of("too_wide", SqlType.TIMESTAMP_NS));
      return columns;
    }

    private static List<Object> values(Column<?> column) {
      SqlType type = column.type();
      return switch (column.name()) {
        case "date" ->
            List.of(
                LocalDate.ofEpochDay(-Integer.MAX_VALUE),
                LocalDate.EPOCH,
                LocalDate.ofEpochDay(Integer.MAX_VALUE));
        case "time" ->
            List.of(LocalTime.MIN, LocalTime.NOON, LocalTime.of(23, 59, 59, 999_999_000));
        case "time_ns" -> List.of(LocalTime.MIN, LocalTime.NOON, LocalTime.MAX);
        case "whole" ->
            List.of(new BigDecimal(MOST.negate()), BigDecimal.ZERO, new BigDecimal(MOST));
        case "fraction" ->
            List.of(new BigDecimal(MOST.negate(), 38), BigDecimal.ZERO, new BigDecimal(MOST, 38));
        default ->
            List.of(
                new Ticks(-Long.MAX_VALUE, type),
                new Ticks(0, type),
                new Ticks(Long.MAX_VALUE, type));
      };
    }

    @Override
    public TableShape bind(Bind bind) {
      TableShape shape = TableShape.of(columns.toArray(new Column<?>[0]));
      for (Column<?> column : columns) {
        shape = shape.statistics(column, stats(column));
      }
      return shape;
    }

    private static Stats stats(Column<?> column) {
      return switch (column.name()) {
        case "time" -> Stats.bounds(LocalTime.MIN, new Ticks(86_400_000_000L, SqlType.TIME));
        case "other_unit" ->
            Stats.range(
                new Ticks(-Long.MAX_VALUE, SqlType.TIMESTAMP_S),
                new Ticks(Long.MAX_VALUE, SqlType.TIMESTAMP_S));
        case "too_wide" -> Stats.range(LocalDateTime.MIN, LocalDateTime.MAX);
        default -> Stats.bounds(values(column).get(0), values(column).get(2));
      };
    }

    @Override
    public Start open(Scan scan) {
      return new Start();
    }

    @Override
    public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
      for (Column<FieldVector> column : columns) {
        List<Object> values = values(column);
        for (int row = 0; row < values.size(); row++) {
          ValueCodec.natural(column.type()).set(out.get(column), row, values.get(row));
        }
      }
      out.rows(3);
      return null;
    }
  }

  /** Keeps to comparisons of its numbers with constants, and refuses what else it is asked for. */
  private record Chosen(FunctionSpec spec) implements TableFunction<Start> {
    private static final Column<BigIntVector> N = Column.bigint("n");
    private static final Column<VarCharVector> S = Column.varchar("s");

    Chosen() {
      this(FunctionSpec.table("exactly").returns(N, S).pushdown(Pushdown.FILTER_EXACT).build());
    }

    @Override
    public Start open(Scan scan) {
      return new Start();
    }

    @Override
    public @Nullable Start next(Scan scan, Start at, BatchWriter out) {
      int rows = 0;
      for (long n = 0; n < 10; n++) {
        if (keeps(scan.filter(), n)) {
          out.get(N).set(rows, n);
          ProbeScalars.put(out.get(S), rows++, "row " + n);
        }
      }
      out.rows(rows);
      return null;
    }

    private static boolean keeps(Filter filter, long n) {
      if (filter instanceof Filter.All) {
        return true;
      } else if (filter instanceof Filter.And and) {
        return and.children().stream().allMatch(child -> keeps(child, n));
      } else if (filter instanceof Filter.Compare compare
          && compare.left() instanceof Term.ColumnRef column
          && column.name().equals("n")
          && compare.right() instanceof Term.Constant constant
          && constant.value() instanceof Long other) {
        return switch (compare.operator()) {
          case EQ, NOT_DISTINCT_FROM -> n == other;
          case NE, DISTINCT_FROM -> n != other;
          case LT -> n < other;
          case LE -> n <= other;
          case GT -> n > other;
          case GE -> n >= other;
        };
      }
      throw new UnsupportedOperationException("exactly() cannot evaluate " + filter.text());
    }
  }
}
