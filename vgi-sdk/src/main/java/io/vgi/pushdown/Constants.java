package io.vgi.pushdown;

import io.vgi.rpc.VgiException;
import io.vgi.type.ValueCodec;
import java.math.BigDecimal;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Constants of a filter as one Java type: as {@link ValueCodec} reads them, as far as what was
 * equal or in an order stays so.
 */
final class Constants<T> {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Class<T> type;
  private @Nullable ValueCodec<T> codec;

  Constants(Class<T> type) {
    this.type = type;
  }

  /** {@code value} as the type, or null when that cannot hold it exactly. */
  @Nullable T convert(@Nullable Object value) {
    if (value == null) {
      return null;
    } else if (type.isInstance(value)) {
      return type.cast(value);
    } else if (type == String.class) {
      return value instanceof CharSequence || value instanceof UUID
          ? type.cast(value.toString())
          : null;
    } else if (type == UUID.class && value instanceof String text) {
      return uuid(text);
    }
    try {
      T converted = codec().fromNatural(value);
      return isExact(value, converted) ? converted : null;
    } catch (VgiException lossy) {
      return null;
    }
  }

  /** Without lossless conversion the engine writes constants of UUID as text. */
  @Nullable T uuid(String text) {
    return UUID_TEXT.matcher(text).matches() ? type.cast(UUID.fromString(text)) : null;
  }

  private ValueCodec<T> codec() {
    ValueCodec<T> known = codec;
    if (known == null) {
      known = ValueCodec.of(type);
      codec = known;
    }
    return known;
  }

  /** A double beside the number would leave rows out. */
  private static boolean isExact(Object value, @Nullable Object converted) {
    return !(converted instanceof Double real)
        || (Double.isFinite(real)
            && new BigDecimal(real).compareTo(new BigDecimal(value.toString())) == 0);
  }
}
