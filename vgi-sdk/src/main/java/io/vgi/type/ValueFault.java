package io.vgi.type;

import org.jspecify.annotations.Nullable;

/** A value that its type cannot be: the end of a sentence that begins with the column. */
final class ValueFault extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  ValueFault(String message) {
    super(message);
  }

  static ValueFault misfit(SqlType type, @Nullable Object value) {
    return new ValueFault("a " + named(value) + " is not a " + type + ": " + shown(value));
  }

  static ValueFault inexact(SqlType type, @Nullable Object value) {
    return new ValueFault(type + " cannot hold " + shown(value) + " exactly");
  }

  static ValueFault unreadable(String wanted, @Nullable Object value) {
    return new ValueFault("cannot be read as " + wanted + ": " + shown(value));
  }

  private static String named(@Nullable Object value) {
    if (value == null) {
      return "NULL";
    }
    return value.getClass().isAnonymousClass()
        ? value.getClass().getName()
        : value.getClass().getSimpleName();
  }

  /** {@code value} as a message shows it, however long it is. */
  private static String shown(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.length + " bytes";
    } else if (value instanceof java.math.BigDecimal decimal
        && (decimal.precision() > 200 || Math.abs((long) decimal.scale()) > 200)) {
      return "a number of " + decimal.precision() + " digits";
    }
    String text = String.valueOf(value);
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
