package io.vgi.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.function.ScalarSpecBuilder;
import io.vgi.function.Scan;
import io.vgi.function.TableFunction;
import io.vgi.function.TableShape;
import io.vgi.function.TableSpecBuilder;
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

    Gives(FunctionSpec spec) {
      this.spec = spec;
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
    Plain(TableSpecBuilder spec) {
      super(spec.build());
    }
  }

  private static final class Declared extends Gives<Place> {
    Declared(FunctionSpec spec) {
      super(spec);
    }
  }

  private record Value(FunctionSpec spec) implements ScalarFunction<BigIntVector> {
    @Override
    public void eval(Call call, Rows in, BigIntVector out) {}
  }

  private static ScalarSpecBuilder scalar() {
    return FunctionSpec.scalar("f").columns(N).returns(SqlType.BIGINT);
  }

  private static TableSpecBuilder table() {
    return FunctionSpec.table("f").returns(N);
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
                FunctionSpec.scalar("f")
                    .columns(Column.of("n", SqlType.BIGINT, VarCharVector.class))
                    .returns(SqlType.BIGINT)
                    .build())
        .hasMessage(
            "Function 'f' is declared wrongly: column 'n' is declared with a VarCharVector, but"
                + " BIGINT is held by a BigIntVector");
    assertThatThrownBy(
            () ->
                FunctionSpec.table("f")
                    .returns(Column.of("n", SqlType.TIMESTAMPTZ, BigIntVector.class))
                    .build())
        .hasMessageEndingWith("TIMESTAMP WITH TIME ZONE is held by a TimeStampMicroTZVector");
    FunctionSpec.table("f")
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
    catalog()
        .function(new Mistyped(FunctionSpec.scalar("f").returns(SqlType.JSON).build()))
        .build();
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
    Setting<Long> one = Setting.bigint("limit").doc("one");
    catalog()
        .setting(Setting.bigint("limit").doc("other"))
        .function(new Value(scalar().uses(one).build()))
        .build();
    assertFault(
        catalog()
            .setting(Setting.varchar("limit").doc("text"))
            .function(new Value(scalar().uses(one).build())),
        "scalar 'f' uses the setting 'limit', which the catalog does not declare");
  }

  @Test
  void aSpecOfAnotherKindThanItsClass() {
    assertFault(
        catalog().function(new Value(table().build())),
        "scalar 'f' is declared by FunctionSpec.table(…); its class wants FunctionSpec.scalar(…)");
    FunctionSpec rows = FunctionSpec.tableInOut("f").columns(N).returns(N).build();
    String fault =
        "table function 'f' is declared by FunctionSpec.tableInOut(…); its class wants"
            + " FunctionSpec.table(…)";
    assertFault(catalog().function(new Declared(rows)), fault);
    // a function that only a table reads is no exception
    assertFault(catalog().table(Table.named("t").from(new Declared(rows))), fault);
  }

  @Test
  void whatDecidesAtBindMustOverrideIt() {
    assertFault(
        catalog().function(new Plain(FunctionSpec.table("f"))),
        "table function 'f' gives no columns: declare them with returns(…), or override bind");
    assertFault(
        catalog().function(new Value(FunctionSpec.scalar("f").returns(SqlType.ANY).build())),
        "scalar 'f' returns ANY, so it must override bind to decide the type");
    catalog()
        .function(
            new Plain(FunctionSpec.table("f")) {
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
      super(table().build());
    }
  }

  private record Rest(List<Iterator<String>> rest) {}

  private static final class Rich extends Gives<Rest> {
    Rich() {
      super(table().build());
    }
  }

  private static final class Open<C> extends Gives<C> {
    Open() {
      super(table().build());
    }
  }

  private record Reader(Iterator<String> rest) implements AutoCloseable {
    @Override
    public void close() {}
  }

  private static final class Pinned extends Gives<Reader> {
    Pinned() {
      super(table().build());
    }
  }

  private interface Source<T> extends AutoCloseable {
    @Override
    void close();
  }

  private static final class PinnedGeneric extends Gives<Source<String>> {
    PinnedGeneric() {
      super(table().build());
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
