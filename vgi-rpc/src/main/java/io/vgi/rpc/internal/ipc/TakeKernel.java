package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.VgiException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Copies chosen rows of a vector, whatever its type, buffer by buffer. */
public final class TakeKernel {
  private final Field field;
  private final BufferAllocator allocator;
  private final @Nullable Spare spare;

  private TakeKernel(Field field, BufferAllocator allocator, @Nullable Spare spare) {
    this.field = field;
    this.allocator = allocator;
    this.spare = spare;
  }

  /**
   * A new vector with the first {@code count} of {@code rows} of {@code source}, in that order; it
   * is the caller's to close. Rows may repeat.
   */
  public static FieldVector take(
      FieldVector source, Field field, int[] rows, int count, BufferAllocator allocator) {
    return take(source, field, rows, count, allocator, null);
  }

  /** The same, where repeated rows may take no more than {@code spare} memory. */
  static FieldVector take(
      FieldVector source,
      Field field,
      int[] rows,
      int count,
      BufferAllocator allocator,
      @Nullable Spare spare) {
    FieldVector target = Vectors.create(field, allocator);
    try {
      new TakeKernel(field, allocator, spare).fill(source, target, rows, count);
      return target;
    } catch (Throwable failure) {
      target.close();
      throw failure;
    }
  }

  private void fill(FieldVector source, FieldVector target, int[] rows, int count) {
    if (source instanceof NullVector) {
      target.setValueCount(count);
    } else if (source instanceof BaseVariableWidthViewVector views) {
      views(views, (BaseVariableWidthViewVector) target, rows, count);
    } else if (source instanceof UnionVector union) {
      union(union, target, rows, count);
    } else {
      List<ArrowBuf> buffers = new ArrayList<>(3);
      try {
        int nulls = validity(source, rows, count, buffers);
        int[] elements = data(source, rows, count, buffers);
        target.loadFieldBuffers(new ArrowFieldNode(count, nulls), buffers);
        children(source, target, elements, elements == rows ? count : elements.length);
      } finally {
        // the vector holds its own references
        buffers.forEach(ArrowBuf::close);
      }
    }
  }

  private int validity(FieldVector source, int[] rows, int count, List<ArrowBuf> buffers) {
    ArrowBuf from = source.getValidityBuffer();
    ArrowBuf to = zeroed((count + 7L) / 8, buffers);
    int nulls = 0;
    for (int i = 0; i < count; i++) {
      if (BitVectorHelper.get(from, rows[i]) == 0) {
        nulls++;
      } else {
        BitVectorHelper.setBit(to, i);
      }
    }
    return nulls;
  }

  /**
   * Adds the buffers behind the validity and returns the rows of the children, if there are any.
   */
  private int[] data(FieldVector source, int[] rows, int count, List<ArrowBuf> buffers) {
    if (source instanceof BitVector) {
      ArrowBuf from = source.getDataBuffer();
      ArrowBuf to = zeroed((count + 7L) / 8, buffers);
      for (int i = 0; i < count; i++) {
        if (BitVectorHelper.get(from, rows[i]) != 0) {
          BitVectorHelper.setBit(to, i);
        }
      }
    } else if (source instanceof BaseFixedWidthVector fixed) {
      fixed(fixed, rows, count, buffers);
    } else if (source instanceof BaseVariableWidthVector) {
      ArrowBuf offsets = source.getOffsetBuffer();
      bytes(source.getDataBuffer(), offsets, 4, rows, count, buffers);
    } else if (source instanceof BaseLargeVariableWidthVector) {
      ArrowBuf offsets = source.getOffsetBuffer();
      bytes(source.getDataBuffer(), offsets, 8, rows, count, buffers);
    } else if (source instanceof ListVector || source instanceof LargeListVector) {
      return elements(source, rows, count, buffers);
    } else if (source instanceof FixedSizeListVector list) {
      return slots(list.getListSize(), rows, count);
    } else if (!(source instanceof StructVector)) {
      throw VgiException.unsupported(
          "Rows of a " + source.getClass().getSimpleName() + " cannot be filtered");
    }
    return rows;
  }

  private void fixed(BaseFixedWidthVector source, int[] rows, int count, List<ArrowBuf> buffers) {
    int width = source.getTypeWidth();
    ArrowBuf from = source.getDataBuffer();
    ArrowBuf to = buffer((long) width * count, buffers);
    switch (width) {
      case 8 -> {
        for (int i = 0; i < count; i++) {
          to.setLong(8L * i, from.getLong(8L * rows[i]));
        }
      }
      case 4 -> {
        for (int i = 0; i < count; i++) {
          to.setInt(4L * i, from.getInt(4L * rows[i]));
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          to.setBytes((long) width * i, from, (long) width * rows[i], width);
        }
      }
    }
  }

  private void bytes(
      ArrowBuf data, ArrowBuf offsets, int width, int[] rows, int count, List<ArrowBuf> buffers) {
    ArrowBuf ends = buffer((long) width * (count + 1), buffers);
    setOffset(ends, width, 0, 0);
    long total = 0;
    for (int i = 0; i < count; i++) {
      total += offset(offsets, width, rows[i] + 1) - offset(offsets, width, rows[i]);
      setOffset(ends, width, i + 1, total);
    }
    ArrowBuf to = buffer(total, buffers);
    for (int i = 0; i < count; i++) {
      long at = offset(ends, width, i);
      long length = offset(ends, width, i + 1) - at;
      if (length > 0) {
        to.setBytes(at, data, offset(offsets, width, rows[i]), length);
      }
    }
  }

  private int[] elements(FieldVector list, int[] rows, int count, List<ArrowBuf> buffers) {
    int width = list instanceof ListVector ? 4 : 8;
    ArrowBuf offsets = list.getOffsetBuffer();
    ArrowBuf validity = list.getValidityBuffer();
    ArrowBuf ends = buffer((long) width * (count + 1), buffers);
    setOffset(ends, width, 0, 0);
    long total = 0;
    for (int i = 0; i < count; i++) {
      // what lies under a NULL list is not copied
      if (BitVectorHelper.get(validity, rows[i]) != 0) {
        total += offset(offsets, width, rows[i] + 1) - offset(offsets, width, rows[i]);
      }
      setOffset(ends, width, i + 1, total);
    }
    spendHeap(4L * total);
    int[] elements = new int[Math.toIntExact(total)];
    int next = 0;
    for (int i = 0; i < count; i++) {
      long from = offset(offsets, width, rows[i]);
      int end = (int) offset(ends, width, i + 1);
      while (next < end) {
        elements[next++] = Math.toIntExact(from++);
      }
    }
    return elements;
  }

  private int[] slots(int size, int[] rows, int count) {
    spendHeap(4L * size * count);
    int[] slots = new int[Math.multiplyExact(size, count)];
    int next = 0;
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < size; k++) {
        slots[next++] = rows[i] * size + k;
      }
    }
    return slots;
  }

  private void children(FieldVector source, FieldVector target, int[] rows, int count) {
    List<FieldVector> from = source.getChildrenFromFields();
    List<FieldVector> to = target.getChildrenFromFields();
    for (int i = 0; i < from.size(); i++) {
      fill(from.get(i), to.get(i), rows, count);
    }
  }

  private void union(UnionVector source, FieldVector target, int[] rows, int count) {
    List<ArrowBuf> buffers = new ArrayList<>(1);
    try {
      ArrowBuf from = source.getTypeBuffer();
      ArrowBuf to = buffer(count, buffers);
      for (int i = 0; i < count; i++) {
        to.setByte(i, from.getByte(rows[i]));
      }
      target.loadFieldBuffers(new ArrowFieldNode(count, 0), buffers);
      children(source, target, rows, count);
    } finally {
      buffers.forEach(ArrowBuf::close);
    }
  }

  private static void views(
      BaseVariableWidthViewVector source,
      BaseVariableWidthViewVector target,
      int[] rows,
      int count) {
    target.setInitialCapacity(count);
    target.allocateNew();
    for (int i = 0; i < count; i++) {
      if (!source.isNull(rows[i])) {
        byte[] value = source.get(rows[i]);
        target.setSafe(i, value, 0, value.length);
      }
    }
    target.setValueCount(count);
  }

  private ArrowBuf zeroed(long size, List<ArrowBuf> buffers) {
    ArrowBuf made = buffer(size, buffers);
    made.setZero(0, made.capacity());
    return made;
  }

  private ArrowBuf buffer(long size, List<ArrowBuf> buffers) {
    spend(size);
    // never the shared empty buffer: a vector closes what it is given
    ArrowBuf made = allocator.buffer(Math.max(size, 8));
    made.writerIndex(size);
    buffers.add(made);
    return made;
  }

  private void spend(long bytes) {
    if (spare != null) {
      spare.spend(bytes, field);
    }
  }

  private void spendHeap(long bytes) {
    if (spare != null) {
      spare.spendHeap(bytes, field);
    }
  }

  private static long offset(ArrowBuf offsets, int width, int row) {
    return width == 4 ? offsets.getInt(4L * row) : offsets.getLong(8L * row);
  }

  private static void setOffset(ArrowBuf offsets, int width, int row, long value) {
    if (width == 4) {
      offsets.setInt(4L * row, Math.toIntExact(value));
    } else {
      offsets.setLong(8L * row, value);
    }
  }
}
