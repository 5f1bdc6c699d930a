package io.vgi.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.testing.InOutCall.LateralRow;
import io.vgi.testing.LocalWorker;
import io.vgi.type.Column;
import io.vgi.type.ColumnSpec;
import io.vgi.type.ValueColumn;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows that functions write as records, beside other columns. */
class RecordRowsTest {
  private static final ValueColumn<BigIntVector, Long> N = Column.bigint("n");

  record Item(
      int id,
      @Nullable String text,
      @ColumnSpec(name = "unit_price", type = "DECIMAL(5,2)") @Nullable BigDecimal price) {}

  record Other(String text) {}

  record Wide(long id) {}

  private static LocalWorker worker(FunctionSpec spec, TableInOutFunction.Kernel kernel) {
    return LocalWorker.of(
        Catalog.named("rows").function(TableInOutFunction.of(spec, kernel)).build());
  }

  /** Gives n rows for each n. */
  private static void repeat(Scan scan, Rows in, BatchWriter out) {
    for (int row = 0; row < in.count(); row++) {
      for (int i = 0; i < in.value(N, row); i++) {
        String text = i % 2 == 0 ? null : "text " + i;
        out.row()
            .set(new Item(i, text, i % 3 == 0 ? null : new BigDecimal(i).movePointLeft(1)))
            .parent(row);
      }
    }
  }

  private static final FunctionSpec REPEAT =
      FunctionSpec.tableInOut("repeat")
          .columns(N)
          .returns(Item.class)
          .pushdown(Pushdown.PROJECTION)
          .build();

  @Test
  void theColumnsAreTheComponents() {
    assertThat(REPEAT.output())
        .map(column -> column.name() + " " + column.type() + " " + column.nullable())
        .containsExactly("id INTEGER false", "text VARCHAR true", "unit_price DECIMAL(5,2) true");
  }

  @Test
  void rowsAreWrittenWithTheirParents() {
    try (LocalWorker worker = worker(REPEAT, RecordRowsTest::repeat)) {
      assertThat(worker.inOut("repeat").lateral(List.of(0L, 2L, 1L)))
          .containsExactly(
              new LateralRow(1, item(0, null, null)),
              new LateralRow(1, item(1, "text 1", new BigDecimal("0.10"))),
              new LateralRow(2, item(0, null, null)));
    }
  }

  private static Map<String, Object> item(long id, @Nullable String text, @Nullable BigDecimal p) {
    Map<String, @Nullable Object> item = new LinkedHashMap<>();
    item.put("id", id);
    item.put("text", text);
    item.put("unit_price", p);
    return item;
  }

  /** Vectors grow, and the next batch has writers of its own. */
  @Test
  void batchesMayBeAnyLong() {
    try (LocalWorker worker = worker(REPEAT, RecordRowsTest::repeat)) {
      List<Object> ids = new ArrayList<>();
      worker
          .inOut("repeat")
          .batchSize(1)
          .threads(1)
          .columns("id")
          .lateral(Arrays.asList(5000L, 0L, 2048L))
          .forEach(row -> ids.add(row.values().get("id")));
      assertThat(ids).hasSize(7048).endsWith(2047L);
    }
  }

  @Test
  void otherColumnsAreWrittenBeside() {
    FunctionSpec spec =
        FunctionSpec.tableInOut("beside").columns(N).returns(N).returns(Other.class).build();
    try (LocalWorker worker =
        worker(
            spec,
            (scan, in, out) -> {
              for (int row = 0; row < in.count(); row++) {
                out.row().set(new Other("row " + row)).set(N, in.value(N, row));
              }
            })) {
      assertThat(worker.inOut("beside").lateral(List.of(7L)))
          .extracting(LateralRow::values)
          .containsExactly(Map.of("n", 7L, "text", "row 0"));
    }
  }

  @Test
  void aRecordOfOtherTypesOrColumnsIsRefused() {
    try (LocalWorker wide = worker(REPEAT, (scan, in, out) -> out.row().set(new Wide(1)));
        LocalWorker none = worker(REPEAT, (scan, in, out) -> out.row().set(new Unknown(1)))) {
      assertThatThrownBy(() -> wide.inOut("repeat").lateral(List.of(1L)))
          .hasMessageContaining("is written as one of type BIGINT");
      assertThatThrownBy(() -> none.inOut("repeat").lateral(List.of(1L)))
          .hasMessageContaining(
              "gives no column 'unknown'; it gives [id INTEGER, text VARCHAR, unit_price DECIMAL(5,2)]");
    }
  }

  record Unknown(long unknown) {}

  record Span(int first, Optional<Integer> count) {}

  @Test
  void aDeclarationMayComeWithRowsAndTheirArguments() {
    TableFunction.ArgumentRowSource<Span, Wide> source =
        (span, scan) ->
            IntStream.range(span.first(), span.first() + span.count().orElse(2))
                .mapToObj(Wide::new);
    TableFunction<?> numbers =
        TableFunction.rows(
            FunctionSpec.table("numbers").doc("Numbers"), Span.class, Wide.class, source);
    assertThat(numbers.spec().docs().doc()).isEqualTo("Numbers");
    assertThat(numbers.spec().pushdown())
        .containsExactlyInAnyOrder(Pushdown.PROJECTION, Pushdown.FILTER);
    try (LocalWorker worker = LocalWorker.of(Catalog.named("rows").function(numbers).build())) {
      assertThat(worker.table("numbers", 3).rows(Wide.class))
          .containsExactly(new Wide(3), new Wide(4));
      assertThat(worker.table("numbers", 3).named("count", 3).where("id > 4").rows(Wide.class))
          .containsExactly(new Wide(5));
    }
  }

  @Test
  void whatADeclarationSaysOfPushdownHolds() {
    assertThat(
            TableFunction.rows(
                    FunctionSpec.table("f").pushdown(), Wide.class, scan -> Stream.empty())
                .spec()
                .pushdown())
        .isEmpty();
    assertThat(
            TableFunction.rows(
                    FunctionSpec.table("f").pushdown(Pushdown.FILTER), Wide.class, List.of())
                .spec()
                .pushdown())
        .containsExactly(Pushdown.FILTER);
    assertThat(
            TableFunction.rows(FunctionSpec.table("f").doc("x"), Wide.class, List.of())
                .spec()
                .pushdown())
        .hasSize(2);
  }

  record Broken(Thread thread) {}

  @Test
  void aRecordWithoutTypesIsRefusedByTheNameOfTheFunction() {
    assertThatThrownBy(() -> TableFunction.rows("f", Broken.class, scan -> Stream.empty()))
        .hasMessageStartingWith("'f': Component 'thread' of record ");
    assertThatThrownBy(() -> FunctionSpec.table("f").returns(Broken.class))
        .hasMessageStartingWith("'f': Component 'thread' of record ");
  }
}
