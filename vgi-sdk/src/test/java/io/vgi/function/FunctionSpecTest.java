package io.vgi.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.param.Arg;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Declarations are checked as a whole, and every fault is named. */
class FunctionSpecTest {
  @Test
  void parametersKeepTheOrderInWhichTheyWereGiven() {
    FunctionSpec spec =
        FunctionSpec.scalar("f")
            .args(Arg.bigint("first"))
            .columns(Column.varchar("second"))
            .args(Arg.varchar("third"))
            .returns(SqlType.VARCHAR)
            .build();
    assertThat(spec.params())
        .extracting(FunctionSpec.Param::name)
        .containsExactly("first", "second", "third");
  }

  @Test
  void everyFaultIsReportedAtOnce() {
    assertThatThrownBy(
            () ->
                FunctionSpec.tableInOut("broken")
                    .columns(Column.bigint("x").varargs(), Column.bigint("X"))
                    .args(Arg.bigint("low").atLeast(5L).orElse(1L).named())
                    .args(
                        Arg.of("price", SqlType.decimal(4, 1), BigDecimal.class)
                            .orElse(new BigDecimal("0.25"))
                            .named())
                    .returns(Column.bigint("a"), Column.bigint("A"))
                    .parallel(0)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Function 'broken' is declared wrongly: ")
        .hasMessageContaining("two parameters are called 'X'")
        .hasMessageContaining("'X' comes after a parameter that repeats")
        .hasMessageContaining("the default of 'low' must be >= 5")
        .hasMessageContaining("the default of 'price' is 0.25, no DECIMAL(4,1)")
        .hasMessageContaining("two columns are called 'A'")
        .hasMessageContaining("at least one stream, not 0");
  }

  @Test
  void defaultsMustTrailAndCannotRepeat() {
    assertThatThrownBy(
            () -> FunctionSpec.table("f").args(Arg.bigint("a").orElse(1L), Arg.bigint("b")).build())
        .hasMessageContaining("'b' has no default but comes after one that has");
    assertThatThrownBy(
            () -> FunctionSpec.table("f").args(Arg.bigint("a").varargs().orElse(1L)).build())
        .hasMessageContaining("'a' repeats, so it cannot have a default");
    assertThatThrownBy(
            () -> FunctionSpec.table("f").args(Arg.bigint("a").named().varargs()).build())
        .hasMessageContaining("'a' is given by name, so it cannot repeat");
  }

  @Test
  void lateMaterializationNeedsPushdown() {
    TableSpecBuilder late =
        FunctionSpec.table("f").returns(Column.bigint("id").rowId()).lateMaterialization();
    assertThatThrownBy(late::build)
        .hasMessageContaining("late materialization needs the pushdown of projections and of");
    assertThat(late.pushdown(Pushdown.PROJECTION, Pushdown.FILTER).build().pushdown()).hasSize(2);
  }

  @Test
  void monotonicityHasOneEntryPerParameter() {
    assertThatThrownBy(
            () ->
                FunctionSpec.scalar("f")
                    .columns(Column.bigint("x"), Column.bigint("y"))
                    .monotonicity(Monotonicity.CONSTANT)
                    .build())
        .hasMessageContaining("it has 2 parameters but monotonicity for 1");
  }

  @Test
  void aBuilderHasTheOptionsOfItsKindOnly() {
    List<String> all =
        List.of(
            "args",
            "build",
            "categories",
            "comment",
            "doc",
            "example",
            "listedForTests",
            "tag",
            "uses");
    List<String> value = List.of("columns", "nulls", "returns");
    List<String> rows =
        List.of(
            "batchIndexed",
            "cache",
            "filterFunctions",
            "order",
            "parallel",
            "partitions",
            "pushdown",
            "returns");
    assertOptions(
        FunctionSpec.scalar("f"), all, value, List.of("cache", "monotonicity", "stability"));
    assertOptions(
        FunctionSpec.aggregate("f"), all, value, List.of("distinctIndependent", "orderDependent"));
    assertOptions(FunctionSpec.table("f"), all, rows, List.of("lateMaterialization"));
    assertOptions(
        FunctionSpec.tableInOut("f"),
        all,
        rows,
        List.of("columns", "inputRows", "nulls", "tableInput"));
    assertOptions(
        FunctionSpec.buffering("f"),
        all,
        rows,
        List.of("inputBatchIndex", "nulls", "orderedSink", "orderedSource", "tableInput"));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  private static void assertOptions(FunctionSpecBuilder<?> builder, List<String>... options) {
    assertThat(builder.getClass().getMethods())
        .filteredOn(
            method -> FunctionSpecBuilder.class.isAssignableFrom(method.getDeclaringClass()))
        .extracting(Method::getName)
        .containsOnly(Stream.of(options).flatMap(List::stream).toArray(String[]::new));
  }
}
