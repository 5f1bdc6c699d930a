package io.vgi.testing;

import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.testing.WindowFrames.Range;
import io.vgi.type.SqlType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Computes windows in the way that the engine chooses for a function. */
final class WindowQuery {
  /** How many rows a state of the engine's segment tree is of. */
  private static final int LEAF = 16;

  private final AggregateExecution execution;
  private final WindowFrames frames;
  private final int batch;

  WindowQuery(AggregateExecution execution, WindowFrames frames, int batch) {
    this.execution = execution;
    this.frames = frames;
    this.batch = batch;
  }

  /**
   * The result of each row.
   *
   * @param keys the columns of keys
   * @param partitions the rows of each partition
   */
  List<@Nullable Object> results(List<List<?>> keys, List<List<Integer>> partitions, int rows) {
    @Nullable Object[] results = new @Nullable Object[rows];
    if (execution.function().is("streaming_partitioned") && frames == Running.INSTANCE) {
      streaming(keys, partitions, results);
      return Arrays.asList(results);
    }
    boolean window = execution.function().is("supports_window");
    for (int i = 0; i < partitions.size(); i++) {
      if (window) {
        framed(i, partitions.get(i), results);
      } else {
        merged(partitions.get(i), results);
      }
    }
    return Arrays.asList(results);
  }

  private List<List<@Nullable Object>> pick(
      List<? extends List<? extends @Nullable Object>> columns, List<Integer> rows) {
    List<List<@Nullable Object>> picked = new ArrayList<>();
    for (List<? extends @Nullable Object> column : columns) {
      List<@Nullable Object> values = new ArrayList<>();
      rows.forEach(row -> values.add(column.get(row)));
      picked.add(values);
    }
    return picked;
  }

  /** Rows stream by, sorted by their partitions. */
  private void streaming(
      List<List<?>> keys, List<List<Integer>> partitions, @Nullable Object[] results) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      fields.add(Values.typeOfAll(keys.get(i)).field("__pk_" + i));
    }
    WireRecord open =
        execution
            .connection()
            .call("aggregate_streaming_open", execution.streaming(List.copyOf(fields)));
    execution.fields().forEach(field -> fields.add(value(field)));
    List<List<?>> columns = new ArrayList<>(keys);
    columns.addAll(execution.columns());
    List<Integer> sorted = partitions.stream().flatMap(List::stream).toList();
    List<Integer> cuts = Calls.cuts(sorted.size(), batch);
    byte[] id = open.needBytes("execution_id");
    for (int i = 0; i + 1 < cuts.size(); i++) {
      List<Integer> some = sorted.subList(cuts.get(i), cuts.get(i + 1));
      WireRecord answer =
          execution
              .connection()
              .call(
                  "aggregate_streaming_chunk",
                  execution
                      .request("AggregateStreamingChunkRequest")
                      .set("execution_id", id)
                      .set(
                          "input_batch",
                          execution.batch(fields, pick(columns, some), some.size())));
      put(execution.values(answer, some.size()), some, results);
    }
    execution
        .connection()
        .call(
            "aggregate_streaming_close",
            execution.request("AggregateStreamingCloseRequest").set("execution_id", id));
  }

  private static Field value(Field field) {
    return SqlType.of(field).field(field.getName().replace("col_", "__val_"));
  }

  private static void put(
      List<? extends @Nullable Object> values, List<Integer> rows, @Nullable Object[] results) {
    for (int i = 0; i < rows.size(); i++) {
      results[rows.get(i)] = values.get(i);
    }
  }

  /** The function has the partition, and is asked for one row after the other. */
  private void framed(int partition, List<Integer> rows, @Nullable Object[] results) {
    int count = rows.size();
    byte[] mask = new byte[(count + 7) / 8];
    for (int i = 0; i < count; i++) {
      mask[i / 8] |= (byte) (1 << (i % 8));
    }
    List<List<@Nullable Object>> columns = pick(execution.columns(), rows);
    byte[] valid = new byte[columns.size()];
    for (int i = 0; i < valid.length; i++) {
      valid[i] = (byte) (columns.get(i).contains(null) ? 0 : 1);
    }
    ByteBuffer stats = ByteBuffer.allocate(4 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    stats.putLong(-count).putLong(0).putLong(0).putLong(count);
    execution
        .connection()
        .call(
            "aggregate_window_init",
            execution
                .request("AggregateWindowInitRequest")
                .set("partition_id", (long) partition)
                .set("row_count", (long) count)
                .set("partition_batch", execution.batch(execution.fields(), columns, count))
                .set("output_schema", execution.output())
                .set("filter_mask", mask)
                .set("frame_stats", stats.array())
                .set("all_valid", valid));
    for (int i = 0; i < count; i++) {
      List<Range> ranges = frames.of(i, count);
      WireRecord answer =
          execution
              .connection()
              .call(
                  "aggregate_window",
                  execution
                      .request("AggregateWindowRequest")
                      .set("partition_id", (long) partition)
                      .set("rid", (long) (i % Calls.BATCH))
                      .set("frame_starts", ranges.stream().map(r -> (long) r.start()).toList())
                      .set("frame_ends", ranges.stream().map(r -> (long) r.end()).toList()));
      results[rows.get(i)] = execution.values(answer, 1).get(0);
    }
    execution
        .connection()
        .call(
            "aggregate_window_destructor",
            execution
                .request("AggregateWindowDestructorRequest")
                .set("partition_id", (long) partition));
  }

  /** States of parts of the partition are merged into those of the frames, again and again. */
  private void merged(List<Integer> rows, @Nullable Object[] results) {
    List<Long> leaves = new ArrayList<>();
    for (int at = 0; at < rows.size(); at += LEAF) {
      long leaf = execution.newGroup();
      leaves.add(leaf);
      List<Integer> part = rows.subList(at, Math.min(at + LEAF, rows.size()));
      execution.update(part.stream().map(row -> leaf).toList(), part);
    }
    for (int i = 0; i < rows.size(); i++) {
      long frame = execution.newGroup();
      List<Integer> ragged = new ArrayList<>();
      List<Long> whole = new ArrayList<>();
      for (Range range : frames.of(i, rows.size())) {
        int at = range.start();
        while (at < range.end()) {
          if (at % LEAF == 0 && at + LEAF <= range.end()) {
            whole.add(leaves.get(at / LEAF));
            at += LEAF;
          } else {
            ragged.add(rows.get(at));
            at++;
          }
        }
      }
      if (!whole.isEmpty()) {
        execution.combine(whole, whole.stream().map(leaf -> frame).toList());
      }
      if (!ragged.isEmpty()) {
        execution.update(ragged.stream().map(row -> frame).toList(), ragged);
      }
      results[rows.get(i)] = execution.results(List.of(frame)).get(0);
    }
  }
}
