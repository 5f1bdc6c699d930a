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
import io.vgi.type.ValueCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Collects rows into a dense tensor: nested lists in the order of the sorted axis values. */
record NestTensor(FunctionSpec spec) implements AggregateFunction<NestTensor.Cells, FieldVector> {
  private static final String MAX_CELLS = "VGI_NEST_TENSOR_MAX_CELLS";
  private static final long DEFAULT_MAX_CELLS = 10_000_000;
  private static final Column<FieldVector> VALUE = Column.any("value").doc("Cell value");
  private static final Column<FieldVector> AXES =
      Column.any("axes").doc("Struct with one coordinate per axis");
  // their Java values are not equal when DuckDB's are
  private static final Set<ArrowTypeID> NO_COORDINATES =
      EnumSet.of(ArrowTypeID.Binary, ArrowTypeID.LargeBinary, ArrowTypeID.Interval);
  private static final StateCodec<@Nullable Object> VALUES = StateCodec.values();

  /**
   * The cells of one tensor.
   *
   * @param values a cell's value by its coordinates, one for each axis
   */
  record Cells(Map<List<Object>, @Nullable Object> values) {
    private void put(List<Object> coordinates, @Nullable Object value) {
      if (values.containsKey(coordinates)) {
        throw fault("duplicate coordinate " + coordinates + " in group");
      }
      values.put(coordinates, value);
    }
  }

  NestTensor() {
    this(
        FunctionSpec.aggregate("nest_tensor")
            .columns(VALUE, AXES)
            .returns(SqlType.ANY)
            // a NULL value is a cell of its own
            .nulls(NullHandling.SPECIAL)
            .doc("Collect rows into a dense N-D tensor plus per-axis coordinates")
            .build());
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
      String start = "axis '" + axis.getName() + "' has ";
      if (type.arrow() instanceof ArrowType.FloatingPoint) {
        throw fault(
            start
                + "floating-point type "
                + type.sql()
                + "; floats are not supported as coord types (NaN breaks equality)");
      } else if (!type.children().isEmpty()) {
        throw fault(
            start + "nested type " + type.sql() + "; only scalar coord types are supported");
      } else if (NO_COORDINATES.contains(type.arrow().getTypeID())) {
        throw fault(start + "type " + type.sql() + ", whose values do not tell coordinates apart");
      }
      coordinates.add(Column.of(axis.getName(), SqlType.list(type)));
      tensor = SqlType.list(tensor);
    }
    return SqlType.struct(
        Column.of("tensor", tensor),
        Column.of("axes", SqlType.struct(coordinates.toArray(new Column<?>[0]))));
  }

  @Override
  public Cells newState() {
    return new Cells(new LinkedHashMap<>());
  }

  @Override
  public void update(Call call, Groups<Cells> groups, Rows in) {
    ValueCodec.Reader<Object> values = reader(in.get(VALUE));
    ValueCodec.Reader<Object> axes = reader(in.get(AXES));
    for (int row = 0; row < in.count(); row++) {
      if (axes.get(row) instanceof Map<?, ?> struct) {
        struct.forEach(
            (axis, coordinate) -> {
              if (coordinate == null) {
                throw fault("null coord value for axis '" + axis + "'");
              }
            });
        groups.at(row).put(new ArrayList<>(struct.values()), values.get(row));
      }
    }
  }

  private static ValueCodec.Reader<Object> reader(FieldVector vector) {
    return ValueCodec.natural(SqlType.of(vector.getField())).reader(vector);
  }

  @Override
  public void merge(Call call, Cells into, Cells from) {
    from.values().forEach(into::put);
  }

  @Override
  public void result(Call call, Cells state, FieldVector out, int row) {
    if (state.values().isEmpty()) {
      return;
    }
    SqlType type = SqlType.of(out.getField());
    Map<String, Object> axes = new LinkedHashMap<>();
    List<List<Object>> coordinates = new ArrayList<>();
    long cells = 1;
    for (Field field : type.children().get(1).getChildren()) {
      List<Object> axis = axis(state, coordinates.size(), field.getChildren().get(0));
      coordinates.add(axis);
      axes.put(field.getName(), axis);
      cells *= axis.size();
      if (cells > maxCells()) {
        throw fault("tensor has " + cells + " cells or more, over " + MAX_CELLS + "=" + maxCells());
      }
    }
    Object tensor = Objects.requireNonNull(nest(state, coordinates, List.of()));
    ValueCodec.natural(type).set(out, row, Map.of("tensor", tensor, "axes", axes));
  }

  /** The distinct coordinates of an axis, sorted. */
  private static List<Object> axis(Cells state, int index, Field field) {
    TreeSet<Object> values = new TreeSet<>(ValueCodec.natural(SqlType.of(field))::compare);
    state.values().keySet().forEach(coordinates -> values.add(coordinates.get(index)));
    return new ArrayList<>(values);
  }

  private static @Nullable Object nest(
      Cells state, List<List<Object>> coordinates, List<Object> prefix) {
    if (prefix.size() == coordinates.size()) {
      return state.values().get(prefix);
    }
    List<@Nullable Object> list = new ArrayList<>();
    for (Object coordinate : coordinates.get(prefix.size())) {
      List<Object> path = new ArrayList<>(prefix);
      path.add(coordinate);
      list.add(nest(state, coordinates, path));
    }
    return list;
  }

  @Override
  @SuppressWarnings("unchecked") // the map that was written
  public StateCodec<Cells> stateCodec() {
    return new StateCodec<>() {
      @Override
      public void write(Cells cells, DataOutput out) throws IOException {
        VALUES.write(cells.values(), out);
      }

      @Override
      public Cells read(DataInput in) throws IOException {
        return new Cells((Map<List<Object>, @Nullable Object>) VALUES.read(in));
      }
    };
  }

  private static long maxCells() {
    String limit = System.getenv(MAX_CELLS);
    return limit == null ? DEFAULT_MAX_CELLS : Long.parseLong(limit);
  }

  private static VgiException fault(String what) {
    return VgiException.invalidArgument("NestTensorError: nest_tensor: " + what);
  }
}
