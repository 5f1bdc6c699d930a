package io.vgi.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.Worker;
import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Scan;
import io.vgi.function.SplittableTableFunction;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A catalog is checked when it is built. */
class CatalogTest {
  private static final Setting<Long> UNDECLARED =
      Setting.bigint("undeclared").doc("Nobody's setting");

  private static final class Uses implements ScalarFunction<BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.scalar("uses")
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

  @Test
  void settingsAndSecretTypesAreChecked() {
    assertThatThrownBy(
            () ->
                Catalog.named("c")
                    .setting(Setting.bigint("limit"))
                    .setting(Setting.bigint("LIMIT"))
                    .setting(Setting.bigint(" "))
                    .setting(Setting.of("any", SqlType.ANY, Object.class))
                    .secretType(SecretType.named("key").build())
                    .secretType(SecretType.named("Key").build())
                    .build())
        .hasMessageContaining("setting 'LIMIT' is there twice")
        .hasMessageContaining("a setting has an empty name")
        .hasMessageContaining("setting 'any' must have a type, not ANY")
        .hasMessageContaining("secret type 'Key' is there twice");
  }

  @Test
  void partsThatCannotTravelAreReported() {
    assertThatThrownBy(() -> Catalog.named("c").function(new Torn()).build())
        .hasMessageContaining("table function 'torn' cannot be served: Component 'names' of record")
        .hasMessageContaining("which has no codec");
  }

  @Test
  void catalogsOfAWorkerHaveNamesOfTheirOwn() {
    Catalog one = Catalog.named("shop").build();
    Catalog other = Catalog.named("Shop").build();
    assertThatThrownBy(() -> Worker.of(one, other))
        .hasMessage("Two catalogs of this worker are called 'Shop'");
  }

  private record Torn(FunctionSpec spec) implements SplittableTableFunction<String, Torn.Part> {
    record Inner(Map<String, Thread> names) {}

    record Part(List<Inner> inner) {}

    Torn() {
      this(FunctionSpec.table("torn").returns(Column.bigint("x")).build());
    }

    @Override
    public List<Part> splits(Scan scan) {
      return List.of();
    }

    @Override
    public String open(Scan scan, Part split) {
      return "";
    }

    @Override
    public @Nullable String next(Scan scan, String at, BatchWriter out) {
      return null;
    }
  }
}
