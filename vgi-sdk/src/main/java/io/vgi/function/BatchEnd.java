package io.vgi.function;

import io.vgi.type.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;

/**
 * Where a batch of rows ends: at the usual number of rows, and before that when they are large or
 * long in coming, so that rows which fit one by one can be read and a query waits for few.
 */
final class BatchEnd {
  private static final long MOST_BYTES = 8L << 20;
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How many rows may pass unmeasured. */
  private static final int STRIDE = 16;

  private final int mostRows;
  private final List<FieldVector> vectors = new ArrayList<>();
  private final long begin = System.nanoTime();

  BatchEnd(Scan scan, BatchWriter out, List<Column<?>> columns) {
    this.mostRows = scan.batchSize();
    for (Column<?> column : columns) {
      if (out.wants(column)) {
        vectors.add(out.get(column));
      }
    }
  }

  /** Whether a batch of {@code rows}, at least one, ends here. */
  boolean isAt(int rows) {
    if (rows >= mostRows) {
      return true;
    }
    boolean measured = rows < STRIDE ? (rows & (rows - 1)) == 0 : rows % STRIDE == 0;
    return measured && (System.nanoTime() - begin > MOST_NANOS || bytes(vectors) > MOST_BYTES);
  }

  /** What the vectors have room for, which doubles as they grow. */
  private static long bytes(List<FieldVector> vectors) {
    long bytes = 0;
    for (FieldVector vector : vectors) {
      if (vector instanceof BaseVariableWidthVector || vector instanceof BaseFixedWidthVector) {
        bytes += vector.getDataBuffer().capacity();
      } else {
        bytes += bytes(vector.getChildrenFromFields());
      }
    }
    return bytes;
  }
}
