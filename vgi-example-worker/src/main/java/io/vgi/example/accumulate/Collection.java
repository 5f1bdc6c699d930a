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
import org.apache.arrow.vector.TimeStampMicroVector;
import org.jspecify.annotations.Nullable;

/**
 * The rows collected under one name: a value for each batch, whose key says when it came and which
 * of its rows are left, so that keys sort by time and rows are counted without reading them.
 */
final class Collection {
  static final String TIMESTAMP = "_timestamp";

  private static final Column<TimeStampMicroVector> TIMESTAMP_COLUMN = Column.timestamp(TIMESTAMP);
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
    for (Segment segment : segments("")) {
      byte[] bytes = scope.get(segment.key());
      if (bytes != null) {
        call.visit(bytes, rows -> columns.addAll(rows.columns()));
        break;
      }
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
    for (Segment segment : segments("")) {
      if (segment.micros() < micros) {
        scope.delete(segment.key());
      }
    }
  }

  /** Drops the oldest rows, so that at most {@code most} are left. */
  void keepNewest(long most) {
    List<Segment> segments = segments("");
    long excess = -most;
    for (Segment segment : segments) {
      excess += segment.left();
    }
    for (int i = 0; excess > 0; i++) {
      Segment segment = segments.get(i);
      byte[] bytes = segment.left() > excess ? scope.get(segment.key()) : null;
      if (bytes != null) {
        int dropped = segment.dropped() + (int) excess;
        scope.put(key(segment.micros(), segment.id(), segment.rows(), dropped), bytes);
      }
      scope.delete(segment.key());
      excess -= segment.left();
    }
  }

  /** Drops all rows and returns how many there were. */
  long clear() {
    long rows = 0;
    for (Segment segment : segments("")) {
      rows += segment.left();
      scope.delete(segment.key());
    }
    return rows;
  }

  /**
   * Writes the batch that comes behind the one with key {@code after}.
   *
   * @return its key, or null when there is none
   */
  @Nullable String write(String after, BatchWriter out) throws Exception {
    for (Segment segment : segments(after)) {
      byte[] bytes = scope.get(segment.key());
      if (bytes == null) {
        continue;
      }
      if (segment.dropped() == 0) {
        out.forward(bytes);
      } else {
        int[] left = new int[segment.left()];
        for (int i = 0; i < left.length; i++) {
          left[i] = segment.dropped() + i;
        }
        call.visit(bytes, rows -> out.forward(rows, left, left.length));
      }
      stamp(segment.micros(), segment.left(), out);
      return segment.key();
    }
    return null;
  }

  /** Fills the column that says when the rows of the batch came. */
  static void stamp(long micros, int rows, BatchWriter out) {
    TimeStampMicroVector column = out.get(TIMESTAMP_COLUMN);
    for (int row = 0; row < rows; row++) {
      column.setSafe(row, micros);
    }
  }

  private List<Segment> segments(String after) {
    List<Segment> segments = new ArrayList<>();
    for (String key : scope.keys()) {
      if (key.startsWith(prefix) && key.compareTo(after) > 0) {
        int id = key.indexOf(':', prefix.length());
        int rows = key.indexOf(':', id + 1);
        int dropped = key.indexOf(':', rows + 1);
        segments.add(
            new Segment(
                key,
                Long.parseLong(key, prefix.length(), id, 10),
                key.substring(id + 1, rows),
                Integer.parseInt(key, rows + 1, dropped, 10),
                Integer.parseInt(key, dropped + 1, key.length(), 10)));
      }
    }
    return segments;
  }

  private String key(long micros, String id, int rows, int dropped) {
    return prefix + padded(micros) + ":" + id + ":" + rows + ":" + dropped;
  }

  private static String padded(long number) {
    String digits = Long.toString(number);
    return "0".repeat(TIME_DIGITS - digits.length()) + digits;
  }
}
