package io.vgi.internal.filter;

import io.vgi.internal.order.NaturalOrder;
import io.vgi.internal.order.TimeTzOrder;
import java.math.BigInteger;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;

/** Values of a vector as longs that have the same order. */
abstract class Keys {
  private final ArrowBuf validity;
  final ArrowBuf data;

  private Keys(FieldVector vector) {
    this.validity = vector.getValidityBuffer();
    this.data = vector.getDataBuffer();
  }

  final boolean isNull(int row) {
    return (validity.getByte(row >> 3) & (1 << (row & 7))) == 0;
  }

  abstract long at(int row);

  /** Whether values of {@code type} have such keys. */
  static boolean exist(ValueType type) {
    return switch (type.kind()) {
      case UBIGINT, FLOAT, DOUBLE -> true;
      case DECIMAL -> type.width() <= 18;
      default -> type.kind().isLong();
    };
  }

  /**
   * The key of a value in the form of {@link Operands}, as the vectors of {@code kind} have them.
   */
  static long of(Object value, SqlKind kind) {
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    } else if (value instanceof Double real) {
      return NaturalOrder.key(real);
    } else if (value instanceof BigInteger whole) {
      return kind == SqlKind.UBIGINT ? whole.longValue() ^ Long.MIN_VALUE : whole.longValue();
    }
    return (Long) value;
  }

  static Keys of(FieldVector vector, SqlKind kind) {
    return switch (kind) {
      case BOOLEAN -> vector instanceof BitVector ? new Bits(vector) : new Truths(vector);
      case TINYINT -> new Int8(vector);
      case UTINYINT -> new UInt8(vector);
      case SMALLINT -> new Int16(vector);
      case USMALLINT -> new UInt16(vector);
      case INTEGER, DATE -> new Int32(vector);
      case UINTEGER -> new UInt32(vector);
      case UBIGINT -> new UInt64(vector);
      case FLOAT -> new Float32(vector);
      case DOUBLE -> new Float64(vector);
      case DECIMAL -> new Decimal(vector);
      case TIMETZ -> new TimeTz(vector);
      case TIME, TIMESTAMP_S -> width(vector) == 4 ? new Int32(vector) : new Int64(vector);
      default -> new Int64(vector);
    };
  }

  private static int width(FieldVector vector) {
    return ((org.apache.arrow.vector.BaseFixedWidthVector) vector).getTypeWidth();
  }

  private static final class Bits extends Keys {
    Bits(FieldVector vector) {
      super(vector);
    }

    @Override
    long at(int row) {
      return BitVectorHelper.get(data, row);
    }
  }

  private static final class Truths extends Keys {
    Truths(FieldVector vector) {
      super(vector);
    }

    @Override
    long at(int row) {
      return data.getByte(row) == 0 ? 0 : 1;
    }
  }

  private static final class Int8 extends Keys {
    Int8(FieldVector vector) {
      super(vector);
    }

    @Override
    long at(int row) {
      return data.getByte(row);
    }
  }

  private static final class UInt8 extends Keys {
    UInt8(FieldVector vector) {
      super(vector);
    }

    @Override
    long at(int row) {
      return data.getByte(row) & 0xFF;
    }
  }

  private static final class Int16 extends Keys {
    Int16(FieldVector vector) {
      super(vector);
    }

    @Override
    long at(int row) {
      return data.getShort(2L * row);
    }
  }

  private static final class UInt16 extends Keys {
    UInt16(FieldVector vector) {
      super(vector);
    }

    @Override
    long at(int row) {
      return data.getShort(2L * row) & 0xFFFF;
    }
  }

  private static final class Int32 extends Keys {
    Int32(FieldVector vector) {
      super(vector);
    }

    @Override
    long at(int row) {
      return data.getInt(4L * row);
    }
  }

  private static final class UInt32 extends Keys {
    UInt32(FieldVector vector) {
      super(vector);
    }

    @Override
    long at(int row) {
      return data.getInt(4L * row) & 0xFFFFFFFFL;
    }
  }

  private static final class Int64 extends Keys {
    Int64(FieldVector vector) {
      super(vector);
    }

    @Override
    long at(int row) {
      return data.getLong(8L * row);
    }
  }

  private static final class UInt64 extends Keys {
    UInt64(FieldVector vector) {
      super(vector);
    }

    @Override
    long at(int row) {
      return data.getLong(8L * row) ^ Long.MIN_VALUE;
    }
  }

  private static final class Float32 extends Keys {
    Float32(FieldVector vector) {
      super(vector);
    }

    @Override
    long at(int row) {
      return NaturalOrder.key(data.getFloat(4L * row));
    }
  }

  private static final class Float64 extends Keys {
    Float64(FieldVector vector) {
      super(vector);
    }

    @Override
    long at(int row) {
      return NaturalOrder.key(data.getDouble(8L * row));
    }
  }

  /** At most 18 digits: the lower half of the sixteen bytes says it all. */
  private static final class Decimal extends Keys {
    Decimal(FieldVector vector) {
      super(vector);
    }

    @Override
    long at(int row) {
      return data.getLong(16L * row);
    }
  }

  private static final class TimeTz extends Keys {
    TimeTz(FieldVector vector) {
      super(vector);
    }

    @Override
    long at(int row) {
      return TimeTzOrder.key(data.getLong(8L * row));
    }
  }
}
