package io.vgi.internal.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.catalog.Catalog;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.TableShape;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.type.Column;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;

/** What a function asks of the batches that it is sent is in the list of functions. */
class InputRowsTest {
  private static final Column<BigIntVector> N = Column.bigint("n");

  private record Copies(FunctionSpec spec) implements TableInOutFunction {
    @Override
    public TableShape bind(Bind bind) {
      return TableShape.of(N);
    }

    @Override
    public void apply(Scan scan, Rows in, BatchWriter out) {
      out.forward(in);
    }
  }

  private static WireRecord listed(FunctionSpec spec) {
    WireRecord info = WireRecord.named("FunctionInfo");
    FunctionKind.of(new Copies(spec), spec).describe(info);
    return info;
  }

  @Test
  void onlyWhoAsksForFewRowsIsListedWithANumber() {
    FunctionSpec few = FunctionSpec.tableInOut("few").columns(N).inputRows(3).build();
    assertThat(listed(few).number("input_rows_per_call")).isEqualTo(3);
    FunctionSpec any = FunctionSpec.tableInOut("any").columns(N).build();
    WireRecord info = listed(any);
    assertThat(info.has("input_rows_per_call")).isTrue();
    assertThat(info.number("input_rows_per_call")).isNull();
  }

  @Test
  void aWishThatCannotBeMetIsRefused() {
    assertThatThrownBy(() -> FunctionSpec.tableInOut("none").columns(N).inputRows(0).build())
        .hasMessageContaining("a batch has at least one row, not 0");
    FunctionSpec table = FunctionSpec.tableInOut("table").tableInput().inputRows(3).build();
    assertThatThrownBy(() -> Catalog.named("shop").function(new Copies(table)).build())
        .hasMessageContaining("asks for few rows in a batch");
  }
}
