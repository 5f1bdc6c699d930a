package io.vgi.example;

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

/** Takes the cells out of a tensor of nested lists, one row of output for each. */
public final class Tensors {
  private final String function;
  private final StructVector structs;
  private final FieldVector tensor;
  private final List<FieldVector> axes;
  private final int[] path;
  private final FieldVector values;
  private final StructVector coordinates;
  private int row;
  private int next;

  /**
   * The columns of cells.
   *
   * @param value the type of a cell's value
   * @param axes the type of its coordinates
   */
  public record Cells(SqlType value, SqlType axes) {}

  /** Reads {@code structs} and writes into {@code values} and {@code coordinates}. */
  public Tensors(
      String function, StructVector structs, FieldVector values, StructVector coordinates) {
    this.function = function;
    this.structs = structs;
    this.tensor = structs.getChild("tensor");
    this.axes = ((StructVector) structs.getChild("axes")).getChildrenFromFields();
    this.path = new int[axes.size()];
    this.values = values;
    this.coordinates = coordinates;
  }

  /** The columns of the cells of a tensor; refuses what is none in the name of {@code function}. */
  public static Cells cells(String function, SqlType type) {
    if (!(type.arrow() instanceof ArrowType.Struct)) {
      throw fault(function, "argument must be a struct, got " + type.sql());
    }
    Field tensor = member(type.children(), "tensor");
    Field axes = member(type.children(), "axes");
    if (tensor == null || axes == null) {
      throw fault(function, "struct must have 'tensor' and 'axes' fields, got " + type.sql());
    } else if (!(axes.getType() instanceof ArrowType.Struct)) {
      throw fault(function, "'axes' field must be a struct, got " + SqlType.of(axes).sql());
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
          function,
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
        throw fault(function, "axis '" + axis.getName() + "' must be a list");
      }
      coordinates[i] = Column.of(axis.getName(), SqlType.of(axis.getChildren().get(0)));
    }
    return new Cells(SqlType.of(value), SqlType.struct(coordinates));
  }

  private static @Nullable Field member(List<Field> fields, String name) {
    for (Field field : fields) {
      if (field.getName().equals(name)) {
        return field;
      }
    }
    return null;
  }

  /** Writes the cells of tensor {@code at}, the first to {@code from}; returns the row behind. */
  public int write(int at, int from) {
    row = at;
    next = from;
    if (!structs.isNull(at)) {
      walk(tensor, at, 0);
    }
    return next;
  }

  /** The row behind the last cell written. */
  public int next() {
    return next;
  }

  private void walk(FieldVector level, int at, int depth) {
    if (depth == path.length) {
      define(coordinates, next);
      values.copyFromSafe(at, next, level);
      for (int i = 0; i < path.length; i++) {
        FieldVector axis = ((ListVector) axes.get(i)).getDataVector();
        coordinates.getChildrenFromFields().get(i).copyFromSafe(path[i], next, axis);
      }
      next++;
      return;
    }
    ListVector list = (ListVector) level;
    ListVector axis = (ListVector) axes.get(depth);
    int size = axis.getElementEndIndex(row) - axis.getElementStartIndex(row);
    boolean absent = list.isNull(at);
    int start = absent ? 0 : list.getElementStartIndex(at);
    if (!absent && list.getElementEndIndex(at) - start != size) {
      throw fault(
          function,
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

  /** Makes row {@code at} of a struct not NULL. */
  public static void define(StructVector struct, int at) {
    while (at >= struct.getValueCapacity()) {
      struct.reAlloc();
    }
    struct.setIndexDefined(at);
  }

  private static VgiException fault(String function, String what) {
    return VgiException.invalidArgument("NestTensorError: " + function + ": " + what);
  }
}
