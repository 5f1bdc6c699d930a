package io.vgi.internal.value;

import io.vgi.rpc.VgiException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Natural values, such as constants and settings, as the Java type that a callback asks for. */
public final class JavaValues {
  private static final Map<Class<?>, RecordShape> RECORDS = new ConcurrentHashMap<>();

  private JavaValues() {}

  /** {@code value} for one of many who are given it: bytes, which could be changed, are copied. */
  @SuppressWarnings("unchecked") // the copy has the class of the value
  public static <T> @Nullable T shared(@Nullable T value) {
    return value instanceof byte[] bytes ? (T) bytes.clone() : value;
  }

  /** {@code value} as {@code wanted}; numbers are converted when nothing is lost. */
  public static <T> T as(Object value, Class<T> wanted, String what) {
    if (wanted.isInstance(value)) {
      return wanted.cast(value);
    }
    Object converted = convert(value, wanted, what);
    if (converted == null) {
      throw VgiException.invalidArgument(
          what + " cannot be read as " + wanted.getSimpleName() + ": " + value);
    }
    return wanted.cast(converted);
  }

  /** As {@link #as}, for values that no message may quote. */
  public static <T> T asSecret(Object value, Class<T> wanted, String what) {
    try {
      return as(value, wanted, what);
    } catch (VgiException quoted) {
      throw VgiException.invalidArgument(what + " cannot be read as " + wanted.getSimpleName());
    }
  }

  private static @Nullable Object convert(Object value, Class<?> wanted, String what) {
    if (wanted.isRecord() && value instanceof Map<?, ?> members) {
      return RECORDS.computeIfAbsent(wanted, RecordShape::new).build(members, what);
    } else if (wanted == String.class) {
      return value.toString();
    }
    return value instanceof Number number ? number(number, wanted, what) : null;
  }

  private static @Nullable Object number(Number number, Class<?> wanted, String what) {
    if (wanted == Double.class) {
      return number.doubleValue();
    }
    BigDecimal exact;
    try {
      exact = new BigDecimal(number.toString());
    } catch (NumberFormatException notFinite) {
      return null;
    }
    try {
      if (wanted == Long.class) {
        return exact.longValueExact();
      } else if (wanted == Integer.class) {
        return exact.intValueExact();
      } else if (wanted == BigInteger.class) {
        return exact.toBigIntegerExact();
      }
    } catch (ArithmeticException lossy) {
      throw VgiException.invalidArgument(
          what + " cannot be read as " + wanted.getSimpleName() + ": " + number);
    }
    return wanted == BigDecimal.class ? exact : null;
  }

  /** The box of a primitive, or the class itself. */
  public static Class<?> boxed(Class<?> type) {
    return type.isPrimitive()
        ? java.lang.invoke.MethodType.methodType(type).wrap().returnType()
        : type;
  }
}
