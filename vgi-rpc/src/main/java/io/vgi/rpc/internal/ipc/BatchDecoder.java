package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.internal.memory.HeapMemory;
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
 * Turns one record batch into vectors that share the body's memory, but for buffers that are of
 * another {@linkplain Layout.Form form}.
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
  private final Spare spare;
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
    this.spare = new Spare(limits.bodyBytes(), HeapMemory.of(allocator));
  }

  /** Returns the vectors of {@code columns}; the caller still owns {@code body}. */
  static List<FieldVector> decode(
      RecordBatch batch,
      List<Layout> columns,
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
    List<FieldVector> vectors = new ArrayList<>(columns.size());
    try {
      for (Layout column : columns) {
        Field field = column.field();
        FieldVector vector = Vectors.create(field, allocator);
        vectors.add(vector);
        decoder.load(vector, column);
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
    } finally {
      decoder.spare.close();
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

  private void load(FieldVector vector, Layout layout) {
    Field wire = layout.field();
    if (wire.getDictionary() != null) {
      loadEncoded(vector, layout);
      return;
    }
    if (node >= batch.nodesLength()) {
      throw new InvalidBatchException("Column '" + wire.getName() + "' has no field node");
    }
    FieldNode fieldNode = batch.nodes(node++);
    int count = count(fieldNode.length(), wire);
    if (vector instanceof NullVector) {
      vector.setValueCount(count);
    } else if (wire.getType() instanceof ArrowType.Union union) {
      loadUnion(vector, union, count, layout);
    } else {
      loadValid(vector, count, fieldNode.nullCount(), layout);
    }
  }

  private void loadUnion(FieldVector vector, ArrowType.Union union, int count, Layout layout) {
    List<ArrowBuf> own = new ArrayList<>(2);
    own.add(next((long) count, layout.field()));
    if (union.getMode() == UnionMode.Dense) {
      own.add(next(4L * count, layout.field()));
    }
    Checks.union(own, union, count, layout.field());
    vector.loadFieldBuffers(new ArrowFieldNode(count, 0), own);
    loadChildren(vector, count, layout, own);
  }

  private void loadValid(FieldVector vector, int count, long nulls, Layout layout) {
    Field wire = layout.field();
    if (nulls < 0 || nulls > count) {
      throw bad(wire, "has " + nulls + " NULLs in " + count + " rows");
    }
    ArrowBuf validity = next(nulls == 0 || nulls == count ? 0 : (count + 7L) / 8, wire);
    if (validity.capacity() == 0) {
      // the vector makes one of its own, for which the body need not hold a byte
      spare.spend((count + 7L) / 8, wire);
    } else if (validity.capacity() < (count + 7L) / 8) {
      throw bad(wire, "has a validity buffer that is too short");
    }
    ArrowFieldNode loaded = new ArrowFieldNode(count, nulls);
    List<ArrowBuf> own = new ArrayList<>(3);
    own.add(validity);
    if (layout.form() == Layout.Form.USUAL) {
      loadData(own, vector, wire.getType(), count, wire);
      vector.loadFieldBuffers(loaded, own);
      loadChildren(vector, count, layout, own);
      return;
    }
    try (UsualBuffers usual = new UsualBuffers(wire, allocator, spare)) {
      if (wire.getType() instanceof ArrowType.List && layout.form() != Layout.Form.LARGE) {
        loadListViews(own, vector, count, nulls == count, layout, usual);
        vector.loadFieldBuffers(loaded, own);
        return;
      }
      convertData(own, count, nulls == count, layout, usual);
      vector.loadFieldBuffers(loaded, own);
      loadChildren(vector, count, layout, own);
    }
  }

  private void loadData(
      List<ArrowBuf> own, FieldVector vector, ArrowType type, int count, Field wire) {
    if (vector instanceof BitVector) {
      own.add(next((count + 7L) / 8, wire));
    } else if (vector instanceof BaseFixedWidthVector fixed) {
      own.add(next((long) count * fixed.getTypeWidth(), wire));
    } else if (type instanceof ArrowType.Utf8 || type instanceof ArrowType.Binary) {
      ArrowBuf offsets = next(count == 0 ? 0 : 4L * (count + 1L), wire);
      ArrowBuf data = next(0, wire);
      Checks.offsets(offsets, count, data.capacity(), wire);
      own.add(offsets);
      own.add(data);
    } else if (type instanceof ArrowType.List || type instanceof ArrowType.Map) {
      own.add(next(count == 0 ? 0 : 4L * (count + 1L), wire));
    } else if (!(type instanceof ArrowType.Struct) && !(type instanceof ArrowType.FixedSizeList)) {
      throw bad(wire, "has the type " + type + ", which is not supported");
    }
  }

  private void convertData(
      List<ArrowBuf> own, int count, boolean allNull, Layout layout, UsualBuffers usual) {
    Field wire = layout.field();
    switch (layout.form()) {
      case DECIMAL_32 -> own.add(usual.decimals(next(4L * count, wire), 4, count));
      case DECIMAL_64 -> own.add(usual.decimals(next(8L * count, wire), 8, count));
      case LARGE -> {
        ArrowBuf offsets = next(count == 0 ? 0 : 8L * (count + 1L), wire);
        if (wire.getType() instanceof ArrowType.List) {
          own.add(usual.offsets(offsets, count, Integer.MAX_VALUE));
        } else {
          ArrowBuf data = next(0, wire);
          own.add(usual.offsets(offsets, count, Math.min(data.capacity(), Integer.MAX_VALUE)));
          own.add(data);
        }
      }
      default -> {
        ArrowBuf views = next(16L * count, wire);
        if (variadic >= batch.variadicBufferCountsLength()) {
          throw bad(wire, "has no variadic buffer count");
        }
        long more = batch.variadicBufferCounts(variadic++);
        if (more < 0 || more > batch.buffersLength()) {
          throw bad(wire, "has " + more + " data buffers");
        }
        List<ArrowBuf> data = new ArrayList<>((int) more);
        for (long i = 0; i < more; i++) {
          data.add(next(0, wire));
        }
        usual.texts(views, data, new Nulls(own.get(0), allNull), count, own);
      }
    }
  }

  private void loadListViews(
      List<ArrowBuf> own,
      FieldVector list,
      int count,
      boolean allNull,
      Layout layout,
      UsualBuffers usual) {
    int width = layout.form() == Layout.Form.VIEW ? 4 : 8;
    ArrowBuf places = next((long) width * count, layout.field());
    ArrowBuf sizes = next((long) width * count, layout.field());
    FieldVector elements = list.getChildrenFromFields().get(0);
    Layout element = layout.children().get(0);
    load(elements, element);
    Nulls nulls = new Nulls(own.get(0), allNull);
    ListViews views = usual.lists(places, sizes, width, nulls, count, elements.getValueCount());
    own.add(views.offsets());
    int[] order = views.elements();
    if (order != null) {
      try (FieldVector taken =
          TakeKernel.take(elements, element.field(), order, order.length, allocator, spare)) {
        Vectors.share(taken, elements);
      }
    }
  }

  private void loadChildren(FieldVector vector, int count, Layout layout, List<ArrowBuf> own) {
    Field wire = layout.field();
    ArrowType type = wire.getType();
    List<FieldVector> children = vector.getChildrenFromFields();
    if (children.size() != layout.children().size()) {
      throw bad(wire, "has two members of one name, which is not supported");
    }
    for (int i = 0; i < children.size(); i++) {
      load(children.get(i), layout.children().get(i));
      long held = children.get(i).getValueCount();
      if (type instanceof ArrowType.List || type instanceof ArrowType.Map) {
        Checks.offsets(own.get(1), count, held, wire);
      } else if (type instanceof ArrowType.FixedSizeList list) {
        if (held < (long) count * list.getListSize()) {
          throw bad(wire, "has too few list elements");
        }
      } else if (type instanceof ArrowType.Union union && union.getMode() == UnionMode.Dense) {
        Checks.denseUnion(own, union, i, held, count, wire);
      } else if (held < count) {
        throw bad(wire, "has a member with too few rows");
      }
    }
  }

  private void loadEncoded(FieldVector vector, Layout layout) {
    Field wire = layout.field();
    ArrowType index = wire.getDictionary().getIndexType();
    Field indexField =
        new Field(
            wire.getName(),
            new org.apache.arrow.vector.types.pojo.FieldType(true, index, null),
            List.of());
    try (FieldVector indexes = indexField.createVector(allocator)) {
      load(indexes, new Layout(indexField, Layout.Form.USUAL, List.of()));
      spare.spend(dictionaries.decode(wire, indexes, vector, spare.left()), wire);
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

  static InvalidBatchException bad(Field wire, String what) {
    return new InvalidBatchException("Column '" + wire.getName() + "' " + what);
  }
}
