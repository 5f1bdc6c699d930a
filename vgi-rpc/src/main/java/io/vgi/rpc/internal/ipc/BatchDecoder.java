package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.WireSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Turns one record batch into vectors that share the body's memory.
 *
 * <p>Every length and offset is checked before a vector may see it, because vectors trust their
 * buffers; dictionary-encoded columns come out decoded, at any depth.
 */
final class BatchDecoder {
  private final RecordBatch batch;
  private final ArrowBuf body;
  private final long bodyLength;
  private final Dictionaries dictionaries;
  private final BufferAllocator allocator;
  private final IpcLimits limits;
  private long spareBytes;
  private int node;
  private int buffer;
  private int variadic;

  private BatchDecoder(
      RecordBatch batch,
      ArrowBuf body,
      long bodyLength,
      Dictionaries dictionaries,
      BufferAllocator allocator,
      IpcLimits limits) {
    this.batch = batch;
    this.body = body;
    this.bodyLength = bodyLength;
    this.dictionaries = dictionaries;
    this.allocator = allocator;
    this.limits = limits;
    this.spareBytes = limits.bodyBytes();
  }

  /** Returns the vectors of {@code schema}'s columns; the caller still owns {@code body}. */
  static List<FieldVector> decode(
      RecordBatch batch,
      WireSchema schema,
      ArrowBuf body,
      long bodyLength,
      Dictionaries dictionaries,
      BufferAllocator allocator,
      IpcLimits limits) {
    if (batch.compression() != null) {
      throw new InvalidBatchException("Compressed record batch bodies are not supported");
    }
    rows(batch, bodyLength, limits);
    BatchDecoder decoder =
        new BatchDecoder(batch, body, bodyLength, dictionaries, allocator, limits);
    List<FieldVector> vectors = new ArrayList<>(schema.size());
    try {
      for (Field field : schema.fields()) {
        FieldVector vector = Vectors.create(field, allocator);
        vectors.add(vector);
        decoder.load(vector, field);
        if (vector.getValueCount() != batch.length()) {
          throw new InvalidBatchException(
              "Column '"
                  + field.getName()
                  + "' has "
                  + vector.getValueCount()
                  + " rows in a batch of "
                  + batch.length());
        }
      }
      return vectors;
    } catch (Throwable failure) {
      for (FieldVector vector : vectors) {
        vector.close();
      }
      throw failure;
    }
  }

  /** The row count, checked against what the body can hold. */
  static int rows(RecordBatch batch, long bodyLength, IpcLimits limits) {
    long rows = batch.length();
    long most = Math.max(limits.emptyRows(), Math.min(bodyLength * 8, Integer.MAX_VALUE - 64));
    if (rows < 0 || rows > most) {
      throw new InvalidBatchException("A batch cannot have " + rows + " rows");
    }
    return (int) rows;
  }

  private void load(FieldVector vector, Field wire) {
    if (wire.getDictionary() != null) {
      loadEncoded(vector, wire);
      return;
    }
    if (node >= batch.nodesLength()) {
      throw new InvalidBatchException("Column '" + wire.getName() + "' has no field node");
    }
    FieldNode fieldNode = batch.nodes(node++);
    int count = count(fieldNode.length(), wire);
    ArrowType type = wire.getType();
    if (vector instanceof NullVector) {
      vector.setValueCount(count);
      return;
    }
    List<ArrowBuf> own = new ArrayList<>(3);
    if (type instanceof ArrowType.Union union) {
      own.add(next((long) count, wire));
      if (union.getMode() == UnionMode.Dense) {
        own.add(next(4L * count, wire));
      }
      checkUnion(own, union, count, wire);
      vector.loadFieldBuffers(new ArrowFieldNode(count, 0), own);
    } else {
      long nulls = fieldNode.nullCount();
      if (nulls < 0 || nulls > count) {
        throw bad(wire, "has " + nulls + " NULLs in " + count + " rows");
      }
      ArrowBuf validity = next(nulls == 0 || nulls == count ? 0 : (count + 7L) / 8, wire);
      if (validity.capacity() == 0) {
        // the vector makes one of its own, for which the body need not hold a byte
        spend((count + 7L) / 8, wire);
      } else if (validity.capacity() < (count + 7L) / 8) {
        throw bad(wire, "has a validity buffer that is too short");
      }
      own.add(validity);
      loadData(own, vector, type, count, nulls, wire);
      vector.loadFieldBuffers(new ArrowFieldNode(count, nulls), own);
    }
    loadChildren(vector, type, count, wire, own);
  }

  private void loadData(
      List<ArrowBuf> own, FieldVector vector, ArrowType type, int count, long nulls, Field wire) {
    if (vector instanceof BitVector) {
      own.add(next((count + 7L) / 8, wire));
    } else if (vector instanceof BaseFixedWidthVector fixed) {
      own.add(next((long) count * fixed.getTypeWidth(), wire));
    } else if (type instanceof ArrowType.Utf8 || type instanceof ArrowType.Binary) {
      ArrowBuf offsets = next(count == 0 ? 0 : 4L * (count + 1L), wire);
      ArrowBuf data = next(0, wire);
      checkOffsets(offsets, count, data.capacity(), wire);
      own.add(offsets);
      own.add(data);
    } else if (type instanceof ArrowType.LargeUtf8 || type instanceof ArrowType.LargeBinary) {
      ArrowBuf offsets = next(count == 0 ? 0 : 8L * (count + 1L), wire);
      ArrowBuf data = next(0, wire);
      checkLargeOffsets(offsets, count, data.capacity(), wire);
      own.add(offsets);
      own.add(data);
    } else if (type instanceof ArrowType.List || type instanceof ArrowType.Map) {
      own.add(next(count == 0 ? 0 : 4L * (count + 1L), wire));
    } else if (type instanceof ArrowType.LargeList) {
      own.add(next(count == 0 ? 0 : 8L * (count + 1L), wire));
    } else if (type instanceof ArrowType.Utf8View || type instanceof ArrowType.BinaryView) {
      loadViews(own, count, nulls, wire);
    } else if (!(type instanceof ArrowType.Struct) && !(type instanceof ArrowType.FixedSizeList)) {
      throw bad(wire, "has the type " + type + ", which is not supported");
    }
  }

  private void loadChildren(
      FieldVector vector, ArrowType type, int count, Field wire, List<ArrowBuf> own) {
    List<FieldVector> children = vector.getChildrenFromFields();
    if (children.size() != wire.getChildren().size()) {
      throw bad(wire, "has two members of one name, which is not supported");
    }
    for (int i = 0; i < children.size(); i++) {
      load(children.get(i), wire.getChildren().get(i));
      long held = children.get(i).getValueCount();
      if (type instanceof ArrowType.List || type instanceof ArrowType.Map) {
        checkOffsets(own.get(1), count, held, wire);
      } else if (type instanceof ArrowType.LargeList) {
        checkLargeOffsets(own.get(1), count, held, wire);
      } else if (type instanceof ArrowType.FixedSizeList list) {
        if (held < (long) count * list.getListSize()) {
          throw bad(wire, "has too few list elements");
        }
      } else if (type instanceof ArrowType.Union union && union.getMode() == UnionMode.Dense) {
        checkDense(own, union, i, held, count, wire);
      } else if (held < count) {
        throw bad(wire, "has a member with too few rows");
      }
    }
  }

  private void loadEncoded(FieldVector vector, Field wire) {
    ArrowType index = wire.getDictionary().getIndexType();
    Field indexField =
        new Field(
            wire.getName(),
            new org.apache.arrow.vector.types.pojo.FieldType(true, index, null),
            List.of());
    try (FieldVector indexes = indexField.createVector(allocator)) {
      load(indexes, indexField);
      spend(dictionaries.decode(wire, indexes, vector, spareBytes), wire);
    }
  }

  /** Accounts for memory a batch takes beyond its body. */
  private void spend(long bytes, Field wire) {
    spareBytes -= bytes;
    if (spareBytes < 0) {
      throw bad(wire, "takes more than " + limits.bodyBytes() + " bytes when decoded");
    }
  }

  private void loadViews(List<ArrowBuf> own, int count, long nulls, Field wire) {
    ArrowBuf views = next(16L * count, wire);
    own.add(views);
    if (variadic >= batch.variadicBufferCountsLength()) {
      throw bad(wire, "has no variadic buffer count");
    }
    long more = batch.variadicBufferCounts(variadic++);
    if (more < 0 || more > batch.buffersLength()) {
      throw bad(wire, "has " + more + " data buffers");
    }
    for (long i = 0; i < more; i++) {
      own.add(next(0, wire));
    }
    ArrowBuf validity = own.get(0);
    for (int row = 0; row < count; row++) {
      boolean isNull =
          validity.capacity() == 0
              ? nulls == count
              : (validity.getByte(row >> 3) & (1 << (row & 7))) == 0;
      if (isNull) {
        continue; // what a NULL's view says is left open
      }
      int length = views.getInt(16L * row);
      if (length > 12) {
        int in = views.getInt(16L * row + 8);
        int at = views.getInt(16L * row + 12);
        if (in < 0 || in >= more || at < 0 || (long) at + length > own.get(2 + in).capacity()) {
          throw bad(wire, "has a text outside its buffers");
        }
      } else if (length < 0) {
        throw bad(wire, "has a text of negative length");
      }
    }
  }

  private ArrowBuf next(long least, Field wire) {
    if (buffer >= batch.buffersLength()) {
      throw bad(wire, "has too few buffers");
    }
    Buffer described = batch.buffers(buffer++);
    long offset = described.offset();
    long length = described.length();
    if (offset < 0 || length < 0 || offset > bodyLength || length > bodyLength - offset) {
      throw bad(wire, "has a buffer outside the batch's body");
    }
    if (length < least) {
      throw bad(wire, "has a buffer of " + length + " bytes where " + least + " are needed");
    }
    return body.slice(offset, length);
  }

  private int count(long length, Field wire) {
    if (length < 0 || length > Math.max(limits.emptyRows(), bodyLength * 8)) {
      throw bad(wire, "cannot have " + length + " values");
    }
    return Math.toIntExact(length);
  }

  private static void checkOffsets(ArrowBuf offsets, int count, long held, Field wire) {
    if (count == 0) {
      return;
    }
    int last = offsets.getInt(0);
    if (last < 0) {
      throw bad(wire, "has a negative offset");
    }
    for (int i = 1; i <= count; i++) {
      int offset = offsets.getInt(4L * i);
      if (offset < last) {
        throw bad(wire, "has offsets that go backwards");
      }
      last = offset;
    }
    if (last > held) {
      throw bad(wire, "has offsets beyond its data");
    }
  }

  private static void checkLargeOffsets(ArrowBuf offsets, int count, long held, Field wire) {
    long last = count == 0 ? 0 : offsets.getLong(0);
    if (last < 0) {
      throw bad(wire, "has a negative offset");
    }
    for (int i = 1; i <= count; i++) {
      long offset = offsets.getLong(8L * i);
      if (offset < last) {
        throw bad(wire, "has offsets that go backwards");
      }
      last = offset;
    }
    if (last > held) {
      throw bad(wire, "has offsets beyond its data");
    }
  }

  private static void checkUnion(List<ArrowBuf> own, ArrowType.Union union, int count, Field wire) {
    boolean[] known = new boolean[128];
    int[] ids = union.getTypeIds();
    for (int i = 0; i < wire.getChildren().size(); i++) {
      int id = ids == null || ids.length == 0 ? i : ids[i];
      if (id < 0 || id > 127) {
        throw bad(wire, "has the union type id " + id);
      }
      known[id] = true;
    }
    for (int row = 0; row < count; row++) {
      byte id = own.get(0).getByte(row);
      if (id < 0 || !known[id]) {
        throw bad(wire, "has the unknown union type id " + id);
      }
    }
  }

  private static void checkDense(
      List<ArrowBuf> own, ArrowType.Union union, int child, long held, int count, Field wire) {
    int[] ids = union.getTypeIds();
    int id = ids == null || ids.length == 0 ? child : ids[child];
    for (int row = 0; row < count; row++) {
      int offset = own.get(1).getInt(4L * row);
      if (own.get(0).getByte(row) == id && (offset < 0 || offset >= held)) {
        throw bad(wire, "has a union offset outside its member");
      }
    }
  }

  private static InvalidBatchException bad(Field wire, String what) {
    return new InvalidBatchException("Column '" + wire.getName() + "' " + what);
  }
}
