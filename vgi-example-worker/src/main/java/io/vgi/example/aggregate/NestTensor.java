package io.vgi.example.aggregate;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.NullHandling;
import io.vgi.function.Rows;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Collects rows into a dense tensor: nested lists in the order of the sorted axis values. */
final class NestTensor implements AggregateFunction<TensorCells, StructVector> {
  private static final String MAX_CELLS = "VGI_NEST_TENSOR_MAX_CELLS";
  private static final long DEFAULT_MAX_CELLS = 10_000_000;

  private static final Column<FieldVector> VALUE = Column.any("value").doc("Cell value");
  private static final Column<FieldVector> AXES =
      Column.any("axes").doc("Struct with one coordinate per axis");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.aggregate("nest_tensor")
        .columns(VALUE, AXES)
        .returns(SqlType.ANY)
        // a NULL value is a cell of its own
        .nulls(NullHandling.SPECIAL)
        .doc("Collect rows into a dense N-D tensor plus per-axis coordinates")
        .build();
  }

  @Override
  public SqlType bind(Bind bind) {
    SqlType axes = bind.type(AXES);
    if (!(axes.arrow() instanceof ArrowType.Struct)) {
      throw fault("second argument must be a struct, got " + axes.sql());
    } else if (axes.children().isEmpty()) {
      throw fault("axes struct must have at least one field");
    }
    SqlType tensor = bind.type(VALUE);
    List<Column<?>> coordinates = new ArrayList<>();
    for (Field axis : axes.children()) {
      SqlType type = SqlType.of(axis);
      if (type.arrow() instanceof ArrowType.FloatingPoint) {
        throw fault(
            "axis '"
                + axis.getName()
                + "' has floating-point type "
                + type.sql()
                + "; floats are not supported as coord types (NaN breaks equality)");
      } else if (!type.children().isEmpty()) {
        throw fault(
            "axis '"
                + axis.getName()
                + "' has nested type "
                + type.sql()
                + "; only scalar coord types are supported");
      }
      coordinates.add(Column.of(axis.getName(), SqlType.list(type)));
      tensor = SqlType.list(tensor);
    }
    return SqlType.struct(
        Column.of("tensor", tensor),
        Column.of("axes", SqlType.struct(coordinates.toArray(new Column<?>[0]))));
  }

  @Override
  public TensorCells newState() {
    return new TensorCells();
  }

  @Override
  public void update(Call call, Groups<TensorCells> groups, Rows in) {
    FieldVector values = in.get(VALUE);
    StructVector structs = (StructVector) in.get(AXES);
    List<FieldVector> axes = structs.getChildrenFromFields();
    for (int row = 0; row < in.count(); row++) {
      if (structs.isNull(row)) {
        continue;
      }
      List<Object> coordinates = new ArrayList<>(axes.size());
      for (FieldVector axis : axes) {
        Object coordinate = CellValue.read(axis, row);
        if (coordinate == null) {
          throw fault("null coord value for axis '" + axis.getName() + "'");
        }
        coordinates.add(coordinate);
      }
      groups.at(row).put(coordinates, CellValue.read(values, row));
    }
  }

  @Override
  public void merge(TensorCells into, TensorCells from) {
    into.putAll(from);
  }

  @Override
  public void result(Call call, TensorCells state, StructVector out, int row) {
    if (state.isEmpty()) {
      return;
    }
    StructVector axes = (StructVector) out.getChildrenFromFields().get(1);
    List<List<Object>> coordinates = new ArrayList<>();
    long cells = 1;
    for (int i = 0; i < axes.getChildrenFromFields().size(); i++) {
      coordinates.add(state.axis(i));
      cells *= coordinates.get(i).size();
      if (cells > maxCells()) {
        throw fault("tensor has " + cells + " cells or more, over " + MAX_CELLS + "=" + maxCells());
      }
    }
    define(out, row);
    define(axes, row);
    for (int i = 0; i < coordinates.size(); i++) {
      ListVector axis = (ListVector) axes.getChildrenFromFields().get(i);
      int at = axis.startNewValue(row);
      for (Object coordinate : coordinates.get(i)) {
        CellValue.write(axis.getDataVector(), at++, coordinate);
      }
      axis.endValue(row, coordinates.get(i).size());
    }
    nest(out.getChildrenFromFields().get(0), row, state, coordinates, new ArrayList<>());
  }

  private static void nest(
      FieldVector out,
      int row,
      TensorCells state,
      List<List<Object>> coordinates,
      List<Object> prefix) {
    if (prefix.size() == coordinates.size()) {
      Object value = state.at(prefix);
      if (value == null) {
        out.setNull(row);
      } else {
        CellValue.write(out, row, value);
      }
      return;
    }
    ListVector list = (ListVector) out;
    List<Object> axis = coordinates.get(prefix.size());
    int at = list.startNewValue(row);
    for (int i = 0; i < axis.size(); i++) {
      prefix.add(axis.get(i));
      nest(list.getDataVector(), at + i, state, coordinates, prefix);
      prefix.remove(prefix.size() - 1);
    }
    list.endValue(row, axis.size());
  }

  @Override
  public StateCodec<TensorCells> stateCodec() {
    return StateCodec.of(TensorCells::write, TensorCells::read);
  }

  private static void define(StructVector struct, int row) {
    while (row >= struct.getValueCapacity()) {
      struct.reAlloc();
    }
    struct.setIndexDefined(row);
  }

  private static long maxCells() {
    String limit = System.getenv(MAX_CELLS);
    return limit == null ? DEFAULT_MAX_CELLS : Long.parseLong(limit);
  }

  private static VgiException fault(String what) {
    return VgiException.invalidArgument("NestTensorError: nest_tensor: " + what);
  }
}
