package io.vgi.example.accumulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vgi.function.BatchWriter;
import io.vgi.function.Call;
import io.vgi.param.Arg;
import io.vgi.rpc.VgiException;
import io.vgi.state.StateScope;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.jspecify.annotations.Nullable;

/**
 * The rows collected under one name: a value for each batch, whose key says when it came and which
 * of its rows are left, so that keys sort by time and rows are counted without reading them.
 */
final class Collection {
  static final String TIMESTAMP = "_timestamp";

  private static final Column<TimeStampMicroVector> TIMESTAMP_COLUMN = Column.timestamp(TIMESTAMP);
  private static final int PAGE = 1000;
  private static final int MAX_NAME_BYTES = 255;
  private static final int TIME_DIGITS = 19;

  private final Call call;
  private final StateScope scope;
  private final String name;
  private final String prefix;

  /**
   * A batch of rows.
   *
   * @param key what it is stored under
   * @param micros when it came
   * @param id tells batches of one time apart, in order
   * @param rows how many rows it has
   * @param dropped how many of them, from the first, do not belong to the collection any more
   */
  private record Segment(String key, long micros, String id, int rows, int dropped) {
    int left() {
      return rows - dropped;
    }
  }

  /** A batch with its rows. */
  @SuppressWarnings("ArrayRecordComponent") // read only, never compared
  private record Batch(Segment segment, byte[] bytes) {}

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
    List<Column<?>> columns = new ArrayList<>();
    Batch first = next("");
    if (first != null) {
      call.visit(first.bytes(), rows -> columns.addAll(rows.columns()));
    }
    return columns.isEmpty() ? null : columns;
  }

  /** Adds a batch, number {@code index} of those that come at {@code micros}. */
  void add(long micros, long index, int rows, byte[] bytes) {
    String id = padded(index) + "-" + UUID.randomUUID();
    scope.put(key(micros, id, rows, 0), bytes);
  }

  /** Drops the rows that came before {@code micros}. */
  void dropBefore(long micros) {
    forEach(
        segment -> {
          boolean old = segment.micros() < micros;
          if (old) {
            scope.delete(segment.key());
          }
          return old;
        });
  }

  /** Drops the oldest rows, so that at most {@code most} are left. */
  void keepNewest(long most) {
    long[] excess = {-most};
    forEach(
        segment -> {
          excess[0] += segment.left();
          return true;
        });
    forEach(
        segment -> {
          if (excess[0] <= 0) {
            return false;
          }
          byte[] bytes = segment.left() > excess[0] ? scope.find(segment.key()) : null;
          if (bytes != null) {
            int dropped = segment.dropped() + (int) excess[0];
            scope.put(key(segment.micros(), segment.id(), segment.rows(), dropped), bytes);
          }
          scope.delete(segment.key());
          excess[0] -= segment.left();
          return true;
        });
  }

  /** Drops all rows and returns how many there were. */
  long clear() {
    long[] rows = {0};
    forEach(
        segment -> {
          rows[0] += segment.left();
          scope.delete(segment.key());
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
    Batch batch = next(after);
    if (batch == null) {
      return null;
    }
    Segment segment = batch.segment();
    if (segment.dropped() == 0) {
      out.forward(batch.bytes());
    } else {
      int[] left = new int[segment.left()];
      for (int i = 0; i < left.length; i++) {
        left[i] = segment.dropped() + i;
      }
      call.visit(batch.bytes(), rows -> out.forward(rows, left, left.length));
    }
    stamp(segment.micros(), segment.left(), out);
    return segment.key();
  }

  /** Fills the column that says when the rows of the batch came. */
  static void stamp(long micros, int rows, BatchWriter out) {
    TimeStampMicroVector column = out.get(TIMESTAMP_COLUMN);
    for (int row = 0; row < rows; row++) {
      column.setSafe(row, micros);
    }
  }

  /** The batch behind the one with key {@code after}; others may drop batches meanwhile. */
  private @Nullable Batch next(String after) {
    String at = after;
    List<String> keys = scope.keys(prefix, at, 1);
    while (!keys.isEmpty()) {
      at = keys.get(0);
      byte[] bytes = scope.find(at);
      if (bytes != null) {
        return new Batch(segment(at), bytes);
      }
      keys = scope.keys(prefix, at, 1);
    }
    return null;
  }

  /** Looks at the batches in their order while {@code use} says that it wants more. */
  private void forEach(Predicate<Segment> use) {
    List<String> keys = scope.keys(prefix, null, PAGE);
    while (!keys.isEmpty()) {
      for (String key : keys) {
        if (!use.test(segment(key))) {
          return;
        }
      }
      keys = scope.keys(prefix, keys.get(keys.size() - 1), PAGE);
    }
  }

  private Segment segment(String key) {
    int id = key.indexOf(':', prefix.length());
    int rows = key.indexOf(':', id + 1);
    int dropped = key.indexOf(':', rows + 1);
    return new Segment(
        key,
        Long.parseLong(key, prefix.length(), id, 10),
        key.substring(id + 1, rows),
        Integer.parseInt(key, rows + 1, dropped, 10),
        Integer.parseInt(key, dropped + 1, key.length(), 10));
  }

  private String key(long micros, String id, int rows, int dropped) {
    return prefix + padded(micros) + ":" + id + ":" + rows + ":" + dropped;
  }

  private static String padded(long number) {
    String digits = Long.toString(number);
    return "0".repeat(TIME_DIGITS - digits.length()) + digits;
  }
}
