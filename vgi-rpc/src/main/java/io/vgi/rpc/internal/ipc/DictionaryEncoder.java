package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.memory.HeapMemory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the values of dictionary-encoded fields by indexes and remembers what was sent.
 *
 * <p>A dictionary only grows on a stream, so indexes written before stay right; it is sent again
 * when it grew, and once, possibly empty, before the first batch.
 */
final class DictionaryEncoder implements AutoCloseable {
  /** What the value, its place and the node of both take on the heap. */
  private static final long ENTRY = 128;

  private final WireSchema schema;
  private final BufferAllocator allocator;
  private final HeapMemory heap;
  private long heapBytes;
  private final Map<Long, Known> known = new HashMap<>();
  private final IdentityHashMap<FieldVector, FieldVector> indexes = new IdentityHashMap<>();
  private final ArrayDeque<Known> news = new ArrayDeque<>();

  DictionaryEncoder(WireSchema schema, BufferAllocator allocator) {
    this.schema = schema;
    this.allocator = allocator;
    this.heap = HeapMemory.of(allocator);
  }

  /** Builds the indexes of {@code columns}; they are valid until {@link #release}. */
  List<FieldVector> encode(List<FieldVector> columns) {
    for (int i = 0; i < columns.size(); i++) {
      encode(schema.field(i), columns.get(i));
    }
    return columns;
  }

  @Nullable FieldVector indexesOf(FieldVector values) {
    return indexes.isEmpty() ? null : indexes.get(values);
  }

  boolean hasNews() {
    return !news.isEmpty();
  }

  long newsId() {
    return news.element().id;
  }

  FieldVector takeNews() {
    return news.remove().values;
  }

  void release() {
    news.clear();
    for (FieldVector index : indexes.values()) {
      index.close();
    }
    indexes.clear();
  }

  private void encode(Field field, FieldVector vector) {
    if (field.getDictionary() != null) {
      indexes.put(vector, index(field, vector));
      return;
    }
    List<FieldVector> children = vector.getChildrenFromFields();
    for (int i = 0; i < children.size(); i++) {
      encode(field.getChildren().get(i), children.get(i));
    }
  }

  private FieldVector index(Field field, FieldVector vector) {
    long id = field.getDictionary().getId();
    Known dictionary = known.get(id);
    if (dictionary == null) {
      dictionary =
          new Known(id, Vectors.create(Dictionaries.valueSchema(field).field(0), allocator));
      dictionary.values.allocateNew();
      dictionary.values.setValueCount(0);
      known.put(id, dictionary);
      news.add(dictionary);
    }
    ArrowType.Int type = field.getDictionary().getIndexType();
    long most = (1L << (type.getBitWidth() - (type.getIsSigned() ? 1 : 0))) - 1;
    int count = vector.getValueCount();
    FieldVector index =
        new Field(field.getName(), new FieldType(true, type, null), new ArrayList<>())
            .createVector(allocator);
    try {
      index.setInitialCapacity(count);
      index.allocateNew();
      for (int row = 0; row < count; row++) {
        if (vector.isNull(row)) {
          index.setNull(row);
          continue;
        }
        int position = dictionary.position(vector, row);
        if (type.getBitWidth() < 64 && position > most) {
          throw new IllegalArgumentException(
              "Column '"
                  + field.getName()
                  + "' has more than "
                  + (most + 1)
                  + " distinct values, too many for its ENUM index type");
        }
        ((BaseIntVector) index).setWithPossibleTruncate(row, position);
      }
      index.setValueCount(count);
    } catch (Throwable failure) {
      index.close();
      throw failure;
    }
    if (dictionary.sent != dictionary.values.getValueCount() && !news.contains(dictionary)) {
      news.add(dictionary);
    }
    dictionary.sent = dictionary.values.getValueCount();
    return index;
  }

  @Override
  public void close() {
    release();
    for (Known dictionary : known.values()) {
      dictionary.values.close();
    }
    known.clear();
    heap.give(heapBytes);
    heapBytes = 0;
  }

  private final class Known {
    private final long id;
    private final FieldVector values;
    private final Map<Object, Integer> positions = new HashMap<>();
    private int sent;

    Known(long id, FieldVector values) {
      this.id = id;
      this.values = values;
    }

    int position(FieldVector from, int row) {
      Object key =
          from instanceof BaseVariableWidthVector text
              ? ByteBuffer.wrap(bytes(text, row))
              : from.getObject(row);
      if (key instanceof byte[] bytes) {
        key = ByteBuffer.wrap(bytes); // arrays compare by identity
      }
      Integer position = positions.get(key);
      if (position == null) {
        long bytes = ENTRY + (key instanceof ByteBuffer text ? text.remaining() : 0);
        heap.take(bytes);
        heapBytes += bytes;
        position = values.getValueCount();
        values.copyFromSafe(row, position, from);
        values.setValueCount(position + 1);
        positions.put(key, position);
      }
      return position;
    }

    private byte[] bytes(BaseVariableWidthVector text, int row) {
      int start = text.getStartOffset(row);
      byte[] value = new byte[text.getValueLength(row)];
      text.getDataBuffer().getBytes(start, value);
      return value;
    }
  }
}
