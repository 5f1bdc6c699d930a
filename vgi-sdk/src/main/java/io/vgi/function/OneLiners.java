package io.vgi.function;

import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;

/** Scalars made from one lambda. */
final class OneLiners {
  private OneLiners() {}

  /** The same function for every call. */
  private record Always<T>(T function) implements Function<Call, T> {
    @Override
    public T apply(Call call) {
      return function;
    }
  }

  record LongUnary(
      FunctionSpec spec, Column<BigIntVector> x, Function<Call, LongUnaryOperator> operators)
      implements ScalarFunction<BigIntVector> {
    LongUnary {
      if (spec.nulls() == NullHandling.SPECIAL) {
        throw new IllegalArgumentException(
            "Function '"
                + spec.name()
                + "' takes long values, which are never NULL: leave NullHandling.SPECIAL out, or"
                + " implement ScalarFunction");
      }
    }

    LongUnary(String name, LongUnaryOperator operator) {
      this(name, Column.bigint("x"), operator);
    }

    private LongUnary(String name, Column<BigIntVector> x, LongUnaryOperator operator) {
      this(FunctionSpec.scalar(name).columns(x), x, new Always<>(operator));
    }

    LongUnary(
        ScalarSpecBuilder spec,
        Column<BigIntVector> x,
        Function<Call, LongUnaryOperator> operators) {
      this(spec.returns(SqlType.BIGINT).build(), x, operators);
    }

    @Override
    public void eval(Call call, Rows in, BigIntVector out) {
      LongUnaryOperator operator = operators.apply(call);
      BigIntVector values = in.get(x);
      // a declaration may have columns besides, whose NULLs count
      if (in.columns().size() == 1 && WholeColumns.isWhole(values)) {
        WholeColumns.longs(in.count(), values, out, operator);
      } else {
        in.forEachRow(row -> out.set(row, operator.applyAsLong(values.get(row))));
      }
    }
  }

  record LongBinary(
      FunctionSpec spec,
      Column<BigIntVector> x,
      Column<BigIntVector> y,
      LongBinaryOperator operator)
      implements ScalarFunction<BigIntVector> {
    LongBinary(String name, LongBinaryOperator operator) {
      this(name, Column.bigint("x"), Column.bigint("y"), operator);
    }

    private LongBinary(
        String name, Column<BigIntVector> x, Column<BigIntVector> y, LongBinaryOperator operator) {
      this(FunctionSpec.scalar(name).columns(x, y).returns(SqlType.BIGINT).build(), x, y, operator);
    }

    @Override
    public void eval(Call call, Rows in, BigIntVector out) {
      BigIntVector left = in.get(x);
      BigIntVector right = in.get(y);
      if (WholeColumns.isWhole(left) && WholeColumns.isWhole(right)) {
        WholeColumns.longs(in.count(), left, right, out, operator);
      } else {
        in.forEachRow(row -> out.set(row, operator.applyAsLong(left.get(row), right.get(row))));
      }
    }
  }

  record DoubleUnary(FunctionSpec spec, Column<Float8Vector> x, DoubleUnaryOperator operator)
      implements ScalarFunction<Float8Vector> {
    DoubleUnary(String name, DoubleUnaryOperator operator) {
      this(name, Column.float8("x"), operator);
    }

    private DoubleUnary(String name, Column<Float8Vector> x, DoubleUnaryOperator operator) {
      this(FunctionSpec.scalar(name).columns(x).returns(SqlType.DOUBLE).build(), x, operator);
    }

    @Override
    public void eval(Call call, Rows in, Float8Vector out) {
      Float8Vector values = in.get(x);
      if (WholeColumns.isWhole(values)) {
        WholeColumns.doubles(in.count(), values, out, operator);
      } else {
        in.forEachRow(row -> out.set(row, operator.applyAsDouble(values.get(row))));
      }
    }
  }

  record DoubleBinary(
      FunctionSpec spec,
      Column<Float8Vector> x,
      Column<Float8Vector> y,
      DoubleBinaryOperator operator)
      implements ScalarFunction<Float8Vector> {
    DoubleBinary(String name, DoubleBinaryOperator operator) {
      this(name, Column.float8("x"), Column.float8("y"), operator);
    }

    private DoubleBinary(
        String name,
        Column<Float8Vector> x,
        Column<Float8Vector> y,
        DoubleBinaryOperator operator) {
      this(FunctionSpec.scalar(name).columns(x, y).returns(SqlType.DOUBLE).build(), x, y, operator);
    }

    @Override
    public void eval(Call call, Rows in, Float8Vector out) {
      Float8Vector left = in.get(x);
      Float8Vector right = in.get(y);
      if (WholeColumns.isWhole(left) && WholeColumns.isWhole(right)) {
        WholeColumns.doubles(in.count(), left, right, out, operator);
      } else {
        in.forEachRow(row -> out.set(row, operator.applyAsDouble(left.get(row), right.get(row))));
      }
    }
  }

  record Text(FunctionSpec spec, Column<VarCharVector> x, UnaryOperator<String> operator)
      implements ScalarFunction<VarCharVector> {
    Text(String name, UnaryOperator<String> operator) {
      this(name, Column.varchar("x"), operator);
    }

    private Text(String name, Column<VarCharVector> x, UnaryOperator<String> operator) {
      this(FunctionSpec.scalar(name).columns(x).returns(SqlType.VARCHAR).build(), x, operator);
    }

    @Override
    public void eval(Call call, Rows in, VarCharVector out) {
      VarCharVector values = in.get(x);
      in.forEachRow(
          row -> {
            String result = operator.apply(new String(values.get(row), StandardCharsets.UTF_8));
            if (result != null) {
              out.setSafe(row, result.getBytes(StandardCharsets.UTF_8));
            }
          });
    }
  }
}
