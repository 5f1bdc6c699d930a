package io.vgi.example.aggregate;

import io.vgi.rpc.VgiException;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;

/** Numbers of any type as doubles. */
final class Numbers {
  private Numbers() {}

  /** The number at {@code row}, which is not NULL. */
  static double at(FieldVector vector, int row) {
    if (vector instanceof Float8Vector doubles) {
      return doubles.get(row);
    } else if (vector instanceof BaseIntVector ints) {
      return ints.getValueAsLong(row);
    } else if (vector instanceof Float4Vector floats) {
      return floats.get(row);
    } else if (vector instanceof DecimalVector decimals) {
      return decimals.getObjectNotNull(row).doubleValue();
    }
    throw VgiException.invalidArgument(
        "A sum takes numbers, not what a " + vector.getClass().getSimpleName() + " holds");
  }
}
