package io.vgi.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.param.Setting;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;

/** A catalog is checked when it is built. */
class CatalogTest {
  private static final Setting<Long> UNDECLARED = Setting.bigint("undeclared", "Nobody's setting");

  private static final class Uses implements ScalarFunction<BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.named("uses")
          .columns(Column.bigint("x"))
          .uses(UNDECLARED)
          .returns(SqlType.BIGINT)
          .build();
    }

    @Override
    public void eval(Call call, Rows in, BigIntVector out) {}
  }

  @Test
  void mainIsAlwaysThereAndSchemasMayBeNamedAgain() {
    Catalog catalog =
        Catalog.named("c")
            .schema("extra", extra -> extra.comment("first"))
            .schema("extra", extra -> extra.function(ScalarFunction.longs("id", x -> x)))
            .build();
    assertThat(catalog.schemas()).extracting(Schema::name).containsExactly("main", "extra");
    assertThat(catalog.schemas().get(1).functions()).hasSize(1);
    assertThat(catalog.schemas().get(1).comment()).isEqualTo("first");
  }

  @Test
  void everyFaultIsReportedAtOnce() {
    assertThatThrownBy(
            () -> Catalog.named(" ").schema("MAIN", shadow -> {}).function(new Uses()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("its name is empty")
        .hasMessageContaining("uses the setting 'undeclared', which the catalog does not declare")
        .hasMessageContaining("schemas 'main' and 'MAIN' differ in case only");
  }
}
