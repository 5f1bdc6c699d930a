package io.vgi.example.accumulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.function.Rows;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateCodec;
import io.vgi.state.StateScope;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.jspecify.annotations.Nullable;

/** The rows collected under one name: a value for each batch, under keys that sort by time. */
final class Collection {
  static final String TIMESTAMP = "_timestamp";

  private static final Column<TimeStampMicroVector> TIMESTAMP_COLUMN = Column.timestamp(TIMESTAMP);
  private static final StateCodec<Batch> BATCHES = StateCodec.ofRecord(Batch.class);
  private static final int MAX_NAME_BYTES = 255;

  private final Call call;
  private final StateScope scope;
  private final String name;
  private final String prefix;

  /**
   * A batch of rows.
   *
   * @param micros when it came
   * @param rows how many rows it has
   * @param dropped how many of them, from the first, do not belong to the collection any more
   * @param bytes the rows
   */
  @SuppressWarnings("ArrayRecordComponent") // read only, never compared
  record Batch(long micros, int rows, int dropped, byte[] bytes) {
    int left() {
      return rows - dropped;
    }
  }

  /** Looks at a batch and says whether it wants the next one. */
  @FunctionalInterface
  private interface Visitor {
    boolean visit(String key, Batch batch);
  }

  private Collection(Call call, String name) {
    this.call = call;
    this.scope = call.attachState();
    this.name = name;
    this.prefix = name.length() + ":" + name + ":";
  }

  /** The collection that {@code call} names with {@code arg}. */
  static Collection of(Call call, Arg<String> arg) {
    String name = call.get(arg);
    if (name.isBlank()) {
      throw VgiException.invalidArgument("collection name must be a non-empty string");
    } else if (name.getBytes(UTF_8).length > MAX_NAME_BYTES) {
      throw VgiException.invalidArgument(
          "collection name must be at most " + MAX_NAME_BYTES + " bytes");
    }
    return new Collection(call, name);
  }

  String name() {
    return name;
  }

  /** {@code input} with the column that says when a row came. */
  static List<Column<?>> withTimestamp(List<Column<?>> input) {
    List<Column<?>> columns = new ArrayList<>(input);
    columns.add(TIMESTAMP_COLUMN);
    return columns;
  }

  /** The columns of the rows as they were given, or null when there are no rows. */
  @Nullable List<Column<?>> columns() throws Exception {
    Map.Entry<String, Batch> first = next("");
    if (first == null) {
      return null;
    }
    List<Column<?>> columns = new ArrayList<>();
    call.visit(first.getValue().bytes(), rows -> columns.addAll(rows.columns()));
    return columns;
  }

  /** Adds a batch, number {@code index} of those that come at {@code micros}. */
  void add(long micros, long index, Rows rows) {
    String key = String.format("%s%019d:%019d-%s", prefix, micros, index, UUID.randomUUID());
    scope.put(key, new Batch(micros, rows.count(), 0, rows.toBytes()), BATCHES);
  }

  /** Drops the rows that came before {@code micros}. */
  void dropBefore(long micros) {
    forEach(
        (key, batch) -> {
          boolean old = batch.micros() < micros;
          if (old) {
            scope.delete(key);
          }
          return old;
        });
  }

  /** Drops the oldest rows, so that at most {@code most} are left. */
  void keepNewest(long most) {
    long[] excess = {-most};
    forEach(
        (key, batch) -> {
          excess[0] += batch.left();
          return true;
        });
    forEach(
        (key, batch) -> {
          int drop = (int) Math.min(batch.left(), Math.max(0, excess[0]));
          excess[0] -= drop;
          if (drop == batch.left()) {
            scope.delete(key);
          } else if (drop > 0) {
            int dropped = batch.dropped() + drop;
            scope.put(
                key, new Batch(batch.micros(), batch.rows(), dropped, batch.bytes()), BATCHES);
          }
          return excess[0] > 0;
        });
  }

  /** Drops all rows and returns how many there were. */
  long clear() {
    long[] rows = {0};
    forEach(
        (key, batch) -> {
          rows[0] += batch.left();
          scope.delete(key);
          return true;
        });
    return rows[0];
  }

  /**
   * Writes the batch that comes behind the one with key {@code after}.
   *
   * @return its key, or null when there is none
   */
  @Nullable String write(String after, BatchWriter out) throws Exception {
    Map.Entry<String, Batch> next = next(after);
    if (next == null) {
      return null;
    }
    Batch batch = next.getValue();
    int[] left = IntStream.range(batch.dropped(), batch.rows()).toArray();
    call.visit(batch.bytes(), rows -> out.forward(rows, left, left.length));
    stamp(batch.micros(), left.length, out);
    return next.getKey();
  }

  /** Fills the column that says when the rows of the batch came. */
  static void stamp(long micros, int rows, BatchWriter out) {
    TimeStampMicroVector column = out.get(TIMESTAMP_COLUMN);
    for (int row = 0; row < rows; row++) {
      column.setSafe(row, micros);
    }
  }

  /** The batch behind the one with key {@code after}; others may drop batches meanwhile. */
  private Map.@Nullable Entry<String, Batch> next(String after) {
    String at = after;
    List<String> keys = scope.keys(prefix, at, 1);
    while (!keys.isEmpty()) {
      at = keys.get(0);
      Batch batch = scope.find(at, BATCHES);
      if (batch != null) {
        return Map.entry(at, batch);
      }
      keys = scope.keys(prefix, at, 1);
    }
    return null;
  }

  /** Looks at the batches in their order. */
  private void forEach(Visitor visitor) {
    Map.Entry<String, Batch> at = next("");
    while (at != null && visitor.visit(at.getKey(), at.getValue())) {
      at = next(at.getKey());
    }
  }
}
