package io.vgi.example.inout;

import io.vgi.example.Tensors;
import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.TableShape;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import org.apache.arrow.vector.complex.StructVector;

/** A row for each cell of the tensors in its input. */
final class UnnestTensorRows implements TableInOutFunction {
  private static final String NAME = "unnest_tensor_rows";

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.tableInOut(NAME)
        .tableInput()
        .doc("Invert nest_tensor, streaming one row per cell (LATERAL-friendly)")
        .build();
  }

  @Override
  public TableShape bind(Bind bind) {
    if (bind.input().size() != 1) {
      throw VgiException.invalidArgument(
          "NestTensorError: "
              + NAME
              + ": input table must have exactly one column (the nest_tensor struct)");
    }
    Tensors.Cells cells = Tensors.cells(NAME, bind.input().get(0).type());
    return TableShape.of(Column.of("value", cells.value()), Column.of("axes", cells.axes()));
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    Tensors tensors =
        new Tensors(NAME, (StructVector) in.vector(0), out.vector(0), (StructVector) out.vector(1));
    for (int row = 0; row < in.count(); row++) {
      tensors.write(row, tensors.next());
    }
    out.rows(tensors.next());
  }
}
