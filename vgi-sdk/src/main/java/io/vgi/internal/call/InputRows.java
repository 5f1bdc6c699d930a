package io.vgi.internal.call;

import io.vgi.function.FunctionSpec.Param;
import io.vgi.function.NullHandling;
import io.vgi.function.Rows;
import io.vgi.internal.bind.BoundParameters;
import io.vgi.internal.value.LosslessConversion;
import io.vgi.internal.value.UnionNulls;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.type.Column;
import io.vgi.type.ValueCodec;
import io.vgi.type.ValueColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The input of a function, batch after batch, in the forms that it declared. Reused for every batch
 * of a stream; what is converted lives until the next one.
 */
public final class InputRows implements Rows, AutoCloseable {
  private final BoundParameters parameters;
  private final BufferAllocator allocator;
  private final Field[] given;
  private final @Nullable Field[] wanted;
  private final FieldVector[] vectors;
  private final List<Column<?>> columns;
  private final WireSchema forms;
  private final List<FieldVector> converted = new ArrayList<>(0);
  private final ColumnReaders readers = new ColumnReaders();
  private byte[] mask = new byte[256];
  private final boolean passing;
  private boolean masked;
  private boolean nullsFound;
  private int count;

  /** Prepares for batches of {@code input}, the columns that they were bound to. */
  public InputRows(BoundParameters parameters, WireSchema input, BufferAllocator allocator) {
    this(parameters, input, allocator, true);
  }

  /** Prepares for batches that are not the call's input. */
  public static InputRows plain(
      BoundParameters parameters, WireSchema schema, BufferAllocator allocator) {
    return new InputRows(parameters, schema, allocator, false);
  }

  private InputRows(
      BoundParameters parameters, WireSchema input, BufferAllocator allocator, boolean declared) {
    this.parameters = parameters;
    this.allocator = allocator;
    this.passing = !declared;
    this.given = input.decoded().fields().toArray(new Field[0]);
    this.wanted = new Field[given.length];
    this.vectors = new FieldVector[given.length];
    this.columns = new ArrayList<>(given.length);
    List<Field> fields = new ArrayList<>(given.length);
    for (Param param : parameters.entry().spec().params()) {
      Column<?> column = param.column();
      if (declared && column != null && !column.type().isAny()) {
        int first = parameters.firstColumn(column);
        for (int i = 0; i < parameters.types(column).size(); i++) {
          Field form = column.type().field(given[first + i].getName());
          wanted[first + i] = LosslessConversion.isSameForm(form, given[first + i]) ? null : form;
        }
      }
    }
    for (int i = 0; i < given.length; i++) {
      Field form = wanted[i];
      fields.add(form == null ? given[i] : form);
      columns.add(Column.of(fields.get(i)));
    }
    this.forms = WireSchema.of(fields);
  }

  /** Takes the next batch, which must outlive its use here. */
  public void load(WireBatch batch) {
    release();
    readers.clear();
    count = batch.rows();
    for (int i = 0; i < vectors.length; i++) {
      FieldVector vector = batch.column(i);
      Field form = wanted[i];
      if (form != null) {
        vector = LosslessConversion.convert(vector, form, given[i], allocator);
        converted.add(vector);
      }
      vectors[i] = vector;
    }
    nullsFound = false;
  }

  @Override
  public int count() {
    return count;
  }

  /** Whether the vectors are gone before a batch that forwards them is written. */
  public boolean isPassing() {
    return passing;
  }

  @Override
  public List<Column<?>> columns() {
    return columns;
  }

  @Override
  public FieldVector vector(int position) {
    return vectors[position];
  }

  @Override
  public byte[] toBytes() {
    // the vectors stay with their owner, so the batch is not closed
    return IpcBytes.ofBatch(WireBatch.of(forms, List.of(vectors), count), allocator);
  }

  @Override
  public <V extends FieldVector> V get(Column<V> column) {
    return as(column, vectors[position(column)]);
  }

  private int position(Column<?> column) {
    int parameter = parameters.parameter(column);
    if (parameter >= 0) {
      return parameters.firstColumn(parameter);
    }
    for (int i = 0; i < vectors.length; i++) {
      if (columns.get(i) == column || columns.get(i).name().equals(column.name())) {
        return i;
      }
    }
    throw parameters.unknown(column);
  }

  @Override
  public <V extends FieldVector> List<V> all(Column<V> column) {
    int first = parameters.firstColumn(column);
    int size = parameters.types(column).size();
    List<V> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      all.add(as(column, vectors[first + i]));
    }
    return all;
  }

  @Override
  @SuppressWarnings("unchecked") // a reader is kept under the key that it was made for
  public <T> ValueCodec.Reader<T> reader(ValueColumn<?, T> column) {
    ValueCodec.Reader<?> known = readers.find(column, Void.class);
    if (known == null) {
      int position = position(column);
      ValueCodec<T> codec = column.codec();
      if (codec.type().isAny()) {
        codec = (ValueCodec<T>) ValueCodec.of(columns.get(position).type(), codec.java());
      }
      return readers.keep(column, Void.class, codec.reader(vectors[position]));
    }
    return (ValueCodec.Reader<T>) known;
  }

  @Override
  @SuppressWarnings("unchecked") // a reader is kept under the class that it was made for
  public <T> @Nullable T value(Column<?> column, int row, Class<T> java) {
    ValueCodec.Reader<T> known = (ValueCodec.Reader<T>) readers.find(column, java);
    if (known == null) {
      int position = position(column);
      ValueCodec<T> codec = ValueCodec.of(columns.get(position).type(), java);
      known = readers.keep(column, java, codec.reader(vectors[position]));
    }
    return known.get(row);
  }

  @Override
  public boolean isNull(Column<?> column, int row) {
    int position = position(column);
    return UnionNulls.isNull(vectors[position], forms.field(position), row);
  }

  @Override
  public int position(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("There is no column '" + name + "' among " + columns);
  }

  private static <V extends FieldVector> V as(Column<V> column, FieldVector vector) {
    if (!column.vector().isInstance(vector)) {
      throw new IllegalArgumentException(
          "Column '"
              + column
              + "' is declared with "
              + column.vector().getSimpleName()
              + " but arrives in a "
              + vector.getClass().getSimpleName());
    }
    return column.vector().cast(vector);
  }

  @Override
  public void forEachRow(IntConsumer row) {
    boolean skips = parameters.entry().spec().nulls() == NullHandling.DEFAULT;
    if (!skips || !hasNulls()) {
      for (int i = 0; i < count; i++) {
        row.accept(i);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      if ((mask[i >> 3] & (1 << (i & 7))) != 0) {
        row.accept(i);
      }
    }
  }

  /** Whether some row has a NULL input. */
  public boolean hasNulls() {
    findNulls();
    return masked;
  }

  /** Whether an input of {@code row} is NULL. */
  public boolean hasNull(int row) {
    findNulls();
    return masked && (mask[row >> 3] & (1 << (row & 7))) == 0;
  }

  /** Makes NULL every row of {@code out} that has a NULL input. */
  public void maskInto(FieldVector out, Field field) {
    if (out instanceof NullVector) {
      return;
    } else if (out instanceof UnionVector) {
      for (int i = 0; i < count; i++) {
        if ((mask[i >> 3] & (1 << (i & 7))) == 0) {
          UnionNulls.setNull(out, field, i);
        }
      }
      return;
    }
    ArrowBuf validity = out.getValidityBuffer();
    int bytes = (count + 7) >> 3;
    for (int i = 0; i < bytes; i++) {
      validity.setByte(i, validity.getByte(i) & mask[i]);
    }
  }

  private void findNulls() {
    if (nullsFound) {
      return;
    }
    nullsFound = true;
    masked = false;
    int bytes = (count + 7) >> 3;
    for (int k = 0; k < vectors.length; k++) {
      FieldVector vector = vectors[k];
      if (vector instanceof UnionVector) {
        findNulls(vector, given[k]);
      } else if (vector.getNullCount() > 0) {
        startMask();
        if (vector instanceof NullVector) {
          java.util.Arrays.fill(mask, 0, bytes, (byte) 0);
        } else {
          ArrowBuf validity = vector.getValidityBuffer();
          for (int i = 0; i < bytes; i++) {
            mask[i] &= validity.getByte(i);
          }
        }
      }
    }
  }

  private void findNulls(FieldVector union, Field field) {
    for (int i = 0; i < count; i++) {
      if (UnionNulls.isNull(union, field, i)) {
        startMask();
        mask[i >> 3] &= (byte) ~(1 << (i & 7));
      }
    }
  }

  private void startMask() {
    if (!masked) {
      masked = true;
      int bytes = (count + 7) >> 3;
      if (mask.length < bytes) {
        mask = new byte[Math.max(bytes, mask.length * 2)];
      }
      java.util.Arrays.fill(mask, 0, bytes, (byte) 0xff);
    }
  }

  /** Releases what was made of the batch, whose use has ended. */
  public void release() {
    for (FieldVector vector : converted) {
      vector.close();
    }
    converted.clear();
  }

  @Override
  public void close() {
    release();
  }
}
