package io.vgi.example.scalar;

import io.vgi.example.Tensors;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** Turns a tensor of nested lists back into one list of cells with their coordinates. */
final class UnnestTensor implements ScalarFunction<ListVector> {
  private static final String NAME = "unnest_tensor";
  private static final Column<FieldVector> TENSOR =
      Column.any("tensor").doc("Struct of 'tensor' and 'axes'");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.scalar(NAME)
        .columns(TENSOR)
        .returns(SqlType.ANY)
        .doc("Invert nest_tensor: list of {value, axes} structs per cell")
        .build();
  }

  @Override
  public SqlType bind(Bind bind) {
    Tensors.Cells cells = Tensors.cells(NAME, bind.type(TENSOR));
    return SqlType.list(
        SqlType.struct(Column.of("value", cells.value()), Column.of("axes", cells.axes())));
  }

  @Override
  public void eval(Call call, Rows in, ListVector out) {
    StructVector cells = (StructVector) out.getDataVector();
    Tensors tensors =
        new Tensors(
            NAME,
            (StructVector) in.get(TENSOR),
            cells.getChildrenFromFields().get(0),
            (StructVector) cells.getChildrenFromFields().get(1));
    in.forEachRow(
        row -> {
          int first = out.startNewValue(row);
          int end = tensors.write(row, first);
          for (int i = first; i < end; i++) {
            Tensors.define(cells, i);
          }
          out.endValue(row, end - first);
        });
    cells.setValueCount(tensors.next());
  }
}
