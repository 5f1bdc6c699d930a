package io.vgi.example.aggregate;

import io.vgi.rpc.VgiException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The cells of one tensor: coordinates, one for each axis, to value. */
final class TensorCells {
  private final Map<List<Object>, @Nullable Object> cells = new LinkedHashMap<>();

  void put(List<Object> coordinates, @Nullable Object value) {
    if (cells.containsKey(coordinates)) {
      throw VgiException.invalidArgument(
          "NestTensorError: nest_tensor: duplicate coordinate " + coordinates + " in group");
    }
    cells.put(coordinates, value);
  }

  void putAll(TensorCells other) {
    for (Map.Entry<List<Object>, @Nullable Object> cell : other.cells.entrySet()) {
      put(cell.getKey(), cell.getValue());
    }
  }

  boolean isEmpty() {
    return cells.isEmpty();
  }

  @Nullable Object at(List<Object> coordinates) {
    return cells.get(coordinates);
  }

  /** The distinct coordinates of an axis, sorted. */
  List<Object> axis(int index) {
    TreeSet<Object> values = new TreeSet<>();
    for (List<Object> coordinates : cells.keySet()) {
      values.add(coordinates.get(index));
    }
    return new ArrayList<>(values);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(cells.size());
    for (Map.Entry<List<Object>, @Nullable Object> cell : cells.entrySet()) {
      out.writeInt(cell.getKey().size());
      for (Object coordinate : cell.getKey()) {
        CellValue.encode(coordinate, out);
      }
      CellValue.encode(cell.getValue(), out);
    }
  }

  static TensorCells read(DataInput in) throws IOException {
    TensorCells cells = new TensorCells();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      int axes = in.readInt();
      List<Object> coordinates = new ArrayList<>(axes);
      for (int axis = 0; axis < axes; axis++) {
        coordinates.add(Objects.requireNonNull(CellValue.decode(in), "a coordinate is NULL"));
      }
      cells.put(coordinates, CellValue.decode(in));
    }
    return cells;
  }
}
