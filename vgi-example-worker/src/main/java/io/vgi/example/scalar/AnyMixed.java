package io.vgi.example.scalar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;

/** Overloads whose first column takes anything and whose second one decides. */
public final class AnyMixed implements ScalarFunction<VarCharVector> {
  private static final Column<FieldVector> A = Column.any("a").doc("Any type value");
  private static final Column<BigIntVector> NUMBER = Column.bigint("b").doc("Int value");
  private static final Column<VarCharVector> TEXT = Column.varchar("b").doc("String value");

  private final boolean numeric;

  private AnyMixed(boolean numeric) {
    this.numeric = numeric;
  }

  /** All the overloads. */
  public static List<AnyMixed> overloads() {
    return List.of(new AnyMixed(true), new AnyMixed(false));
  }

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar("any_mixed")
        .columns(A, numeric ? NUMBER : TEXT)
        .returns(SqlType.VARCHAR)
        .doc(numeric ? "Any+int dispatch" : "Any+str dispatch")
        .build();
  }

  @Override
  public void eval(Call call, Rows in, VarCharVector out) {
    if (numeric) {
      BigIntVector numbers = in.get(NUMBER);
      in.forEachRow(row -> out.setSafe(row, ("any+int: " + numbers.get(row)).getBytes(UTF_8)));
    } else {
      VarCharVector texts = in.get(TEXT);
      in.forEachRow(
          row ->
              out.setSafe(row, ("any+str: " + new String(texts.get(row), UTF_8)).getBytes(UTF_8)));
    }
  }
}
