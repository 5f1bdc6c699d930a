package io.vgi.internal.filter;

import io.vgi.pushdown.Filter;
import io.vgi.pushdown.FilterFunction;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** An expression of a filter, its references resolved and its types known. */
sealed interface Expression {
  /** The type of its value. */
  default ValueType type() {
    return ValueType.BOOLEAN;
  }

  /** A column, by its position in the unprojected schema. */
  record Column(int position, Field field, ValueType type) implements Expression {}

  /** A member of a struct. */
  record Member(Expression struct, int index, Field field, ValueType type) implements Expression {}

  /** A constant, in the evaluator's form and in the natural one. */
  record Literal(Field field, ValueType type, @Nullable Object value, @Nullable Object natural)
      implements Expression {}

  /** A comparison. */
  record Compare(Filter.Operator operator, Expression left, Expression right)
      implements Expression {}

  /** AND or OR. */
  record Junction(boolean and, List<Expression> children) implements Expression {}

  /** NOT. */
  record Not(Expression child) implements Expression {}

  /** IS NULL. */
  record IsNull(Expression child, boolean negated) implements Expression {}

  /** IN a list of values of one type. */
  record In(Expression child, Members members, boolean negated) implements Expression {}

  /** The values of an IN, in both forms. */
  record Members(
      Field field,
      ValueType type,
      List<@Nullable Object> values,
      List<@Nullable Object> naturals) {}

  /** A conversion. */
  record Cast(Expression child, Field field, ValueType type) implements Expression {}

  /** An arithmetic operator; a negation has one operand. */
  record Arithmetic(char operator, List<Expression> operands, ValueType type)
      implements Expression {}

  /** A function; {@code extension} is null for the standard ones. */
  record Call(String function, @Nullable FilterFunction extension, List<Expression> arguments)
      implements Expression {}
}
