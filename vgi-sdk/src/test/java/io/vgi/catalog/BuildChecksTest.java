package io.vgi.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.FunctionSpecBuilder;
import io.vgi.function.PartitionKind;
import io.vgi.function.Pushdown;
import io.vgi.function.RowOrder;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.Scan;
import io.vgi.function.Stability;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.param.Arg;
import io.vgi.param.SecretType;
import io.vgi.param.Setting;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What would be lost or ignored without a word at run time is a fault of the declaration. */
class BuildChecksTest {
  private static final Column<BigIntVector> N = Column.bigint("n");

  private record Place(long row) {}

  private abstract static class Gives<C> implements TableFunction<C> {
    private final FunctionSpec spec;

    Gives(FunctionSpecBuilder spec) {
      this.spec = spec.build();
    }

    @Override
    public FunctionSpec spec() {
      return spec;
    }

    @Override
    public C open(Scan scan) {
      throw new AssertionError("not opened here");
    }

    @Override
    public @Nullable C next(Scan scan, C at, BatchWriter out) {
      throw new AssertionError("not read here");
    }
  }

  private static class Plain extends Gives<Place> {
    Plain(FunctionSpecBuilder spec) {
      super(spec);
    }
  }

  private record Value(FunctionSpec spec) implements ScalarFunction<BigIntVector> {
    @Override
    public void eval(Call call, Rows in, BigIntVector out) {}
  }

  private static FunctionSpecBuilder scalar() {
    return FunctionSpec.named("f").columns(N).returns(SqlType.BIGINT);
  }

  private static FunctionSpecBuilder table() {
    return FunctionSpec.named("f").returns(N);
  }

  private static void assertFault(Catalog.Builder catalog, String... faults) {
    assertThatThrownBy(catalog::build)
        .hasMessage("Catalog 'c' is declared wrongly: " + String.join("; ", faults));
  }

  private static Catalog.Builder catalog() {
    return Catalog.named("c");
  }

  @Test
  void vectorsMustHoldTheTypesOfTheirColumns() {
    assertThatThrownBy(
            () ->
                FunctionSpec.named("f")
                    .columns(Column.of("n", SqlType.BIGINT, VarCharVector.class))
                    .returns(SqlType.BIGINT)
                    .build())
        .hasMessage(
            "Function 'f' is declared wrongly: column 'n' is declared with a VarCharVector, but"
                + " BIGINT is held by a BigIntVector");
    assertThatThrownBy(
            () ->
                FunctionSpec.named("f")
                    .returns(Column.of("n", SqlType.TIMESTAMPTZ, BigIntVector.class))
                    .build())
        .hasMessageEndingWith("TIMESTAMP WITH TIME ZONE is held by a TimeStampMicroTZVector");
    FunctionSpec.named("f")
        .returns(
            Column.of("any", SqlType.ANY, VarCharVector.class),
            Column.of("plain", SqlType.BIGINT),
            Column.of("value", SqlType.BIGINT, FieldVector.class))
        .build();
  }

  private record Mistyped(FunctionSpec spec) implements ScalarFunction<VarCharVector> {
    @Override
    public void eval(Call call, Rows in, VarCharVector out) {}
  }

  @Test
  void vectorsMustHoldTheResult() {
    assertFault(
        catalog().function(new Mistyped(scalar().build())),
        "scalar 'f' writes its result to a VarCharVector, but BIGINT is held by a BigIntVector");
    assertThat(ValueVector.class).isAssignableFrom(BigIntVector.class);
    catalog().function(new Mistyped(FunctionSpec.named("f").returns(SqlType.JSON).build())).build();
  }

  @Test
  void twoFunctionsOfOneSignature() {
    assertFault(
        catalog()
            .function(ScalarFunction.longs("twice", x -> x))
            .function(ScalarFunction.longs("Twice", x -> 2 * x)),
        "schema 'main' has two functions Twice(BIGINT), which no call can tell apart");
    assertFault(
        catalog()
            .function(new Plain(table().args(Arg.bigint("a"))))
            .function(new Plain(table().args(Arg.bigint("b")))),
        "schema 'main' has two functions f(BIGINT), which no call can tell apart; tables may read"
            + " either without it being given to the schema");
    catalog()
        .function(ScalarFunction.longs("one", x -> x))
        .function(ScalarFunction.doubles("one", x -> x))
        .function(ScalarFunction.longs("one", (x, y) -> x))
        .build();
  }

  @Test
  void secretTypesMustBeDeclared() {
    SecretType key = SecretType.named("shop_key").build();
    assertFault(
        catalog().function(new Value(scalar().uses(key).build())),
        "scalar 'f' uses secrets of type 'shop_key', which the catalog does not declare");
    SecretType same = SecretType.named("SHOP_KEY").build();
    catalog().secretType(same).function(new Value(scalar().uses(key).build())).build();
    SecretType s3 = SecretType.named("s3").build();
    catalog().function(new Value(scalar().uses(s3).build())).build();
  }

  @Test
  void settingsAreFoundByNameAndType() {
    Setting<Long> one = Setting.bigint("limit", "one");
    catalog()
        .setting(Setting.bigint("limit", "other"))
        .function(new Value(scalar().uses(one).build()))
        .build();
    assertFault(
        catalog()
            .setting(Setting.varchar("limit", "text"))
            .function(new Value(scalar().uses(one).build())),
        "scalar 'f' uses the setting 'limit', which the catalog does not declare");
  }

  @Test
  void optionsThatAKindDoesNotHave() {
    String end = ", which functions of its kind do not have";
    assertFault(
        catalog()
            .function(
                new Value(
                    scalar()
                        .pushdown(Pushdown.FILTER)
                        .returns(N)
                        .partitions(PartitionKind.NOT_PARTITIONED)
                        .order(RowOrder.FIXED_ORDER)
                        .parallel(2)
                        .batchIndexed()
                        .build())),
        "scalar 'f' declares pushdown of FILTER" + end,
        "scalar 'f' declares output columns" + end,
        "scalar 'f' declares an order of rows" + end,
        "scalar 'f' declares a number of streams" + end,
        "scalar 'f' declares batch indexed" + end);
    assertFault(
        catalog()
            .function(
                new Plain(
                    table()
                        .returns(SqlType.BIGINT)
                        .stability(Stability.VOLATILE)
                        .orderedSource()
                        .orderDependent())),
        "table function 'f' declares a result type; give it the columns that it returns" + end,
        "table function 'f' declares order dependent" + end,
        "table function 'f' declares ordered source" + end,
        "table function 'f' declares a stability" + end);
  }

  @Test
  void whatDecidesAtBindMustOverrideIt() {
    assertFault(
        catalog().function(new Plain(FunctionSpec.named("f"))),
        "table function 'f' gives no columns: declare them with returns(…), or override bind");
    assertFault(
        catalog().function(new Value(FunctionSpec.named("f").returns(SqlType.ANY).build())),
        "scalar 'f' returns ANY, so it must override bind to decide the type");
    catalog()
        .function(
            new Plain(FunctionSpec.named("f")) {
              @Override
              public TableShape bind(Bind bind) {
                return TableShape.of(N);
              }
            })
        .build();
  }

  @Test
  void defaultsByPosition() {
    assertFault(
        catalog().function(new Plain(table().args(Arg.bigint("n").orElse(3L)))),
        "table function 'f' has a default for 'n', which is given by position, so no call can"
            + " leave it out; make it named()");
    catalog().function(new Plain(table().args(Arg.bigint("n").named().orElse(3L)))).build();
    // a table may leave it out
    catalog()
        .table(Table.named("t").from(new Plain(table().args(Arg.bigint("n").orElse(3L)))))
        .build();
  }

  private static final class Loose extends Gives<Iterator<String>> {
    Loose() {
      super(table());
    }
  }

  private record Rest(List<Iterator<String>> rest) {}

  private static final class Rich extends Gives<Rest> {
    Rich() {
      super(table());
    }
  }

  private static final class Open<C> extends Gives<C> {
    Open() {
      super(table());
    }
  }

  private record Reader(Iterator<String> rest) implements AutoCloseable {
    @Override
    public void close() {}
  }

  private static final class Pinned extends Gives<Reader> {
    Pinned() {
      super(table());
    }
  }

  private interface Source<T> extends AutoCloseable {
    @Override
    void close();
  }

  private static final class PinnedGeneric extends Gives<Source<String>> {
    PinnedGeneric() {
      super(table());
    }
  }

  @Test
  void cursorsTravelOrSayThatTheyDoNot() {
    String start = "table function 'f' has a cursor that cannot go to another process: ";
    String end =
        "; make it a record of plain values, or AutoCloseable to keep it on its connection";
    assertFault(
        catalog().function(new Loose()), start + "java.util.Iterator is not a record" + end);
    assertFault(
        catalog().function(new Rich()),
        start
            + "Component 'rest' of record io.vgi.catalog.BuildChecksTest$Rest has the type"
            + " java.util.List<java.util.Iterator<java.lang.String>>, which has no codec"
            + end);
    assertFault(
        catalog().function(new Open<Place>()), start + "its class leaves the type open" + end);
    // a function that only a table reads is no exception
    assertFault(
        catalog().table(Table.named("t").from(new Loose())),
        start + "java.util.Iterator is not a record" + end);
    catalog().function(new Pinned()).build();
    catalog().function(new PinnedGeneric()).build();
    catalog().function(new Plain(table())).build();
  }
}
