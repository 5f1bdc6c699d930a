package io.vgi.example.scalar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.List;
import org.apache.arrow.vector.VarCharVector;

/** Which overload was chosen: families that differ in the types of their columns. */
public final class TypeLabel implements ScalarFunction<VarCharVector> {
  private final FunctionSpec spec;
  private final byte[] label;

  private TypeLabel(FunctionSpec spec, String label) {
    this.spec = spec;
    this.label = label.getBytes(UTF_8);
  }

  /** The overloads of type_info, each for one column. */
  public static List<TypeLabel> typeInfo() {
    return List.of(
        info("int32", "int32", SqlType.INTEGER),
        info("int64", "int64", SqlType.BIGINT),
        info("uint32", "uint32", SqlType.UINTEGER),
        info("uint64", "uint64", SqlType.UBIGINT),
        info("string", "varchar", SqlType.VARCHAR));
  }

  /** The overloads of pair_type, each for two columns. */
  public static List<TypeLabel> pairType() {
    return List.of(
        pair("int+int", SqlType.BIGINT, SqlType.BIGINT),
        pair("str+str", SqlType.VARCHAR, SqlType.VARCHAR),
        pair("int+str", SqlType.BIGINT, SqlType.VARCHAR));
  }

  private static TypeLabel info(String family, String label, SqlType type) {
    return new TypeLabel(
        FunctionSpec.scalar("type_info")
            .columns(Column.of("v", type).doc("Input value"))
            .returns(SqlType.VARCHAR)
            .doc("Return type name for " + family + " input")
            .build(),
        label);
  }

  private static TypeLabel pair(String label, SqlType first, SqlType second) {
    return new TypeLabel(
        FunctionSpec.scalar("pair_type")
            .columns(
                Column.of("a", first).doc("First value"),
                Column.of("b", second).doc("Second value"))
            .returns(SqlType.VARCHAR)
            .doc("Return type pair name for " + label)
            .build(),
        label);
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public void eval(Call call, Rows in, VarCharVector out) {
    in.forEachRow(row -> out.setSafe(row, label));
  }
}
