package io.vgi.rpc.internal.ipc;

import java.util.AbstractList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a batch that is on the heap and becomes vectors when somebody asks for one, which
 * for most records nobody does. One thread at a time.
 */
public abstract sealed class LateColumns extends AbstractList<FieldVector> implements AutoCloseable
    permits EncodedColumns, RowColumns {
  private final int size;
  private @Nullable List<FieldVector> vectors;

  LateColumns(int size) {
    this.size = size;
  }

  /** Makes the vectors, which this list owns. */
  abstract List<FieldVector> decode();

  /** How many bytes of vectors this is. */
  public abstract long vectorBytes();

  @Override
  public final int size() {
    return size;
  }

  @Override
  public final FieldVector get(int index) {
    if (vectors == null) {
      vectors = decode();
    }
    return vectors.get(index);
  }

  /** Releases the vectors, if there are any. */
  @Override
  public final void close() {
    if (vectors != null) {
      for (FieldVector vector : vectors) {
        vector.close();
      }
      vectors = null;
    }
  }
}
