package io.vgi.internal.stream;

import io.vgi.function.RowWriter;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueCodec.Writer;
import io.vgi.type.ValueColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** The row that is being written: how values are written is chosen once for each batch and key. */
final class OutputRow implements RowWriter {
  private static final Writer<Object> NOWHERE = (row, value) -> {};

  private final BatchBuilder batch;
  private final List<Object> keys = new ArrayList<>();
  private final List<Writer<?>> writers = new ArrayList<>();
  private final List<@Nullable Writer<Object>> naturals = new ArrayList<>();
  private final Map<Class<? extends Record>, ValueCodec<?>> records = new HashMap<>(1);
  private int row;

  OutputRow(BatchBuilder batch) {
    this.batch = batch;
  }

  OutputRow at(int next) {
    row = next;
    return this;
  }

  /** Forgets writers into vectors that go. */
  void reset() {
    keys.clear();
    writers.clear();
    naturals.clear();
  }

  @Override
  @SuppressWarnings("unchecked") // a writer is kept under the key that it was made for
  public <T> RowWriter set(ValueColumn<?, T> column, @Nullable T value) {
    ((Writer<T>) of(column)).set(row, value);
    return this;
  }

  @SuppressWarnings("unchecked") // as above
  <T> void fill(ValueColumn<?, T> column, long first, int rows, LongFunction<@Nullable T> value) {
    Writer<T> writer = (Writer<T>) of(column);
    for (int i = 0; writer != NOWHERE && i < rows; i++) {
      writer.set(i, value.apply(first + i));
    }
  }

  private Writer<?> of(ValueColumn<?, ?> column) {
    Writer<?> writer = find(column);
    if (writer == null) {
      int position = batch.position(column);
      writer = keep(column, batch.isWritten(position) ? writer(column, position) : NOWHERE);
    }
    return writer;
  }

  private Writer<?> writer(ValueColumn<?, ?> key, int position) {
    Column<?> column = batch.column(position);
    ValueCodec<?> codec = key.codec();
    if (codec.type().isAny()) {
      codec = ValueCodec.of(column.type(), codec.java());
    } else {
      checkType(column, codec.type());
    }
    return codec.writer(batch.vector(position));
  }

  private static void checkType(Column<?> column, SqlType written) {
    if (!written.equals(column.type())) {
      throw new IllegalArgumentException(
          "Column '" + column + "' is written as one of type " + written);
    }
  }

  @Override
  public RowWriter set(int position, @Nullable Object value) {
    while (naturals.size() <= position) {
      naturals.add(null);
    }
    Writer<Object> writer = naturals.get(position);
    if (writer == null) {
      writer =
          batch.isWritten(position)
              ? ValueCodec.natural(batch.column(position).type()).writer(batch.vector(position))
              : NOWHERE;
      naturals.set(position, writer);
    }
    writer.set(row, value);
    return this;
  }

  @Override
  @SuppressWarnings("unchecked") // a writer is kept under the class that it was made for
  public RowWriter set(Record values) {
    Writer<?> writer = find(values.getClass());
    if (writer == null) {
      writer = keep(values.getClass(), recordWriter(values.getClass()));
    }
    ((Writer<Record>) writer).set(row, values);
    return this;
  }

  private Writer<?> recordWriter(Class<? extends Record> type) {
    ValueCodec<?> codec = records.computeIfAbsent(type, ValueCodec::of);
    List<ValueColumn<FieldVector, ?>> components = codec.columns();
    @Nullable FieldVector[] vectors = new FieldVector[components.size()];
    for (int i = 0; i < vectors.length; i++) {
      ValueColumn<?, ?> component = components.get(i);
      int position = batch.position(component);
      checkType(batch.column(position), component.type());
      vectors[i] = batch.isWritten(position) ? batch.vector(position) : null;
    }
    return codec.writer(vectors);
  }

  @Override
  public RowWriter parent(int inputRow) {
    batch.parent(row, inputRow);
    return this;
  }

  @SuppressWarnings("ReferenceEquality") // keys are constants
  private @Nullable Writer<?> find(Object key) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i) == key) {
        return writers.get(i);
      }
    }
    return null;
  }

  private Writer<?> keep(Object key, Writer<?> writer) {
    keys.add(key);
    writers.add(writer);
    return writer;
  }
}
