package io.vgi.internal.aggregate;

import io.vgi.function.NullHandling;
import io.vgi.function.Partition;
import io.vgi.internal.call.BoundCall;
import io.vgi.internal.call.InputRows;
import io.vgi.rpc.WireBatch;
import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** The rows of a window's partition, with what its FILTER clause lets through. */
public final class PartitionRows implements Partition, AutoCloseable {
  private final InputRows rows;
  private final byte[] counts;

  /**
   * Reads a partition.
   *
   * @param filter a bit for each row that passes, lowest first
   */
  public PartitionRows(BoundCall call, WireBatch batch, byte[] filter) {
    this.rows = new InputRows(call.parameters(), batch.schema(), call.allocator());
    this.counts = new byte[(batch.rows() + 7) >> 3];
    try {
      rows.load(batch);
      count(call, filter);
    } catch (Throwable failure) {
      rows.close();
      throw failure;
    }
  }

  private void count(BoundCall call, byte[] filter) {
    IntConsumer mark =
        row -> {
          int bit = 1 << (row & 7);
          boolean passes = row >> 3 >= filter.length || (filter[row >> 3] & bit) != 0;
          counts[row >> 3] |= (byte) (passes ? bit : 0);
        };
    if (call.spec().nulls() == NullHandling.DEFAULT) {
      rows.forEachRow(mark);
    } else {
      for (int row = 0; row < rows.count(); row++) {
        mark.accept(row);
      }
    }
  }

  @Override
  public boolean counts(int row) {
    return (counts[row >> 3] & (1 << (row & 7))) != 0;
  }

  @Override
  public int count() {
    return rows.count();
  }

  @Override
  public List<Column<?>> columns() {
    return rows.columns();
  }

  @Override
  public FieldVector vector(int position) {
    return rows.vector(position);
  }

  @Override
  public <V extends FieldVector> V get(Column<V> column) {
    return rows.get(column);
  }

  @Override
  public <V extends FieldVector> List<V> all(Column<V> column) {
    return rows.all(column);
  }

  @Override
  public <T> @Nullable T value(Column<?> column, int row, Class<T> java) {
    return rows.value(column, row, java);
  }

  @Override
  public <T> ValueCodec.Reader<T> reader(ValueColumn<?, T> column) {
    return rows.reader(column);
  }

  @Override
  public boolean isNull(Column<?> column, int row) {
    return rows.isNull(column, row);
  }

  @Override
  public int position(String name) {
    return rows.position(name);
  }

  @Override
  public void forEachRow(IntConsumer row) {
    for (int i = 0; i < rows.count(); i++) {
      if (counts(i)) {
        row.accept(i);
      }
    }
  }

  @Override
  public byte[] toBytes() {
    return rows.toBytes();
  }

  @Override
  public void close() {
    rows.close();
  }
}
