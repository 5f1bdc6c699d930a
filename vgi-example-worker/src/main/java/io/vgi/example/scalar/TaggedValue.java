package io.vgi.example.scalar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** A number after a tag that tells which of several functions of one name was reached. */
public final class TaggedValue implements ScalarFunction<VarCharVector> {
  private final FunctionSpec spec;
  private final Column<BigIntVector> value;
  private final String prefix;

  private TaggedValue(FunctionSpec spec, Column<BigIntVector> value, String tag) {
    this.spec = spec;
    this.value = value;
    this.prefix = tag + ":";
  }

  /** The test_same_name_bind of {@code schema}. */
  public static TaggedValue ofSchema(String schema) {
    Column<BigIntVector> value = Column.bigint("value").doc("Integer value to tag");
    return new TaggedValue(
        FunctionSpec.scalar("test_same_name_bind")
            .columns(value)
            .returns(SqlType.VARCHAR)
            .doc("Schema-disambiguation probe; the " + schema + "-schema implementation")
            .example(
                "SELECT example." + schema + ".test_same_name_bind(1)",
                "Returns '" + schema + ":1'")
            .build(),
        value,
        schema);
  }

  /** The test_same_name_catalog of {@code catalog}, attached as {@code alias} in its example. */
  public static TaggedValue ofCatalog(String catalog, String alias) {
    Column<BigIntVector> value = Column.bigint("value").doc("Integer value to tag");
    return new TaggedValue(
        FunctionSpec.scalar("test_same_name_catalog")
            .columns(value)
            .returns(SqlType.VARCHAR)
            .doc("Catalog-disambiguation probe; the " + catalog + " implementation")
            .example(
                "SELECT " + alias + ".main.test_same_name_catalog(1)",
                "Returns '" + catalog + ":1'")
            .build(),
        value,
        catalog);
  }

  /** The function that the engine also registers under a global name. */
  public static TaggedValue global() {
    Column<BigIntVector> value = Column.bigint("value").doc("Value to label");
    return new TaggedValue(
        FunctionSpec.scalar("global_scalar")
            .columns(value)
            .returns(SqlType.VARCHAR)
            .doc("Global-registration probe (scalar)")
            .categories("test", "global")
            .example(
                "SELECT vgi_example_global_scalar(7)", "Scalar probe published into system.main")
            .build(),
        value,
        "global_scalar");
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public void eval(Call call, Rows in, VarCharVector out) {
    BigIntVector values = in.get(value);
    in.forEachRow(row -> out.setSafe(row, (prefix + values.get(row)).getBytes(UTF_8)));
  }
}
