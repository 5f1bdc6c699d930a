package io.vgi.rpc.internal.ipc;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.DenseUnionVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Lists a batch's nodes and buffers without copying; reused from batch to batch. */
final class BatchEncoder {
  private static final @Nullable ArrowBuf[] NONE = new ArrowBuf[0];

  private final BatchShape shape = new BatchShape(16, 32);
  private @Nullable ArrowBuf[] buffers = NONE;

  /** Lists {@code columns}, with the index vectors of {@code dictionaries} in place of values. */
  void collect(List<FieldVector> columns, @Nullable DictionaryEncoder dictionaries) {
    Arrays.fill(buffers, 0, shape.buffers(), null);
    shape.clear();
    for (FieldVector column : columns) {
      append(column, dictionaries);
    }
  }

  /** Lists columns of {@code fields} without rows, for which nothing need be allocated. */
  void collectEmpty(List<Field> fields) {
    collect(List.of(), null);
    for (Field field : fields) {
      appendEmpty(field);
    }
  }

  private void appendEmpty(Field field) {
    shape.node(0, 0);
    ArrowType type = field.getType();
    if (type instanceof ArrowType.Null) {
      return;
    }
    buffer(null, 0); // the validity, or the member of a union
    switch (type.getTypeID()) {
      case Struct, FixedSizeList -> {}
      case List, Map -> buffer(null, 4);
      case LargeList -> buffer(null, 8);
      case Utf8, Binary -> {
        buffer(null, 4);
        buffer(null, 0);
      }
      case LargeUtf8, LargeBinary -> {
        buffer(null, 8);
        buffer(null, 0);
      }
      case Utf8View, BinaryView -> {
        buffer(null, 0);
        shape.variadic(0);
      }
      case ListView, LargeListView -> {
        buffer(null, 0);
        buffer(null, 0);
      }
      case Union -> {
        if (((ArrowType.Union) type).getMode() == UnionMode.Dense) {
          buffer(null, 0);
        }
      }
      default -> buffer(null, 0);
    }
    for (Field child : field.getChildren()) {
      appendEmpty(child);
    }
  }

  long bodyLength() {
    return shape.bodyLength();
  }

  int header(MessageBuilder out, int rows) {
    return shape.header(out, rows);
  }

  void putBody(ByteSink sink) throws IOException {
    for (int i = 0; i < shape.buffers(); i++) {
      ArrowBuf buffer = buffers[i];
      long length = shape.length(i);
      if (buffer == null) {
        sink.putZeros(BatchShape.padded(length));
      } else if (length > 0) {
        sink.put(buffer, length);
        sink.pad(length);
      }
    }
  }

  private void append(FieldVector vector, @Nullable DictionaryEncoder dictionaries) {
    FieldVector indexes = dictionaries == null ? null : dictionaries.indexesOf(vector);
    if (indexes != null) {
      append(indexes, null);
      return;
    }
    boolean validity = !(vector instanceof NullVector || isUnion(vector));
    int nulls =
        validity
            ? vector.getNullCount()
            : vector instanceof NullVector ? vector.getValueCount() : 0;
    shape.node(vector.getValueCount(), nulls);
    List<ArrowBuf> own = vector.getFieldBuffers();
    if (vector instanceof BaseVariableWidthViewVector) {
      shape.variadic(own.size() - 2L);
    }
    for (int i = 0; i < own.size(); i++) {
      ArrowBuf buffer = own.get(i);
      // C++ readers take an absent validity buffer for "no NULLs", which saves the bytes
      long length = validity && i == 0 && nulls == 0 ? 0 : buffer.readableBytes();
      if (length <= buffer.capacity()) {
        buffer(buffer, length);
      } else if (vector.getValueCount() == 0) {
        // an empty list need not have its one offset, but readers may look at it
        buffer(null, length);
      } else {
        throw new IllegalArgumentException(
            "Column '" + vector.getName() + "' has a buffer that is shorter than its values");
      }
    }
    List<FieldVector> children = vector.getChildrenFromFields();
    for (int i = 0; i < children.size(); i++) {
      append(children.get(i), dictionaries);
    }
  }

  private static boolean isUnion(FieldVector vector) {
    return vector instanceof UnionVector || vector instanceof DenseUnionVector;
  }

  private void buffer(@Nullable ArrowBuf buffer, long length) {
    int at = shape.buffers();
    if (at == buffers.length) {
      buffers = Arrays.copyOf(buffers, Math.max(32, at * 2));
    }
    buffers[at] = buffer;
    shape.buffer(length);
  }
}
