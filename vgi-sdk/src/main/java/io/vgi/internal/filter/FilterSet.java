package io.vgi.internal.filter;

import io.vgi.pushdown.Filter;
import io.vgi.rpc.WireSchema;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** placeholder until the filter package lands */
public final class FilterSet {
  public static FilterSet parse(byte[] payload, WireSchema output, BufferAllocator allocator) {
    return new FilterSet();
  }

  public static final FilterSet NONE = new FilterSet();

  public static byte[] decode(String base64) {
    return java.util.Base64.getDecoder().decode(base64);
  }

  public boolean isEmpty() {
    return true;
  }

  public void apply(byte[] payload) {}

  public Filter all() {
    return () -> true;
  }

  public int[] columns() {
    return new int[0];
  }

  public int select(@Nullable FieldVector[] columns, int rows, int[] selected) {
    for (int i = 0; i < rows; i++) {
      selected[i] = i;
    }
    return rows;
  }
}
