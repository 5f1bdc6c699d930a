package io.vgi.internal.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values that have no parts of other types: numbers, text, bytes. */
enum ScalarCodec implements ValueCodec {
  BOOLEAN,
  BYTE,
  SHORT,
  CHAR,
  INT,
  LONG,
  FLOAT,
  DOUBLE,
  TEXT,
  BYTES,
  BIG_INTEGER,
  BIG_DECIMAL,
  UUID_BITS,
  OPTIONAL_INT,
  OPTIONAL_LONG,
  OPTIONAL_DOUBLE;

  /** The codec of {@code boxed}, which is no primitive; null when it is another type. */
  static @Nullable ScalarCodec of(Class<?> boxed) {
    return switch (boxed.getName()) {
      case "java.lang.Boolean" -> BOOLEAN;
      case "java.lang.Byte" -> BYTE;
      case "java.lang.Short" -> SHORT;
      case "java.lang.Character" -> CHAR;
      case "java.lang.Integer" -> INT;
      case "java.lang.Long" -> LONG;
      case "java.lang.Float" -> FLOAT;
      case "java.lang.Double" -> DOUBLE;
      case "java.lang.String" -> TEXT;
      case "[B" -> BYTES;
      case "java.math.BigInteger" -> BIG_INTEGER;
      case "java.math.BigDecimal" -> BIG_DECIMAL;
      case "java.util.UUID" -> UUID_BITS;
      case "java.util.OptionalInt" -> OPTIONAL_INT;
      case "java.util.OptionalLong" -> OPTIONAL_LONG;
      case "java.util.OptionalDouble" -> OPTIONAL_DOUBLE;
      default -> null;
    };
  }

  @Override
  public void write(Object value, DataOutput out) throws IOException {
    switch (this) {
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case BYTE -> out.writeByte((Byte) value);
      case SHORT -> out.writeShort((Short) value);
      case CHAR -> out.writeChar((Character) value);
      case INT -> out.writeInt((Integer) value);
      case LONG -> out.writeLong((Long) value);
      case FLOAT -> out.writeFloat((Float) value);
      case DOUBLE -> out.writeDouble((Double) value);
      case TEXT -> text((String) value, out);
      case BYTES -> bytes((byte[]) value, out);
      case BIG_INTEGER -> bytes(((BigInteger) value).toByteArray(), out);
      case BIG_DECIMAL -> {
        BigDecimal decimal = (BigDecimal) value;
        out.writeInt(decimal.scale());
        bytes(decimal.unscaledValue().toByteArray(), out);
      }
      case UUID_BITS -> {
        UUID uuid = (UUID) value;
        out.writeLong(uuid.getMostSignificantBits());
        out.writeLong(uuid.getLeastSignificantBits());
      }
      case OPTIONAL_INT -> {
        OptionalInt number = (OptionalInt) value;
        out.writeBoolean(number.isPresent());
        out.writeInt(number.orElse(0));
      }
      case OPTIONAL_LONG -> {
        OptionalLong number = (OptionalLong) value;
        out.writeBoolean(number.isPresent());
        out.writeLong(number.orElse(0));
      }
      default -> {
        OptionalDouble number = (OptionalDouble) value;
        out.writeBoolean(number.isPresent());
        out.writeDouble(number.orElse(0));
      }
    }
  }

  @Override
  public Object read(DataInput in) throws IOException {
    return switch (this) {
      case BOOLEAN -> in.readBoolean();
      case BYTE -> in.readByte();
      case SHORT -> in.readShort();
      case CHAR -> in.readChar();
      case INT -> in.readInt();
      case LONG -> in.readLong();
      case FLOAT -> in.readFloat();
      case DOUBLE -> in.readDouble();
      case TEXT -> text(in);
      case BYTES -> bytes(in);
      case BIG_INTEGER -> new BigInteger(bytes(in));
      case BIG_DECIMAL -> {
        int scale = in.readInt();
        yield new BigDecimal(new BigInteger(bytes(in)), scale);
      }
      case UUID_BITS -> new UUID(in.readLong(), in.readLong());
      case OPTIONAL_INT -> {
        boolean there = in.readBoolean();
        int number = in.readInt();
        yield there ? OptionalInt.of(number) : OptionalInt.empty();
      }
      case OPTIONAL_LONG -> {
        boolean there = in.readBoolean();
        long number = in.readLong();
        yield there ? OptionalLong.of(number) : OptionalLong.empty();
      }
      default -> {
        boolean there = in.readBoolean();
        double number = in.readDouble();
        yield there ? OptionalDouble.of(number) : OptionalDouble.empty();
      }
    };
  }

  private static void bytes(byte[] bytes, DataOutput out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInput in) throws IOException {
    byte[] bytes = new byte[ValueCodec.length(in, 1)];
    in.readFully(bytes);
    return bytes;
  }

  static void text(String text, DataOutput out) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    boolean whole = new String(utf8, StandardCharsets.UTF_8).equals(text);
    // half of a surrogate pair has no UTF-8
    out.writeBoolean(whole);
    if (whole) {
      bytes(utf8, out);
    } else {
      out.writeInt(text.length());
      out.writeChars(text);
    }
  }

  static String text(DataInput in) throws IOException {
    if (in.readBoolean()) {
      return new String(bytes(in), StandardCharsets.UTF_8);
    }
    char[] chars = new char[ValueCodec.length(in, Character.BYTES)];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = in.readChar();
    }
    return new String(chars);
  }
}
