package io.vgi.example.table;

import io.vgi.function.BatchWriter;
import io.vgi.type.Column;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Writes whole columns whose values follow a simple rule; columns nobody wants stay empty. */
public final class Fill {
  private Fill() {}

  /** Writes {@code first}, {@code first + step} and so on. */
  public static void numbers(
      BatchWriter out, Column<BigIntVector> column, int rows, long first, long step) {
    if (!out.wants(column)) {
      return;
    }
    BigIntVector vector = room(out.get(column), rows);
    long value = first;
    for (int i = 0; i < rows; i++) {
      vector.set(i, value);
      value += step;
    }
  }

  /** Writes {@code value} into every row. */
  public static void same(BatchWriter out, Column<BigIntVector> column, int rows, long value) {
    numbers(out, column, rows, value, 0);
  }

  /** Writes {@code text} into every row; null is NULL. */
  public static void same(
      BatchWriter out, Column<VarCharVector> column, int rows, @Nullable String text) {
    if (text == null || !out.wants(column)) {
      return;
    }
    VarCharVector vector = out.get(column);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < rows; i++) {
      vector.setSafe(i, bytes);
    }
  }

  /** Writes {@code prefix} followed by {@code first}, {@code first + 1} and so on. */
  public static void labels(
      BatchWriter out, Column<VarCharVector> column, int rows, String prefix, long first) {
    if (!out.wants(column)) {
      return;
    }
    VarCharVector vector = out.get(column);
    for (int i = 0; i < rows; i++) {
      Text.set(vector, i, prefix + (first + i));
    }
  }

  /** Makes room for {@code rows} values, which may be more than a usual batch has. */
  public static BigIntVector room(BigIntVector vector, int rows) {
    if (vector.getValueCapacity() < rows) {
      vector.allocateNew(rows);
    }
    return vector;
  }
}
