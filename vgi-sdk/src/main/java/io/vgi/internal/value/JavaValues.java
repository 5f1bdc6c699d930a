package io.vgi.internal.value;

import org.jspecify.annotations.Nullable;

/** Values that are handed out more than once. */
public final class JavaValues {
  private JavaValues() {}

  /** {@code value} for one of many who are given it: bytes, which could be changed, are copied. */
  @SuppressWarnings("unchecked") // the copy has the class of the value
  public static <T> @Nullable T shared(@Nullable T value) {
    return value instanceof byte[] bytes ? (T) bytes.clone() : value;
  }
}
