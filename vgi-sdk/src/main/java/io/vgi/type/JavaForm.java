package io.vgi.type;

import io.vgi.type.ValueCodec.Reader;
import io.vgi.type.ValueCodec.Writer;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * One Java type for the values of one SQL type. What each form has to say is how its values become
 * natural ones and back; forms that can do without that step read and write vectors themselves.
 */
abstract class JavaForm {
  private final SqlType type;

  JavaForm(SqlType type) {
    this.type = type;
  }

  final SqlType type() {
    return type;
  }

  /** The Java value of a natural one. */
  abstract Object from(Object natural);

  /** The Java value of a natural one, or of NULL. */
  @Nullable Object orNull(@Nullable Object natural) {
    return natural == null ? null : from(natural);
  }

  /** The natural value of a Java one; null when that stands for NULL. */
  abstract @Nullable Object to(Object value);

  /** DuckDB's order. */
  abstract int compare(Object left, Object right);

  /** DuckDB's order with NULLs, which are equal and the greatest. */
  int order(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return left == right ? 0 : left == null ? 1 : -1;
    }
    return compare(left, right);
  }

  /** Whether the Java type has a word of its own for NULL. */
  boolean takesNull() {
    return false;
  }

  Reader<Object> reader(FieldVector vector, Field field) {
    Reader<Object> natural = VectorReaders.natural(vector, field);
    return row -> orNull(natural.get(row));
  }

  /** Writes to {@code vector}, whose type is {@code into}. */
  Writer<Object> writer(FieldVector vector, SqlType into) {
    Writer<Object> natural = VectorWriters.natural(vector, into);
    return (row, value) -> natural.set(row, value == null ? null : to(value));
  }
}
