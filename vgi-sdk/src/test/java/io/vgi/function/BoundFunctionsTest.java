package io.vgi.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.catalog.Schema;
import io.vgi.rpc.VgiException;
import io.vgi.testing.LocalWorker;
import io.vgi.testing.QueryException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.Test;

/** Functions of lambdas: what a call binds to, and declarations that are built on the way. */
class BoundFunctionsTest {
  private static final Column<FieldVector> VALUE = Column.any("value");
  private static final Column<BigIntVector> ID = Column.bigint("id");

  /** Its input as a list of one, whatever the type. */
  private static final ScalarFunction<?> WRAPPED =
      ScalarFunction.of(
          FunctionSpec.scalar("wrapped").columns(VALUE).returns(SqlType.ANY),
          bind -> SqlType.list(bind.type(VALUE)),
          (call, in, out) ->
              in.forEachRow(
                  row ->
                      ValueCodec.natural(SqlType.of(out.getField()))
                          .set(out, row, List.of(in.value(VALUE, row, Object.class)))));

  private static final ScalarFunction<?> NEXT =
      ScalarFunction.of(
          FunctionSpec.scalar("next").columns(ID).returns(SqlType.BIGINT),
          BigIntVector.class,
          (call, in, out) -> in.forEachRow(row -> out.set(row, in.get(ID).get(row) + 1)));

  /** Its input with the number of each row before it in the batch. */
  private static final TableInOutFunction NUMBERED =
      TableInOutFunction.of(
          FunctionSpec.tableInOut("numbered").tableInput(),
          bind -> {
            if (bind.input().size() > 2) {
              throw VgiException.invalidArgument("too many columns: " + bind.input().size());
            }
            List<Column<?>> columns = new ArrayList<>(bind.input());
            columns.add(Column.bigint("number"));
            return TableShape.of(columns);
          },
          (scan, in, out) -> {
            out.forward(in);
            BigIntVector numbers = (BigIntVector) out.vector(in.columns().size());
            for (int row = 0; row < in.count(); row++) {
              numbers.setSafe(row, row);
            }
          });

  private static final TableInOutFunction SAME =
      TableInOutFunction.of(
          FunctionSpec.tableInOut("same").tableInput(), (scan, in, out) -> out.forward(in));

  private static Catalog catalog() {
    return Catalog.named("c")
        .schema(Catalog.MAIN, main -> main.functions(WRAPPED, NEXT).functions(NUMBERED, SAME))
        .build();
  }

  @Test
  void theCallDecidesTheTypeOfTheResult() {
    try (LocalWorker worker = LocalWorker.of(catalog())) {
      assertThat(worker.scalar("wrapped").row("x")).isEqualTo(List.of("x"));
      assertThat(worker.scalar("wrapped").of(Arrays.asList(1L, null)))
          .isEqualTo(Arrays.asList(List.of(1L), null));
      assertThat(worker.scalar("next").row(1L)).isEqualTo(2L);
    }
  }

  @Test
  void theCallDecidesTheColumns() {
    try (LocalWorker worker = LocalWorker.of(catalog())) {
      assertThat(worker.inOut("numbered").of(List.of(Map.of("id", 7L), Map.of("id", 8L))))
          .containsExactly(Map.of("id", 7L, "number", 0L), Map.of("id", 8L, "number", 1L));
      assertThat(worker.inOut("same").of(List.of(Map.of("id", 7L))))
          .containsExactly(Map.of("id", 7L));
      assertThatThrownBy(
              () -> worker.inOut("numbered").of(List.of(Map.of("a", 1L, "b", 2L, "c", 3L))))
          .isInstanceOf(QueryException.class)
          .hasMessage("too many columns: 3");
    }
  }

  @Test
  void functionsAreListedInTheirOrder() {
    Schema main = catalog().schemas().get(0);
    assertThat(main.functions()).containsExactly(WRAPPED, NEXT, NUMBERED, SAME);
  }

  @Test
  void aDeclarationThatIsBuiltOnTheWayIsChecked() {
    assertThatThrownBy(
            () ->
                ScalarFunction.of(
                    FunctionSpec.scalar("").returns(SqlType.BIGINT),
                    BigIntVector.class,
                    (call, in, out) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is declared wrongly");
    assertThatThrownBy(
            () ->
                ScalarFunction.of(
                    FunctionSpec.scalar("f").returns(SqlType.VARCHAR),
                    BigIntVector.class,
                    (call, in, out) -> {}))
        .hasMessageContaining("VARCHAR is held by a VarCharVector");
  }
}
