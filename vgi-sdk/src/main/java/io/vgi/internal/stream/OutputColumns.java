package io.vgi.internal.stream;

import io.vgi.function.BatchWriter;
import io.vgi.internal.bind.BoundCall;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The vectors of the batch a table function is writing; allocated when it first asks for them. */
final class OutputColumns implements BatchWriter, AutoCloseable {
  private final BoundCall call;
  private final List<Column<?>> columns;
  private final List<Field> fields;
  private final boolean[] wanted;
  private final int[] projection;
  private final @Nullable FieldVector[] vectors;
  private int rowCount;

  OutputColumns(BoundCall call, WireSchema schema, int[] projection) {
    this.call = call;
    this.columns = call.shape().columns();
    this.fields = schema.decoded().fields();
    this.projection = projection;
    this.wanted = new boolean[columns.size()];
    this.vectors = new FieldVector[columns.size()];
    for (int position : projection) {
      wanted[position] = true;
    }
  }

  @Override
  public boolean wants(Column<?> column) {
    return wanted[position(column)];
  }

  @Override
  public <V extends FieldVector> V get(Column<V> column) {
    FieldVector vector = vector(position(column));
    if (!column.vector().isInstance(vector)) {
      throw new IllegalArgumentException(
          "Column '"
              + column
              + "' is declared with "
              + column.vector().getSimpleName()
              + " but its type is held by a "
              + vector.getClass().getSimpleName());
    }
    return column.vector().cast(vector);
  }

  @Override
  public void rows(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("A batch cannot have " + count + " rows");
    }
    rowCount = count;
  }

  int rowCount() {
    return rowCount;
  }

  /** The batch written, in the stream's columns; the vectors stay here. */
  WireBatch batch(WireSchema output, Metadata metadata) {
    List<FieldVector> picked = new ArrayList<>(projection.length);
    for (int position : projection) {
      FieldVector vector = vector(position);
      vector.setValueCount(rowCount);
      picked.add(vector);
    }
    return WireBatch.of(output, picked, rowCount, metadata);
  }

  void reset() {
    rowCount = 0;
    for (int i = 0; i < vectors.length; i++) {
      FieldVector vector = vectors[i];
      if (vector != null) {
        vector.close();
        vectors[i] = null;
      }
    }
  }

  private FieldVector vector(int position) {
    FieldVector vector = vectors[position];
    if (vector == null) {
      vector = fields.get(position).createVector(call.allocator());
      vectors[position] = vector;
      vector.setInitialCapacity(call.batchSize());
      vector.allocateNew();
    }
    return vector;
  }

  private int position(Column<?> column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i) == column) {
        return i;
      }
    }
    // a bind that makes columns afresh each time is still understood
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column.name())) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "'" + call.entry().spec().name() + "' gives no column '" + column.name() + "'");
  }

  @Override
  public void close() {
    reset();
  }
}
