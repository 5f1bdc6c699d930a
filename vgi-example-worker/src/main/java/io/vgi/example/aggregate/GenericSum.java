package io.vgi.example.aggregate;

import io.vgi.example.Numbers;
import io.vgi.function.AggregateFunction;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.math.BigDecimal;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * The sum of numbers of any type, in that type; of DECIMAL with as many digits as there are.
 *
 * @param spec the declaration
 */
record GenericSum(FunctionSpec spec) implements AggregateFunction<GenericSum.Total, FieldVector> {
  private static final Column<FieldVector> VALUE = Column.any("value").doc("Numeric value to sum");
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

  GenericSum() {
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
