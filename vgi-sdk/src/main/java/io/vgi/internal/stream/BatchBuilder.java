package io.vgi.internal.stream;

import io.vgi.function.BatchWriter;
import io.vgi.function.CacheHint;
import io.vgi.function.FunctionSpec.Trait;
import io.vgi.function.RowWriter;
import io.vgi.function.Rows;
import io.vgi.internal.call.ScanCall;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.TakeKernel;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.type.Column;
import io.vgi.type.ValueColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The batch a function is writing: vectors, allocated when it first asks for them, or rows that it
 * hands on; then the filtered, projected batch of that.
 */
final class BatchBuilder implements BatchWriter, AutoCloseable {
  private final ScanCall call;
  private final List<Column<?>> columns;
  private final List<Field> fields;
  private final boolean[] wanted;
  private final @Nullable FieldVector[] vectors;
  private final HandedRows handed;
  private final List<FieldVector> picked = new ArrayList<>();
  private final BatchMetadata marks;
  private final PartitionValues partitions;
  private final OutputRow row = new OutputRow(this);
  private @Nullable RowGather gather;
  private int[] selected = new int[0];
  private int rowCount;
  private boolean counted;

  BatchBuilder(ScanCall call, WireSchema schema) {
    this.call = call;
    this.columns = call.shape().columns();
    this.fields = schema.decoded().fields();
    this.wanted = new boolean[columns.size()];
    this.vectors = new FieldVector[columns.size()];
    this.handed = new HandedRows(call, fields, vectors);
    this.marks = new BatchMetadata(call.spec());
    this.partitions = new PartitionValues(call, schema);
    for (int position : call.projection()) {
      wanted[position] = true;
    }
    wantFiltered();
  }

  private void wantFiltered() {
    for (int position : call.filters().columns()) {
      wanted[position] = true;
    }
  }

  @Override
  public boolean wants(Column<?> column) {
    return wanted[position(column)];
  }

  boolean isCounted() {
    return counted;
  }

  boolean isWanted(int position) {
    return wanted[position];
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
  public FieldVector vector(int position) {
    FieldVector vector = vectors[position];
    if (vector == null) {
      vector = Vectors.create(fields.get(position), call.allocator());
      vectors[position] = vector;
      vector.setInitialCapacity(call.batchSize());
      vector.allocateNew();
    }
    return vector;
  }

  @Override
  public RowWriter row() {
    if (handed.any()) {
      throw new IllegalStateException(
          named() + " forwards rows, so its batch cannot have further ones; give them in another");
    }
    count(rowCount + 1);
    return row.at(rowCount - 1);
  }

  @Override
  public <T> void fill(
      ValueColumn<?, T> column, long first, int rows, LongFunction<@Nullable T> value) {
    row.fill(column, first, rows, value);
  }

  @Override
  public void series(Column<BigIntVector> column, int rows, long first, long step) {
    if (rows > 0 && isWritten(position(column))) {
      // the last one tells whether all fit
      Math.addExact(first, Math.multiplyExact(step, rows - 1L));
      BigIntVector vector = get(column);
      while (vector.getValueCapacity() < rows) {
        vector.reAlloc();
      }
      for (int i = 0; i < rows; i++) {
        vector.set(i, first + i * step);
      }
    }
  }

  /** Whether the values of a column are used by anybody. */
  boolean isWritten(int position) {
    return wanted[position] || columns.get(position).isPartition();
  }

  Column<?> column(int position) {
    return columns.get(position);
  }

  @Override
  public void rows(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("A batch cannot have " + count + " rows");
    }
    if (handed.any() && count > handed.count()) {
      throw new IllegalArgumentException(
          named() + " forwarded " + handed.count() + " rows, so its batch cannot have " + count);
    }
    count(marks.isNotModified() ? 0 : count);
  }

  private void count(int count) {
    rowCount = count;
    counted = true;
  }

  String named() {
    return "'" + call.spec().name() + "'";
  }

  @Override
  public int append(Rows in, int row) {
    if (handed.any()) {
      throw new IllegalStateException(
          named() + " forwards rows and then appends one; a batch has either");
    }
    RowGather rows = gather;
    if (rows == null) {
      rows = new RowGather(this, columns);
      gather = rows;
    }
    rows.copy(in, row, rowCount);
    handed.excluded();
    count(rowCount + 1);
    return rowCount - 1;
  }

  @Override
  public void forward(Rows in) {
    handed.all(in);
    count(handed.count());
  }

  @Override
  public void forward(Rows in, int[] rows, int count) {
    handed.some(in, rows, count, wanted);
    count(handed.count());
  }

  @Override
  public void forward(byte[] rows) {
    if (handed.read(rows)) {
      count(handed.count());
    }
  }

  @Override
  public void parent(int row, int inputRow) {
    marks.parent(row, inputRow);
  }

  @Override
  public void batchIndex(long index) {
    marks.batchIndex(index);
  }

  @Override
  public void partition(Column<?> column, @Nullable Object least, @Nullable Object greatest) {
    partitions.set(column, least, greatest);
  }

  @Override
  public void cache(CacheHint hint) {
    marks.cache(hint);
  }

  @Override
  public void notModified() {
    count(0);
    marks.notModified();
  }

  @Override
  public void metadata(String key, String value) {
    marks.metadata(key, value);
  }

  long lastBatchIndex() {
    return marks.lastBatchIndex();
  }

  void lastBatchIndex(long index) {
    marks.lastBatchIndex(index);
  }

  @Override
  public int rowCount() {
    return rowCount;
  }

  @Override
  public boolean isFull() {
    return rowCount >= call.batchSize();
  }

  boolean isNotModified() {
    return marks.isNotModified();
  }

  /** Ends the callback that writes; refuses what would lose its values without a word. */
  void written() {
    for (int i = 0; i < vectors.length; i++) {
      FieldVector vector = vectors[i];
      if (vector == null || handed.isColumn(i)) {
        continue;
      }
      if (!counted && WrittenVectors.holdsValues(vector)) {
        throw new IllegalStateException(
            named()
                + " wrote to column '"
                + fields.get(i).getName()
                + "' but did not say how many rows its batch has; call rows(count) on the writer");
      } else if (WrittenVectors.isOutOfOrder(vector, rowCount)) {
        throw new IllegalStateException(outOfOrder(named(), fields.get(i).getName()));
      }
    }
  }

  static String outOfOrder(String function, String column) {
    return function
        + " wrote the rows of column '"
        + column
        + "' out of order; values of variable length must be written from the first row to the last";
  }

  /** What a write failed for, if it was one of this batch. */
  RuntimeException explain(IndexOutOfBoundsException failure) {
    return WrittenVectors.explain(failure, call.spec().name(), vectors);
  }

  /**
   * What was written, without the rows that the filters drop, in the stream's columns; the vectors
   * stay here.
   *
   * @param first whether the batch may carry the cache hint of the whole result
   */
  WireBatch batch(WireSchema output, boolean first) {
    for (FieldVector vector : vectors) {
      if (vector != null && vector.getValueCount() != rowCount) {
        vector.setValueCount(rowCount);
      }
    }
    Metadata.Builder metadata = Metadata.builder();
    if (rowCount > 0) {
      partitions.write(metadata, vectors, rowCount);
    }
    int kept = rowCount;
    boolean filtered = false;
    if (rowCount > 0 && !call.filters().isEmpty()) {
      if (selected.length < rowCount) {
        selected = new int[rowCount];
      }
      for (int position : call.filters().columns()) {
        vector(position).setValueCount(rowCount);
      }
      kept = call.filters().select(vectors, rowCount, selected);
      filtered = kept < rowCount;
    }
    marks.write(metadata, kept, filtered ? selected : null, first);
    releasePicked();
    int[] projection = call.projection();
    List<FieldVector> out = new ArrayList<>(projection.length);
    for (int position : projection) {
      FieldVector vector = vector(position);
      vector.setValueCount(rowCount);
      if (filtered) {
        vector = TakeKernel.take(vector, fields.get(position), selected, kept, call.allocator());
        picked.add(vector);
      }
      out.add(vector);
    }
    return WireBatch.of(output, out, kept, metadata.build());
  }

  /** A first batch of no rows, before anything is read. */
  WireBatch none(WireSchema output) {
    reset();
    if (call.spec().traits().contains(Trait.BATCH_INDEXED)) {
      marks.batchIndex(0);
    }
    return batch(output, true);
  }

  /** Starts the next batch. */
  void reset() {
    rowCount = 0;
    counted = false;
    handed.reset();
    marks.reset();
    partitions.reset();
    row.reset();
    wantFiltered();
    if (gather != null) {
      gather.reset();
    }
    releaseVectors();
    releasePicked();
  }

  private void releaseVectors() {
    for (int i = 0; i < vectors.length; i++) {
      FieldVector vector = vectors[i];
      if (vector != null && !handed.isBorrowed(i)) {
        vector.close();
      }
      vectors[i] = null;
    }
    handed.released();
  }

  private void releasePicked() {
    for (FieldVector vector : picked) {
      vector.close();
    }
    picked.clear();
  }

  int position(Column<?> column) {
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
        named() + " gives no column '" + column.name() + "'; it gives " + columns);
  }

  @Override
  public void close() {
    releaseVectors();
    releasePicked();
  }
}
