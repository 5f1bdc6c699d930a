package io.vgi.internal.value;

import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import org.jspecify.annotations.Nullable;

/** DuckDB's order of natural values whose type is not at hand. */
public final class ValueOrder {
  private static final ValueCodec<Object> ANY = ValueCodec.natural(SqlType.ANY);

  private ValueOrder() {}

  /** Compares values of one type; NULLs are equal and the greatest. */
  public static int compare(@Nullable Object left, @Nullable Object right) {
    return ANY.compare(left, right);
  }
}
