package io.vgi.example.aggregate;

import io.vgi.example.Numbers;
import io.vgi.function.AggregateFunction;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.NullHandling;
import io.vgi.function.Rows;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Aggregates whose state is a sum of real numbers.
 *
 * @param mean whether the result is the mean, not the sum
 * @param numbers gives the number of each row of a batch
 */
record DoubleSums(FunctionSpec spec, boolean mean, Batch numbers)
    implements AggregateFunction<DoubleSums.State, Float8Vector> {

  /** A sum of real numbers, and how many there were. */
  static final class State {
    private double sum;
    private long count;
  }

  /** Finds the numbers of a batch. */
  @FunctionalInterface
  interface Batch {
    IntToDoubleFunction of(Rows in);
  }

  static DoubleSums average() {
    Column<BigIntVector> value = Column.bigint("value").doc("Column to average");
    return new DoubleSums(
        FunctionSpec.aggregate("vgi_avg")
            .columns(value)
            .returns(SqlType.DOUBLE)
            .doc("Average of integer values")
            .build(),
        true,
        new Batch() {
          @Override
          public IntToDoubleFunction of(Rows in) {
            return in.get(value)::get;
          }
        });
  }

  static DoubleSums weightedSum() {
    Column<Float8Vector> value = Column.float8("value").doc("Values to sum");
    Column<Float8Vector> weight = Column.float8("weight").doc("Weights");
    return new DoubleSums(
        FunctionSpec.aggregate("vgi_weighted_sum")
            .columns(value, weight)
            .returns(SqlType.DOUBLE)
            .doc("Weighted sum of values")
            .build(),
        false,
        new Batch() {
          @Override
          public IntToDoubleFunction of(Rows in) {
            Float8Vector values = in.get(value);
            Float8Vector weights = in.get(weight);
            return row -> values.get(row) * weights.get(row);
          }
        });
  }

  /** The sum of all of the columns given. */
  static DoubleSums sumAll() {
    Column<FieldVector> columns = Column.any("columns").varargs().doc("Numeric columns to sum");
    return new DoubleSums(
        FunctionSpec.aggregate("vgi_sum_all")
            .columns(columns)
            .returns(SqlType.DOUBLE)
            .doc("Sum all numeric columns")
            .build(),
        false,
        new Batch() {
          @Override
          public IntToDoubleFunction of(Rows in) {
            double[] sums = new double[in.count()];
            in.all(columns).forEach(column -> Numbers.addTo(sums, column));
            return row -> sums[row];
          }
        });
  }

  @Override
  public SqlType bind(Bind bind) {
    for (FunctionSpec.Param param : spec.params()) {
      if (param.column() != null && param.column().type().isAny()) {
        bind.types(param.column()).forEach(type -> Numbers.check(spec.name(), type));
      }
    }
    return SqlType.DOUBLE;
  }

  @Override
  public State newState() {
    return new State();
  }

  @Override
  public void update(Call call, Groups<State> groups, Rows in) {
    IntToDoubleFunction cells = numbers.of(in);
    in.forEachRow(
        row -> {
          State state = groups.at(row);
          state.sum += cells.applyAsDouble(row);
          state.count++;
        });
  }

  @Override
  public void merge(Call call, State into, State from) {
    into.sum += from.sum;
    into.count += from.count;
  }

  @Override
  public void result(Call call, State state, Float8Vector out, int row) {
    if (state.count > 0) {
      out.set(row, mean ? state.sum / state.count : state.sum);
    }
  }

  /** The number of rows. */
  record Count(FunctionSpec spec) implements AggregateFunction<Count.Tally, BigIntVector> {
    /** A number of rows. */
    static final class Tally {
      private long count;
    }

    Count() {
      this(
          FunctionSpec.aggregate("vgi_count")
              .returns(SqlType.BIGINT)
              .nulls(NullHandling.SPECIAL)
              .doc("Count rows")
              .build());
    }

    @Override
    public Tally newState() {
      return new Tally();
    }

    @Override
    public void update(Call call, Groups<Tally> groups, Rows in) {
      int end;
      for (int row = 0; row < in.count(); row = end) {
        end = groups.end(row);
        groups.at(row).count += end - row;
      }
    }

    @Override
    public void merge(Call call, Tally into, Tally from) {
      into.count += from.count;
    }

    @Override
    public void result(Call call, Tally state, BigIntVector out, int row) {
      out.set(row, state.count);
    }
  }

  /** The sum of numbers of any type, in that type; of DECIMAL with as many digits as there are. */
  record Generic(FunctionSpec spec) implements AggregateFunction<Generic.Total, FieldVector> {
    private static final Column<FieldVector> VALUE =
        Column.any("value").doc("Numeric value to sum");
    private static final int MAX_DIGITS = 38;

    /** A sum, of which one half is used: the exact one or the real one. */
    static final class Total {
      private BigDecimal exact = BigDecimal.ZERO;
      private double real;
      private boolean any;

      private void add(BigDecimal value) {
        exact = exact.add(value);
        any = true;
      }

      private void add(double value) {
        real += value;
        any = true;
      }
    }

    Generic() {
      this(
          FunctionSpec.aggregate("vgi_generic_sum")
              .columns(VALUE)
              .returns(SqlType.ANY)
              .doc("Sum any numeric type")
              .build());
    }

    @Override
    public SqlType bind(Bind bind) {
      SqlType type = bind.type(VALUE);
      Numbers.check("vgi_generic_sum", type);
      return type.arrow() instanceof ArrowType.Decimal decimal
          ? SqlType.decimal(MAX_DIGITS, decimal.getScale())
          : type;
    }

    @Override
    public Total newState() {
      return new Total();
    }

    @Override
    public void update(Call call, Groups<Total> groups, Rows in) {
      FieldVector values = in.get(VALUE);
      SqlType type = SqlType.of(values.getField());
      if (type.arrow() instanceof ArrowType.FloatingPoint) {
        ValueCodec.Reader<Double> reals = ValueCodec.of(type, Double.class).reader(values);
        in.forEachRow(row -> groups.at(row).add(Objects.requireNonNull(reals.get(row))));
      } else {
        ValueCodec.Reader<BigDecimal> exact = ValueCodec.of(type, BigDecimal.class).reader(values);
        in.forEachRow(row -> groups.at(row).add(Objects.requireNonNull(exact.get(row))));
      }
    }

    @Override
    public void merge(Call call, Total into, Total from) {
      if (from.any) {
        into.add(from.exact);
        into.add(from.real);
      }
    }

    @Override
    public void result(Call call, Total state, FieldVector out, int row) {
      if (!state.any) {
        return;
      } else if (out instanceof Float8Vector reals) {
        reals.set(row, state.real);
      } else if (out instanceof Float4Vector reals) {
        reals.set(row, (float) state.real);
      } else {
        SqlType type = SqlType.of(out.getField());
        try {
          ValueCodec.of(type, BigDecimal.class).set(out, row, state.exact);
        } catch (IllegalArgumentException beyond) {
          throw new VgiException(
              VgiException.Kind.INVALID_ARGUMENT,
              "vgi_generic_sum: the sum does not fit "
                  + type.sql()
                  + "; cast the values to a wider type",
              beyond);
        }
      }
    }
  }
}
