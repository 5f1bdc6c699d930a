package io.vgi.example.scalar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.catalog.Schema;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.ScalarSpecBuilder;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;

/** Which overload was chosen: families that differ in the types of their columns. */
final class TypeScalars {
  private TypeScalars() {}

  static void addTo(Schema.Builder schema) {
    schema.functions(
        info("int32", "int32", SqlType.INTEGER),
        info("int64", "int64", SqlType.BIGINT),
        info("uint32", "uint32", SqlType.UINTEGER),
        info("uint64", "uint64", SqlType.UBIGINT),
        info("string", "varchar", SqlType.VARCHAR),
        pair("int+int", SqlType.BIGINT, SqlType.BIGINT),
        pair("str+str", SqlType.VARCHAR, SqlType.VARCHAR),
        pair("int+str", SqlType.BIGINT, SqlType.VARCHAR),
        mixed("any+int: ", "Any+int dispatch", Column.bigint("b").doc("Int value")),
        mixed("any+str: ", "Any+str dispatch", Column.varchar("b").doc("String value")));
  }

  private static ScalarFunction<?> info(String family, String label, SqlType type) {
    return label(
        FunctionSpec.scalar("type_info")
            .columns(Column.of("v", type).doc("Input value"))
            .returns(SqlType.VARCHAR)
            .doc("Return type name for " + family + " input"),
        label);
  }

  private static ScalarFunction<?> pair(String label, SqlType first, SqlType second) {
    return label(
        FunctionSpec.scalar("pair_type")
            .columns(
                Column.of("a", first).doc("First value"),
                Column.of("b", second).doc("Second value"))
            .returns(SqlType.VARCHAR)
            .doc("Return type pair name for " + label),
        label);
  }

  private static ScalarFunction<?> label(ScalarSpecBuilder spec, String label) {
    byte[] text = label.getBytes(UTF_8);
    return ScalarFunction.of(
        spec,
        VarCharVector.class,
        new ScalarFunction.Kernel<VarCharVector>() {
          @Override
          public void eval(Call call, Rows in, VarCharVector out) {
            in.forEachRow(row -> out.setSafe(row, text));
          }
        });
  }

  private static ScalarFunction<?> mixed(String label, String doc, ValueColumn<?, ?> second) {
    return ScalarFunction.of(
        FunctionSpec.scalar("any_mixed")
            .columns(Column.any("a").doc("Any type value"), second)
            .returns(SqlType.VARCHAR)
            .doc(doc),
        VarCharVector.class,
        new ScalarFunction.Kernel<VarCharVector>() {
          @Override
          public void eval(Call call, Rows in, VarCharVector out) {
            ValueCodec.Reader<?> values = in.reader(second);
            in.forEachRow(row -> out.setSafe(row, (label + values.get(row)).getBytes(UTF_8)));
          }
        });
  }

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
        spec.columns(value).returns(SqlType.VARCHAR),
        VarCharVector.class,
        new ScalarFunction.Kernel<VarCharVector>() {
          @Override
          public void eval(Call call, Rows in, VarCharVector out) {
            BigIntVector values = in.get(value);
            in.forEachRow(row -> out.setSafe(row, (tag + ":" + values.get(row)).getBytes(UTF_8)));
          }
        });
  }
}
