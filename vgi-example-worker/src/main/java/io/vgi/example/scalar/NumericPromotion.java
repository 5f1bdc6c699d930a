package io.vgi.example.scalar;

import io.vgi.example.Numbers;
import io.vgi.function.Rows;
import io.vgi.rpc.VgiException;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Which type the sum of numbers has: one size up, so that a sum of two always fits. */
final class NumericPromotion {
  private static final int MAX_DIGITS = 38;

  private NumericPromotion() {}

  /** The type of {@code type + type}; refuses what cannot be added. */
  static SqlType promoted(SqlType type) {
    ArrowType arrow = type.arrow();
    if (arrow instanceof ArrowType.Int integer) {
      return integer(Math.min(64, integer.getBitWidth() * 2), integer.getIsSigned());
    } else if (arrow instanceof ArrowType.FloatingPoint) {
      return SqlType.DOUBLE;
    } else if (arrow instanceof ArrowType.Decimal decimal) {
      return SqlType.decimal(Math.min(MAX_DIGITS, decimal.getPrecision() + 1), decimal.getScale());
    } else if (isTemporal(arrow)) {
      return type;
    }
    throw refuse("_is_addable_type", type);
  }

  /** The type both numbers are brought to before they are added. */
  static SqlType common(SqlType left, SqlType right) {
    ArrowType a = left.arrow();
    ArrowType b = right.arrow();
    if (!Numbers.isNumber(left) || !Numbers.isNumber(right)) {
      if (left.equals(right) && isTemporal(a)) {
        return left;
      }
      throw refuse("_is_addable_type", Numbers.isNumber(left) ? right : left);
    }
    if (a instanceof ArrowType.FloatingPoint || b instanceof ArrowType.FloatingPoint) {
      return SqlType.DOUBLE;
    } else if (a instanceof ArrowType.Int x && b instanceof ArrowType.Int y) {
      return common(x, y);
    }
    int scale = Math.max(scale(a), scale(b));
    int digits = Math.max(digits(a) - scale(a), digits(b) - scale(b)) + scale;
    return SqlType.decimal(Math.min(MAX_DIGITS, digits), scale);
  }

  private static SqlType common(ArrowType.Int left, ArrowType.Int right) {
    int widest = Math.max(left.getBitWidth(), right.getBitWidth());
    if (left.getIsSigned() == right.getIsSigned()) {
      return integer(widest, left.getIsSigned());
    }
    int unsigned = left.getIsSigned() ? right.getBitWidth() : left.getBitWidth();
    // a signed type holds an unsigned one of half its width
    return integer(Math.min(64, unsigned < widest ? widest : widest * 2), true);
  }

  private static SqlType integer(int width, boolean signed) {
    return switch (width) {
      case 8 -> signed ? SqlType.TINYINT : SqlType.UTINYINT;
      case 16 -> signed ? SqlType.SMALLINT : SqlType.USMALLINT;
      case 32 -> signed ? SqlType.INTEGER : SqlType.UINTEGER;
      default -> signed ? SqlType.BIGINT : SqlType.UBIGINT;
    };
  }

  private static int digits(ArrowType type) {
    if (type instanceof ArrowType.Decimal decimal) {
      return decimal.getPrecision();
    }
    ArrowType.Int integer = (ArrowType.Int) type;
    return switch (integer.getBitWidth()) {
      case 8 -> 3;
      case 16 -> 5;
      case 32 -> 10;
      default -> integer.getIsSigned() ? 19 : 20;
    };
  }

  private static int scale(ArrowType type) {
    return type instanceof ArrowType.Decimal decimal ? decimal.getScale() : 0;
  }

  private static boolean isTemporal(ArrowType type) {
    return type instanceof ArrowType.Date
        || type instanceof ArrowType.Time
        || type instanceof ArrowType.Timestamp
        || type instanceof ArrowType.Interval
        || type instanceof ArrowType.Duration;
  }

  static VgiException refuse(String rule, SqlType type) {
    return VgiException.invalidArgument(
        "The type " + type.sql() + " does not satisfy " + rule + "; use a numeric type");
  }

  static void add(List<FieldVector> columns, Rows in, FieldVector out) {
    if (out instanceof Float8Vector reals) {
      List<ValueCodec.Reader<Double>> readers = readers(columns, Double.class);
      in.forEachRow(
          row -> {
            double sum = 0;
            for (ValueCodec.Reader<Double> reader : readers) {
              sum += Objects.requireNonNull(reader.get(row));
            }
            reals.set(row, sum);
          });
    } else if (out instanceof BaseIntVector || out instanceof DecimalVector) {
      List<ValueCodec.Reader<BigDecimal>> readers = readers(columns, BigDecimal.class);
      SqlType type = SqlType.of(out.getField());
      ValueCodec.Writer<BigDecimal> sums = ValueCodec.of(type, BigDecimal.class).writer(out);
      in.forEachRow(
          row -> {
            BigDecimal sum = BigDecimal.ZERO;
            for (ValueCodec.Reader<BigDecimal> reader : readers) {
              sum = sum.add(Objects.requireNonNull(reader.get(row)));
            }
            if (out instanceof DecimalVector decimals) {
              checkPrecision(sum.setScale(decimals.getScale()), decimals.getPrecision());
            }
            sums.set(row, sum);
          });
    } else if (columns.size() == 1) {
      in.forEachRow(row -> out.copyFromSafe(row, row, columns.get(0)));
    } else {
      throw VgiException.invalidArgument(
          "Two values in a " + out.getClass().getSimpleName() + " do not satisfy _is_addable_type");
    }
  }

  private static void checkPrecision(BigDecimal sum, int precision) {
    if (sum.precision() > precision) {
      throw VgiException.invalidArgument(
          "The sum " + sum.toPlainString() + " does not fit in precision " + precision);
    }
  }

  private static <T> List<ValueCodec.Reader<T>> readers(List<FieldVector> columns, Class<T> java) {
    List<ValueCodec.Reader<T>> readers = new ArrayList<>(columns.size());
    for (FieldVector column : columns) {
      readers.add(ValueCodec.of(SqlType.of(column.getField()), java).reader(column));
    }
    return readers;
  }
}
