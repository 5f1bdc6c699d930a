package io.vgi.example.scalar;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** Two functions of one name, told apart by the type of values that repeat. */
final class ConcatValues {
  private ConcatValues() {}

  static final class Integers implements ScalarFunction<VarCharVector> {
    private static final Column<BigIntVector> VALUES =
        Column.bigint("values").varargs().doc("Integer values to sum");

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.scalar("concat_values")
          .columns(VALUES)
          .returns(SqlType.ANY)
          .doc("Sum integer varargs and return as string")
          .build();
    }

    @Override
    public SqlType bind(io.vgi.function.Bind bind) {
      return SqlType.VARCHAR;
    }

    @Override
    public void eval(Call call, Rows in, VarCharVector out) {
      List<BigIntVector> values = in.all(VALUES);
      in.forEachRow(
          row -> {
            long sum = 0;
            for (BigIntVector value : values) {
              sum = Math.addExact(sum, value.get(row));
            }
            out.setSafe(row, Long.toString(sum).getBytes(StandardCharsets.US_ASCII));
          });
    }
  }

  static final class Texts implements ScalarFunction<VarCharVector> {
    private static final Column<VarCharVector> VALUES =
        Column.varchar("values").varargs().doc("String values to concatenate");

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.scalar("concat_values")
          .columns(VALUES)
          .returns(SqlType.ANY)
          .doc("Concatenate string varargs")
          .build();
    }

    @Override
    public SqlType bind(io.vgi.function.Bind bind) {
      return SqlType.VARCHAR;
    }

    @Override
    public void eval(Call call, Rows in, VarCharVector out) {
      List<VarCharVector> values = in.all(VALUES);
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      in.forEachRow(
          row -> {
            text.reset();
            for (FieldVector value : values) {
              text.writeBytes(((VarCharVector) value).get(row));
            }
            out.setSafe(row, text.toByteArray());
          });
    }
  }
}
