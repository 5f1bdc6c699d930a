package io.vgi.example.scalar;

import io.vgi.function.Bind;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Rows;
import io.vgi.function.ScalarFunction;
import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Turns a tensor of nested lists back into one list of cells with their coordinates. */
final class UnnestTensor implements ScalarFunction<ListVector> {
  private static final Column<FieldVector> TENSOR =
      Column.any("tensor").doc("Struct of 'tensor' and 'axes'");

  @Override
  public FunctionSpec spec() {
    return FunctionSpec.named("unnest_tensor")
        .columns(TENSOR)
        .returns(SqlType.ANY)
        .doc("Invert nest_tensor: list of {value, axes} structs per cell")
        .build();
  }

  @Override
  public SqlType bind(Bind bind) {
    SqlType type = bind.type(TENSOR);
    if (!(type.arrow() instanceof ArrowType.Struct)) {
      throw fault("argument must be a struct, got " + type.sql());
    }
    Field tensor = member(type.children(), "tensor");
    Field axes = member(type.children(), "axes");
    if (tensor == null || axes == null) {
      throw fault("struct must have 'tensor' and 'axes' fields, got " + type.sql());
    } else if (!(axes.getType() instanceof ArrowType.Struct)) {
      throw fault("'axes' field must be a struct, got " + SqlType.of(axes).sql());
    }
    int count = axes.getChildren().size();
    Field value = tensor;
    int depth = 0;
    while (value.getType() instanceof ArrowType.List && depth < count) {
      value = value.getChildren().get(0);
      depth++;
    }
    boolean deeper = value.getType() instanceof ArrowType.List;
    if (depth != count || deeper) {
      throw fault(
          "tensor nesting depth "
              + (deeper ? "over " : "")
              + depth
              + " does not match number of axes "
              + count);
    }
    Column<?>[] coordinates = new Column<?>[count];
    for (int i = 0; i < count; i++) {
      Field axis = axes.getChildren().get(i);
      if (!(axis.getType() instanceof ArrowType.List)) {
        throw fault("axis '" + axis.getName() + "' must be a list");
      }
      coordinates[i] = Column.of(axis.getName(), SqlType.of(axis.getChildren().get(0)));
    }
    return SqlType.list(
        SqlType.struct(
            Column.of("value", SqlType.of(value)), Column.of("axes", SqlType.struct(coordinates))));
  }

  @Override
  public void eval(Call call, Rows in, ListVector out) {
    StructVector struct = (StructVector) in.get(TENSOR);
    FieldVector tensor = struct.getChild("tensor");
    List<FieldVector> axes = ((StructVector) struct.getChild("axes")).getChildrenFromFields();
    Cells cells = new Cells(axes, (StructVector) out.getDataVector());
    in.forEachRow(
        row -> {
          cells.next = out.startNewValue(row);
          int first = cells.next;
          cells.row = row;
          cells.walk(tensor, row, 0);
          out.endValue(row, cells.next - first);
        });
    out.getDataVector().setValueCount(cells.next);
  }

  private static @Nullable Field member(List<Field> fields, String name) {
    for (Field field : fields) {
      if (field.getName().equals(name)) {
        return field;
      }
    }
    return null;
  }

  private static VgiException fault(String what) {
    return VgiException.invalidArgument("NestTensorError: unnest_tensor: " + what);
  }

  /** Walks the nested lists of one row and writes a struct for each cell. */
  private static final class Cells {
    private final List<FieldVector> axes;
    private final int[] path;
    private final StructVector out;
    private final FieldVector values;
    private final StructVector coordinates;
    private int row;
    private int next;

    Cells(List<FieldVector> axes, StructVector out) {
      this.axes = axes;
      this.path = new int[axes.size()];
      this.out = out;
      this.values = out.getChildrenFromFields().get(0);
      this.coordinates = (StructVector) out.getChildrenFromFields().get(1);
    }

    void walk(FieldVector level, int at, int depth) {
      if (depth == path.length) {
        write(level, at);
        return;
      }
      ListVector list = (ListVector) level;
      ListVector axis = (ListVector) axes.get(depth);
      int size = axis.getElementEndIndex(row) - axis.getElementStartIndex(row);
      boolean absent = list.isNull(at);
      int start = absent ? 0 : list.getElementStartIndex(at);
      if (!absent && list.getElementEndIndex(at) - start != size) {
        throw fault(
            "tensor has "
                + (list.getElementEndIndex(at) - start)
                + " entries where axis "
                + axis.getName()
                + " has "
                + size);
      }
      for (int i = 0; i < size && !absent; i++) {
        path[depth] = axis.getElementStartIndex(row) + i;
        walk(list.getDataVector(), start + i, depth + 1);
      }
    }

    private void write(FieldVector from, int at) {
      define(out);
      define(coordinates);
      values.copyFromSafe(at, next, from);
      for (int i = 0; i < path.length; i++) {
        FieldVector axis = ((ListVector) axes.get(i)).getDataVector();
        coordinates.getChildrenFromFields().get(i).copyFromSafe(path[i], next, axis);
      }
      next++;
    }

    private void define(StructVector struct) {
      while (next >= struct.getValueCapacity()) {
        struct.reAlloc();
      }
      struct.setIndexDefined(next);
    }
  }
}
