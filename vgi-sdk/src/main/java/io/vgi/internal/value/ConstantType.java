package io.vgi.internal.value;

import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.Ticks;
import io.vgi.type.ValueCodec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The SQL type of a constant that only a Java value says. */
public final class ConstantType {
  private static final int MAX_DIGITS = 38;

  private ConstantType() {}

  /**
   * The type of {@code value}.
   *
   * @throws IllegalArgumentException when no SQL type holds it
   */
  public static SqlType of(Object value) {
    if (value instanceof Ticks ticks) {
      return ticks.type();
    } else if (value instanceof BigDecimal decimal) {
      int scale = Math.max(0, decimal.scale());
      int digits = decimal.setScale(scale).precision();
      return SqlType.decimal(Math.min(MAX_DIGITS, Math.max(digits, scale)), scale);
    } else if (value instanceof List<?> list) {
      return SqlType.list(list.isEmpty() ? SqlType.NULL : of(list.get(0)));
    } else if (value instanceof Map<?, ?> map) {
      Column<?>[] members = new Column<?>[map.size()];
      int at = 0;
      for (Map.Entry<?, ?> member : map.entrySet()) {
        members[at++] = Column.of(String.valueOf(member.getKey()), of(member.getValue()));
      }
      return SqlType.struct(members);
    }
    return ValueCodec.of(value.getClass()).type();
  }
}
