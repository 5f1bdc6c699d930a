package io.vgi.internal.value;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.type.SqlType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * DuckDB types that cross the wire in two Arrow forms, depending on the engine's setting {@code
 * arrow_lossless_conversion}: brings a column into the form that {@link SqlType} documents.
 */
public final class LosslessConversion {
  private static final int MAX_TIMETZ_OFFSET = 16 * 60 * 60 - 1;

  private LosslessConversion() {}

  /** Whether {@code given} is the other form of {@code declared}. */
  public static boolean isOtherForm(SqlType declared, SqlType given) {
    return isOtherForm(declared.field(""), given.field(""));
  }

  private static boolean isOtherForm(Field declared, Field given) {
    SqlType want = SqlType.of(WireSchema.plain(declared));
    SqlType have = SqlType.of(WireSchema.plain(given));
    if (want.equals(have)) {
      return true;
    }
    ArrowType from = have.arrow();
    if (want.equals(SqlType.HUGEINT) || want.equals(SqlType.UHUGEINT)) {
      return from instanceof ArrowType.Decimal decimal
          && decimal.getPrecision() == 38
          && decimal.getScale() == 0;
    } else if (want.equals(SqlType.UUID) || want.equals(SqlType.JSON)) {
      return from instanceof ArrowType.Utf8;
    } else if (want.equals(SqlType.BOOLEAN)) {
      return have.sql().equals("BOOLEAN");
    } else if (want.equals(SqlType.TIMETZ)) {
      return SqlType.TIME.equals(have);
    } else if (want.equals(SqlType.BIT) || want.equals(SqlType.BIGNUM)) {
      return from instanceof ArrowType.Binary;
    } else if (want.arrow() instanceof ArrowType.Utf8) {
      return from instanceof ArrowType.Utf8; // JSON is text as well
    } else if (want.arrow() instanceof ArrowType.Timestamp to
        && from instanceof ArrowType.Timestamp stamp) {
      // the engine names its own zone; the instants are the same
      return to.getUnit() == stamp.getUnit()
          && (to.getTimezone() == null) == (stamp.getTimezone() == null);
    }
    return isOtherNesting(want, have);
  }

  private static boolean isOtherNesting(SqlType want, SqlType have) {
    List<Field> to = want.children();
    List<Field> from = have.children();
    if (to.isEmpty()
        || to.size() != from.size()
        || want.arrow().getTypeID() != have.arrow().getTypeID()) {
      return false;
    }
    if (want.arrow() instanceof ArrowType.FixedSizeList list
        && list.getListSize() != ((ArrowType.FixedSizeList) have.arrow()).getListSize()) {
      return false;
    }
    boolean named =
        want.arrow() instanceof ArrowType.Struct || want.arrow() instanceof ArrowType.Union;
    for (int i = 0; i < to.size(); i++) {
      if ((named && !to.get(i).getName().equals(from.get(i).getName()))
          || !isOtherForm(to.get(i), from.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a column of {@code given} needs no conversion to be read as {@code declared}. */
  public static boolean isSameForm(Field declared, Field given) {
    if (declared.getType().equals(given.getType())
        || (declared.getType() instanceof ArrowType.Timestamp
            && given.getType() instanceof ArrowType.Timestamp)) {
      for (int i = 0; i < declared.getChildren().size(); i++) {
        if (!isSameForm(declared.getChildren().get(i), given.getChildren().get(i))) {
          return false;
        }
      }
      return true;
    }
    return false;
  }

  /** A new vector with the values of {@code from} in the form of {@code declared}. */
  public static FieldVector convert(
      FieldVector from, Field declared, Field given, BufferAllocator allocator) {
    FieldVector into = Vectors.create(declared, allocator);
    try {
      fill(from, into, declared, given);
      return into;
    } catch (Throwable failure) {
      into.close();
      throw failure;
    }
  }

  private static void fill(FieldVector from, FieldVector into, Field declared, Field given) {
    int rows = from.getValueCount();
    if (isSameForm(declared, given) || from instanceof DecimalVector) {
      // a decimal of 38 digits and a hugeint are the same 16 bytes, even where the decimal
      // overflows
      Vectors.share(from, into);
      return;
    }
    if (!given.getChildren().isEmpty()) {
      into.loadFieldBuffers(new ArrowFieldNode(rows, from.getNullCount()), from.getFieldBuffers());
      for (int i = 0; i < declared.getChildren().size(); i++) {
        fill(
            from.getChildrenFromFields().get(i),
            into.getChildrenFromFields().get(i),
            declared.getChildren().get(i),
            given.getChildren().get(i));
      }
      return;
    }
    into.setInitialCapacity(rows);
    into.allocateNew();
    for (int row = 0; row < rows; row++) {
      if (!from.isNull(row)) {
        copy(from, into, row, declared);
      }
    }
    into.setValueCount(rows);
  }

  private static void copy(FieldVector from, FieldVector into, int row, Field declared) {
    if (from instanceof TinyIntVector bool8 && into instanceof BitVector bits) {
      bits.set(row, bool8.get(row) == 0 ? 0 : 1);
    } else if (from instanceof VarCharVector text && into instanceof FixedSizeBinaryVector uuid) {
      uuid.set(row, uuid(new String(text.get(row), StandardCharsets.UTF_8)));
    } else if (from instanceof TimeMicroVector time && into instanceof FixedSizeBinaryVector tz) {
      tz.set(row, timeTz(time.get(row)));
    } else {
      throw VgiException.invalidArgument(
          "Column '" + declared.getName() + "' cannot be read as " + SqlType.of(declared).sql());
    }
  }

  private static byte[] uuid(String text) {
    java.util.UUID value = java.util.UUID.fromString(text);
    return ByteBuffer.allocate(16)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits())
        .array();
  }

  /** DuckDB's own form of a time at offset zero: microseconds, then 24 bits of inverted offset. */
  private static byte[] timeTz(long micros) {
    long bits = (micros << 24) | MAX_TIMETZ_OFFSET;
    byte[] bytes = new byte[8];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (bits >>> (8 * i));
    }
    return bytes;
  }
}
