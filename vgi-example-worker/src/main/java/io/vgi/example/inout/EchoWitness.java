package io.vgi.example.inout;

import io.vgi.example.Numbers;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Pushdown;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.TableShape;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import java.util.List;
import org.apache.arrow.vector.BaseIntVector;

/** Gives, in every column, the number of columns that the query asked for. */
final class EchoWitness implements TableInOutFunction {
  @Override
  public FunctionSpec spec() {
    return FunctionSpec.tableInOut("echo_witness")
        .tableInput()
        .pushdown(Pushdown.PROJECTION)
        .doc("Emits the number of columns it was asked for in each of them; shows projection")
        .categories("test", "pushdown")
        .build();
  }

  @Override
  public TableShape bind(Bind bind) {
    for (Column<?> column : bind.input()) {
      if (!Numbers.isInteger(column.type())) {
        throw VgiException.invalidArgument(
            "echo_witness: column '" + column.name() + "' does not hold integers; cast it");
      }
    }
    return TableShape.of(bind.input());
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    List<Column<?>> columns = scan.shape().columns();
    int asked = 0;
    for (Column<?> column : columns) {
      asked += scan.wants(column) ? 1 : 0;
    }
    for (int i = 0; i < columns.size(); i++) {
      if (out.wants(columns.get(i))) {
        BaseIntVector vector = (BaseIntVector) out.vector(i);
        for (int row = 0; row < in.count(); row++) {
          vector.setWithPossibleTruncate(row, asked);
        }
      }
    }
    out.rows(in.count());
  }
}
