package io.vgi.example.aggregate;

import io.vgi.rpc.VgiException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Single values of a tensor, in and out of vectors and states. */
final class CellValue {
  private static final byte NULL = '0';

  private CellValue() {}

  static @Nullable Object read(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    } else if (vector instanceof BaseIntVector ints) {
      return ints.getValueAsLong(row);
    } else if (vector instanceof VarCharVector text) {
      return new String(text.get(row), StandardCharsets.UTF_8);
    } else if (vector instanceof Float8Vector real) {
      return real.get(row);
    } else if (vector instanceof Float4Vector real) {
      return (double) real.get(row);
    } else if (vector instanceof BitVector bit) {
      return bit.get(row) != 0;
    } else if (vector instanceof DecimalVector decimal) {
      return decimal.getObject(row);
    } else if (vector instanceof DateDayVector date) {
      return (long) date.get(row);
    } else if (vector instanceof TimeStampVector stamp) {
      return stamp.get(row);
    }
    throw VgiException.invalidArgument(
        "nest_tensor: values in a " + vector.getClass().getSimpleName() + " are not supported");
  }

  static void write(FieldVector vector, int row, Object value) {
    if (vector instanceof BaseFixedWidthVector fixed) {
      while (row >= fixed.getValueCapacity()) {
        fixed.reAlloc();
      }
    }
    if (vector instanceof BaseIntVector ints) {
      ints.setWithPossibleTruncate(row, (Long) value);
    } else if (vector instanceof VarCharVector text) {
      text.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
    } else if (vector instanceof Float8Vector real) {
      real.set(row, (Double) value);
    } else if (vector instanceof Float4Vector real) {
      real.set(row, ((Double) value).floatValue());
    } else if (vector instanceof BitVector bit) {
      bit.set(row, (Boolean) value ? 1 : 0);
    } else if (vector instanceof DecimalVector decimal) {
      decimal.set(row, (BigDecimal) value);
    } else if (vector instanceof DateDayVector date) {
      date.set(row, ((Long) value).intValue());
    } else {
      ((TimeStampVector) vector).set(row, (Long) value);
    }
  }

  static void encode(@Nullable Object value, DataOutput out) throws IOException {
    if (value == null) {
      out.writeByte(NULL);
    } else if (value instanceof Long number) {
      out.writeByte('l');
      out.writeLong(number);
    } else if (value instanceof Double number) {
      out.writeByte('d');
      out.writeDouble(number);
    } else if (value instanceof Boolean bit) {
      out.writeByte('b');
      out.writeBoolean(bit);
    } else if (value instanceof BigDecimal decimal) {
      out.writeByte('n');
      out.writeInt(decimal.scale());
      bytes(decimal.unscaledValue().toByteArray(), out);
    } else {
      out.writeByte('s');
      bytes(((String) value).getBytes(StandardCharsets.UTF_8), out);
    }
  }

  static @Nullable Object decode(DataInput in) throws IOException {
    byte tag = in.readByte();
    return switch (tag) {
      case NULL -> null;
      case 'l' -> (Object) in.readLong();
      case 'd' -> (Object) in.readDouble();
      case 'b' -> (Object) in.readBoolean();
      case 'n' -> {
        int scale = in.readInt();
        yield new BigDecimal(new BigInteger(bytes(in)), scale);
      }
      default -> new String(bytes(in), StandardCharsets.UTF_8);
    };
  }

  private static void bytes(byte[] bytes, DataOutput out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
