package io.vgi.testing;

import io.vgi.internal.filter.FilterSet;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** What a query wants of a function's rows: what is pushed down, and what is done afterwards. */
final class WantedRows {
  private final WireSchema output;
  private final List<Integer> shown = new ArrayList<>();
  private final @Nullable List<Long> projection;
  private final byte @Nullable [] filters;
  private final FilterSet rest;

  WantedRows(
      Bound bound,
      List<String> columns,
      @Nullable Condition condition,
      List<String> besides,
      BufferAllocator memory) {
    this.output = bound.output().decoded();
    for (String column : columns) {
      shown.add(position(column));
    }
    for (int i = 0; columns.isEmpty() && i < output.size(); i++) {
      shown.add(i);
    }
    Set<Integer> needed = new LinkedHashSet<>(shown);
    besides.forEach(column -> needed.add(position(column)));
    boolean pushes = bound.function().is("filter_pushdown");
    FilterWriter pushed = new FilterWriter(bound.output());
    FilterWriter kept = new FilterWriter(bound.output());
    boolean any = false;
    boolean left = false;
    for (Condition part : parts(condition)) {
      boolean told = pushes && !isOfEngine(part);
      boolean exact = told && isExact(part);
      if (told && (exact || !callsUnderOr(part, false))) {
        pushed.add(part, exact);
        any = true;
      }
      if (!exact) {
        kept.add(part, true);
        left = true;
      }
    }
    this.filters = any ? pushed.payload(memory) : null;
    this.rest =
        left
            ? FilterSet.parse(
                kept.payload(memory),
                bound.output(),
                LikePattern.OF_ENGINE,
                List.of(),
                false,
                memory)
            : FilterSet.NONE;
    needed.addAll(pushed.columns());
    needed.addAll(kept.columns());
    this.projection =
        bound.function().is("projection_pushdown")
            ? needed.stream().map(Integer::longValue).toList()
            : null;
  }

  private int position(String column) {
    for (int i = 0; i < output.size(); i++) {
      if (output.field(i).getName().equalsIgnoreCase(column)) {
        return i;
      }
    }
    throw QueryException.ofEngine(
        "Referenced column \""
            + column
            + "\" not found, there are "
            + output.fields().stream().map(field -> field.getName()).toList());
  }

  /** The conditions that hold together, each of which is pushed down by itself. */
  private static List<Condition> parts(@Nullable Condition condition) {
    if (condition == null) {
      return List.of();
    } else if (condition instanceof Condition.Both both && both.node.equals("and")) {
      List<Condition> parts = new ArrayList<>();
      both.children.forEach(child -> parts.addAll(parts(child)));
      return parts;
    }
    return List.of(condition);
  }

  /** Whether only the engine can evaluate it, so that the worker never hears of it. */
  private static boolean isOfEngine(Condition condition) {
    if (condition instanceof Condition.Both both) {
      return both.children.stream().anyMatch(WantedRows::isOfEngine);
    } else if (condition instanceof Condition.Not not) {
      return isOfEngine(not.child);
    }
    return condition instanceof Condition.Call call && call.function.equals(LikePattern.NAME);
  }

  /** Whether the engine leaves the condition to the worker; what has alternatives is a hint. */
  private static boolean isExact(Condition condition) {
    if (condition instanceof Condition.Both both) {
      return both.node.equals("and") && both.children.stream().allMatch(WantedRows::isExact);
    } else if (condition instanceof Condition.Not not) {
      return isExact(not.child);
    }
    return !(condition instanceof Condition.In);
  }

  /** Functions are pushed down by themselves, but not as alternatives. */
  private static boolean callsUnderOr(Condition condition, boolean under) {
    if (condition instanceof Condition.Both both) {
      boolean inside = under || both.node.equals("or");
      return both.children.stream().anyMatch(child -> callsUnderOr(child, inside));
    } else if (condition instanceof Condition.Not not) {
      return callsUnderOr(not.child, under);
    }
    return under && condition instanceof Condition.Call;
  }

  /** Adds to a request what is pushed down. */
  WireRecord in(WireRecord init) {
    return init.set("projection_ids", projection).set("pushdown_filters", filters);
  }

  /**
   * Adds the rows of {@code batch} that are wanted to {@code rows}, with the number of each. Any
   * thread.
   */
  synchronized void read(WireBatch batch, List<Row> rows) {
    @Nullable FieldVector[] vectors = new @Nullable FieldVector[output.size()];
    List<Long> given = projection;
    int width = given == null ? output.size() : given.size();
    if (batch.columns().size() != width) {
      throw QueryException.ofEngine(
          "A batch of " + width + " columns is expected, it has " + batch.columns().size());
    }
    for (int i = 0; i < width; i++) {
      int position = given == null ? i : Math.toIntExact(given.get(i));
      if (!WireSchema.sameType(output.field(position), batch.schema().decoded().field(i))) {
        throw QueryException.ofEngine(
            "Column '"
                + output.field(position).getName()
                + "' is a "
                + batch.schema().field(i).getType()
                + ", but was bound as a "
                + output.field(position).getType());
      }
      vectors[position] = batch.column(i);
    }
    Map<String, ValueCodec.Reader<Object>> readers = new LinkedHashMap<>();
    for (int i = 0; i < vectors.length; i++) {
      FieldVector vector = vectors[i];
      if (vector != null) {
        Field field = output.field(i);
        readers.put(field.getName(), ValueCodec.natural(SqlType.of(field)).reader(vector));
      }
    }
    int[] selected = new int[batch.rows()];
    int count = batch.rows();
    if (rest.isEmpty()) {
      for (int i = 0; i < count; i++) {
        selected[i] = i;
      }
    } else {
      count = rest.select(vectors, batch.rows(), selected);
    }
    for (int i = 0; i < count; i++) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      int row = selected[i];
      readers.forEach((name, reader) -> all.put(name, reader.get(row)));
      rows.add(new Row(row, all));
    }
  }

  /** A row and its number in its batch. */
  record Row(int number, Map<String, @Nullable Object> all) {}

  /** The columns of {@code row} that the query names. */
  Map<String, @Nullable Object> shown(Row row) {
    Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    for (int position : shown) {
      String name = output.field(position).getName();
      columns.put(name, row.all().get(name));
    }
    return java.util.Collections.unmodifiableMap(columns);
  }

  List<Map<String, @Nullable Object>> shown(List<Row> rows) {
    List<Map<String, @Nullable Object>> all = new ArrayList<>(rows.size());
    rows.forEach(row -> all.add(shown(row)));
    return java.util.Collections.unmodifiableList(all);
  }
}
