package io.vgi.function;

import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;

/** Scalars made from one lambda. */
final class OneLiners {
  private OneLiners() {}

  record LongUnary(FunctionSpec spec, Column<BigIntVector> x, LongUnaryOperator operator)
      implements ScalarFunction<BigIntVector> {
    LongUnary(String name, LongUnaryOperator operator) {
      this(name, Column.bigint("x"), operator);
    }

    private LongUnary(String name, Column<BigIntVector> x, LongUnaryOperator operator) {
      this(FunctionSpec.scalar(name).columns(x).returns(SqlType.BIGINT).build(), x, operator);
    }

    @Override
    public void eval(Call call, Rows in, BigIntVector out) {
      BigIntVector values = in.get(x);
      in.forEachRow(row -> out.set(row, operator.applyAsLong(values.get(row))));
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
      in.forEachRow(row -> out.set(row, operator.applyAsLong(left.get(row), right.get(row))));
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
      in.forEachRow(row -> out.set(row, operator.applyAsDouble(values.get(row))));
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
      in.forEachRow(row -> out.set(row, operator.applyAsDouble(left.get(row), right.get(row))));
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
