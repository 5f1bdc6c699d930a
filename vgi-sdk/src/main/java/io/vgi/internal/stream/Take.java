package io.vgi.internal.stream;

import io.vgi.rpc.internal.ipc.Vectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** placeholder until the filter branch lands */
public final class Take {
  private Take() {}

  public static FieldVector take(
      FieldVector source, Field field, int[] rows, int count, BufferAllocator allocator) {
    FieldVector out = Vectors.create(field, allocator);
    out.setInitialCapacity(count);
    out.allocateNew();
    for (int i = 0; i < count; i++) {
      out.copyFromSafe(rows[i], i, source);
    }
    out.setValueCount(count);
    return out;
  }
}
