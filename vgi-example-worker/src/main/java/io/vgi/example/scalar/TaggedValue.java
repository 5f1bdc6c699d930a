package io.vgi.example.scalar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.function.FunctionSpec;
import io.vgi.function.ScalarFunction;
import io.vgi.function.ScalarSpecBuilder;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** A number after a tag that tells which of several functions of one name was reached. */
final class TaggedValue {
  private TaggedValue() {}

  /** The test_same_name_bind of {@code schema}. */
  static ScalarFunction<?> ofSchema(String schema) {
    return tagged(
        FunctionSpec.scalar("test_same_name_bind")
            .doc("Schema-disambiguation probe; the " + schema + "-schema implementation")
            .example(
                "SELECT example." + schema + ".test_same_name_bind(1)",
                "Returns '" + schema + ":1'"),
        "Integer value to tag",
        schema);
  }

  /** The test_same_name_catalog of {@code catalog}, attached as {@code alias} in its example. */
  static ScalarFunction<?> ofCatalog(String catalog, String alias) {
    return tagged(
        FunctionSpec.scalar("test_same_name_catalog")
            .doc("Catalog-disambiguation probe; the " + catalog + " implementation")
            .example(
                "SELECT " + alias + ".main.test_same_name_catalog(1)",
                "Returns '" + catalog + ":1'"),
        "Integer value to tag",
        catalog);
  }

  /** The function that the engine also registers under a global name. */
  static ScalarFunction<?> global() {
    return tagged(
        FunctionSpec.scalar("global_scalar")
            .doc("Global-registration probe (scalar)")
            .categories("test", "global")
            .example(
                "SELECT vgi_example_global_scalar(7)", "Scalar probe published into system.main"),
        "Value to label",
        "global_scalar");
  }

  private static ScalarFunction<?> tagged(ScalarSpecBuilder spec, String valueDoc, String tag) {
    Column<BigIntVector> value = Column.bigint("value").doc(valueDoc);
    return ScalarFunction.of(
        spec.columns(value).returns(SqlType.VARCHAR).build(),
        VarCharVector.class,
        (call, in, out) -> {
          BigIntVector values = in.get(value);
          in.forEachRow(row -> out.setSafe(row, (tag + ":" + values.get(row)).getBytes(UTF_8)));
        });
  }
}
