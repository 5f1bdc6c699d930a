package io.vgi.example.inout;

import io.vgi.function.BatchWriter;
import io.vgi.function.Bind;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.Scan;
import io.vgi.function.TableInOutFunction;
import io.vgi.function.TableShape;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/** Gives back the columns it is given, whatever their types. */
final class BlendedAny implements TableInOutFunction {
  private final FunctionSpec spec;
  private final Column<FieldVector> given;

  private BlendedAny(FunctionSpec spec, Column<FieldVector> given) {
    this.spec = spec;
    this.given = given;
  }

  static BlendedAny single() {
    Column<FieldVector> value =
        Column.any("value").doc("Input column of any type (echoed back unchanged)");
    return new BlendedAny(
        FunctionSpec.tableInOut("blended_any")
            .columns(value)
            .doc("Blended 1->1 echo of one ANY-typed input column (output typed from the input)")
            .categories("blended", "test")
            .build(),
        value);
  }

  static BlendedAny repeated() {
    Column<FieldVector> values =
        Column.any("values").varargs().doc("Input columns of any types (echoed back)");
    return new BlendedAny(
        FunctionSpec.tableInOut("blended_any_varargs")
            .columns(values)
            .doc("Blended 1->1 echo of N ANY-typed varargs input columns (col0..colN-1)")
            .categories("blended", "test")
            .build(),
        values);
  }

  @Override
  public FunctionSpec spec() {
    return spec;
  }

  @Override
  public TableShape bind(Bind bind) {
    List<SqlType> types = bind.types(given);
    List<Column<?>> columns = new ArrayList<>(types.size());
    for (int i = 0; i < types.size(); i++) {
      columns.add(Column.of(given.isVarargs() ? "col" + i : given.name(), types.get(i)));
    }
    return TableShape.of(columns);
  }

  @Override
  public void apply(Scan scan, Rows in, BatchWriter out) {
    out.forward(in);
  }
}
