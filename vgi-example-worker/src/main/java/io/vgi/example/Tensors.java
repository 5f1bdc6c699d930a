package io.vgi.example;

import io.vgi.rpc.VgiException;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Takes the cells out of tensors of nested lists, in the name of a function.
 *
 * @param function the name, for messages
 */
public record Tensors(String function) {
  /** The columns {@code value} and {@code axes} of the cells of a tensor of {@code type}. */
  public List<Column<?>> columns(SqlType type) {
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
    return List.of(
        Column.of("value", SqlType.of(value)), Column.of("axes", SqlType.struct(coordinates)));
  }

  private static @Nullable Field member(List<Field> fields, String name) {
    for (Field field : fields) {
      if (field.getName().equals(name)) {
        return field;
      }
    }
    return null;
  }

  /** The cells of a tensor as values of {@link #columns}; none when it is null. */
  public List<Map<String, @Nullable Object>> cells(@Nullable Object tensor) {
    List<Map<String, @Nullable Object>> cells = new ArrayList<>();
    if (tensor instanceof Map<?, ?> struct && struct.get("axes") instanceof Map<?, ?> axes) {
      List<Map.Entry<?, ?>> all = new ArrayList<>(axes.entrySet());
      walk(struct.get("tensor"), all, new LinkedHashMap<>(), cells);
    }
    return cells;
  }

  private void walk(
      @Nullable Object level,
      List<Map.Entry<?, ?>> axes,
      Map<String, @Nullable Object> path,
      List<Map<String, @Nullable Object>> cells) {
    if (path.size() == axes.size()) {
      Map<String, @Nullable Object> cell = new LinkedHashMap<>();
      cell.put("value", level);
      cell.put("axes", new LinkedHashMap<>(path));
      cells.add(cell);
    } else if (level instanceof List<?> entries) {
      Map.Entry<?, ?> axis = axes.get(path.size());
      String name = (String) axis.getKey();
      List<?> coordinates = axis.getValue() instanceof List<?> list ? list : List.of();
      if (entries.size() != coordinates.size()) {
        throw fault(
            "tensor has "
                + entries.size()
                + " entries where axis "
                + name
                + " has "
                + coordinates.size());
      }
      for (int i = 0; i < entries.size(); i++) {
        path.put(name, coordinates.get(i));
        walk(entries.get(i), axes, path, cells);
        path.remove(name);
      }
    }
  }

  private VgiException fault(String what) {
    return VgiException.invalidArgument("NestTensorError: " + function + ": " + what);
  }
}
