package io.vgi.internal.filter;

import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of a batch, by their position among all columns; those that were not produced are
 * null.
 */
record Columns(@Nullable FieldVector[] vectors) {
  FieldVector get(int position, String name) {
    FieldVector vector = position < vectors.length ? vectors[position] : null;
    if (vector == null) {
      throw new EvaluationException("A filter needs the column '" + name + "', which is not there");
    }
    return vector;
  }
}
