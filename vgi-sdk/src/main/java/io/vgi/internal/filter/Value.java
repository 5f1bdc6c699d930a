package io.vgi.internal.filter;

import org.jspecify.annotations.Nullable;

/** An expression that can be evaluated, its values in the form of {@link Operands}. */
abstract class Value {
  private final ValueType type;

  Value(ValueType type) {
    this.type = type;
  }

  final ValueType type() {
    return type;
  }

  /** Takes the vectors of a batch. */
  abstract void bind(Columns columns);

  /** The value of a row. */
  abstract @Nullable Object at(int row);
}
