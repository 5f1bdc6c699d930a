package io.vgi.internal.filter;

import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Evaluators of expressions that have values. */
final class ValueReaders {
  private ValueReaders() {}

  /** {@code value} in another type. */
  static Value converted(Value value, ValueType type) {
    return value.type().equals(type)
        ? value
        : converted(value, type, Coercion.of(value.type(), type));
  }

  static Value converted(Value value, ValueType type, Convert convert) {
    if (value instanceof Constant constant) {
      Object given = constant.value;
      return new Constant(type, given == null ? null : convert.apply(given));
    }
    return new Converted(value, type, convert);
  }

  /** A value that is the same in each row. */
  static final class Constant extends Value {
    private final @Nullable Object value;

    Constant(ValueType type, @Nullable Object value) {
      super(type);
      this.value = value;
    }

    @Override
    void bind(Columns columns) {}

    @Override
    @Nullable Object at(int row) {
      return value;
    }
  }

  /** The values of a column or a member of one. */
  static final class Read extends Value {
    private final ColumnPath source;
    private @Nullable FieldVector vector;

    Read(ColumnPath source) {
      super(source.type());
      this.source = source;
    }

    @Override
    void bind(Columns columns) {
      vector = source.bind(columns);
    }

    @Override
    @Nullable Object at(int row) {
      FieldVector bound = vector;
      return bound == null || source.isNull(row) ? null : Operands.read(bound, type(), row);
    }
  }

  /** A member of a struct that is itself computed. */
  static final class MemberOf extends Value {
    private final Value struct;
    private final int index;

    MemberOf(Value struct, int index, ValueType type) {
      super(type);
      this.struct = struct;
      this.index = index;
    }

    @Override
    void bind(Columns columns) {
      struct.bind(columns);
    }

    @Override
    @Nullable Object at(int row) {
      return struct.at(row) instanceof @Nullable Object[] members ? members[index] : null;
    }
  }

  private static final class Converted extends Value {
    private final Value value;
    private final Convert convert;

    Converted(Value value, ValueType type, Convert convert) {
      super(type);
      this.value = value;
      this.convert = convert;
    }

    @Override
    void bind(Columns columns) {
      value.bind(columns);
    }

    @Override
    @Nullable Object at(int row) {
      Object given = value.at(row);
      return given == null ? null : convert.apply(given);
    }
  }

  /** An arithmetic operator with two operands. */
  static final class Binary extends Value {
    private final char operator;
    private final Value left;
    private final Value right;

    Binary(char operator, Value left, Value right, ValueType type) {
      super(type);
      this.operator = operator;
      this.left = left;
      this.right = right;
    }

    @Override
    void bind(Columns columns) {
      left.bind(columns);
      right.bind(columns);
    }

    @Override
    @Nullable Object at(int row) {
      Object a = left.at(row);
      Object b = right.at(row);
      return a == null || b == null
          ? null
          : Arithmetics.apply(operator, a, left.type(), b, right.type(), type());
    }
  }

  /** A number with the other sign. */
  static final class Negated extends Value {
    private final Value value;

    Negated(Value value, ValueType type) {
      super(type);
      this.value = value;
    }

    @Override
    void bind(Columns columns) {
      value.bind(columns);
    }

    @Override
    @Nullable Object at(int row) {
      Object given = value.at(row);
      return given == null ? null : Arithmetics.negate(given, type());
    }
  }

  /** A condition as a BOOLEAN value. */
  static final class Truth extends Value {
    private final Test test;

    Truth(Test test) {
      super(ValueType.BOOLEAN);
      this.test = test;
    }

    @Override
    void bind(Columns columns) {
      test.bind(columns);
    }

    @Override
    @Nullable Object at(int row) {
      int truth = test.at(row);
      return truth == Test.NULL ? null : (Object) (truth == Test.TRUE);
    }
  }
}
