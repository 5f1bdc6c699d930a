package io.vgi.internal.filter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Constants of UHUGEINT, which the engine sends as DECIMAL(38,0) unless it converts to Arrow
 * without loss: the greater ones arrive as negative numbers of the same 128 bits.
 */
final class WideUnsigned {
  private static final ValueType SENT = ValueType.decimal(38, 0);
  private static final BigInteger TURN = BigInteger.ONE.shiftLeft(128);

  private WideUnsigned() {}

  /** {@code constant} as it was meant, beside something of the type {@code other}. */
  static Expression mend(Expression constant, ValueType other) {
    if (other.kind() != SqlKind.UHUGEINT
        || !(constant instanceof Expression.Literal literal)
        || !literal.type().equals(SENT)) {
      return constant;
    }
    Object value = value(literal.value());
    return new Expression.Literal(literal.field(), SENT, value, natural(literal.natural()));
  }

  /** As {@link #mend(Expression, ValueType)}, for the values of an IN. */
  static Expression.Members mend(Expression.Members members, ValueType other) {
    if (other.kind() != SqlKind.UHUGEINT || !members.type().equals(SENT)) {
      return members;
    }
    List<@Nullable Object> values = new ArrayList<>(members.values().size());
    List<@Nullable Object> naturals = new ArrayList<>(members.values().size());
    for (int i = 0; i < members.values().size(); i++) {
      values.add(value(members.values().get(i)));
      naturals.add(natural(members.naturals().get(i)));
    }
    return new Expression.Members(members.field(), SENT, values, naturals);
  }

  private static @Nullable Object value(@Nullable Object value) {
    return value instanceof BigInteger whole && whole.signum() < 0 ? whole.add(TURN) : value;
  }

  private static @Nullable Object natural(@Nullable Object value) {
    return value instanceof BigDecimal whole && whole.signum() < 0
        ? whole.add(new BigDecimal(TURN))
        : value;
  }
}
