package io.vgi.rpc.internal.ipc;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Fills vectors of any schema, with no, some or only NULLs. */
final class RandomBatches {
  private static final long MICROS_OF_DAY = 86_400_000_000L;

  private final Random random;
  private final BufferAllocator allocator;
  private int nullsInTen;

  RandomBatches(Random random, BufferAllocator allocator) {
    this.random = random;
    this.allocator = allocator;
  }

  /** A batch of {@code rows}; {@code nullsInTen} of ten values are NULL where that is allowed. */
  WireBatch next(WireSchema schema, int rows, int nullsInTen) {
    this.nullsInTen = nullsInTen;
    List<FieldVector> columns = new ArrayList<>();
    for (Field field : schema.fields()) {
      FieldVector column = Vectors.create(field, allocator);
      columns.add(column);
      fill(column, field, rows);
    }
    return WireBatch.of(schema, columns, rows, metadata());
  }

  private Metadata metadata() {
    Metadata.Builder out = Metadata.builder();
    for (int i = random.nextInt(4); i > 0; i--) {
      byte[] value = new byte[random.nextInt(40)];
      random.nextBytes(value);
      out.put("kéy." + random.nextInt(10), value);
    }
    return out.build();
  }

  private boolean isNull(Field field) {
    return field.isNullable() && random.nextInt(10) < nullsInTen;
  }

  private void fill(FieldVector vector, Field field, int count) {
    if (vector instanceof NullVector) {
      vector.setValueCount(count);
    } else if (vector instanceof BaseFixedWidthVector fixed) {
      fillFixed(fixed, field, count);
    } else if (vector instanceof BaseVariableWidthVector texts) {
      texts.allocateNew();
      for (int row = 0; row < count; row++) {
        if (!isNull(field)) {
          texts.setSafe(row, text(field));
        }
      }
      texts.setValueCount(count);
    } else if (vector instanceof BaseLargeVariableWidthVector texts) {
      texts.allocateNew();
      for (int row = 0; row < count; row++) {
        if (!isNull(field)) {
          texts.setSafe(row, text(field));
        }
      }
      texts.setValueCount(count);
    } else {
      fillNested(vector, field, count);
    }
  }

  private void fillFixed(BaseFixedWidthVector vector, Field field, int count) {
    vector.allocateNew(count);
    byte[] bytes = new byte[vector.getTypeWidth()];
    for (int row = 0; row < count; row++) {
      if (isNull(field)) {
        continue;
      }
      if (vector instanceof BitVector bits) {
        bits.set(row, random.nextInt(2));
      } else if (vector instanceof DecimalVector decimals) {
        BigInteger digits = new BigInteger(decimals.getPrecision() * 3, random);
        BigInteger signed = random.nextBoolean() ? digits.negate() : digits;
        decimals.set(row, new BigDecimal(signed, decimals.getScale()));
      } else if (vector instanceof TimeMicroVector times) {
        times.set(row, random.nextLong(MICROS_OF_DAY));
      } else if (vector instanceof TimeNanoVector times) {
        times.set(row, random.nextLong(MICROS_OF_DAY * 1000));
      } else {
        random.nextBytes(bytes);
        vector.getDataBuffer().setBytes((long) row * bytes.length, bytes);
        BitVectorHelper.setBit(vector.getValidityBuffer(), row);
      }
    }
    vector.setValueCount(count);
  }

  private byte[] text(Field field) {
    if (field.getDictionary() != null) {
      return ("entry " + random.nextInt(90)).getBytes(StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      text.appendCodePoint(random.nextInt(8) > 0 ? 'a' + random.nextInt(26) : 0x1F400 + i);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void fillNested(FieldVector vector, Field field, int count) {
    List<Field> children = field.getChildren();
    if (vector instanceof ListVector list) {
      int total = 0;
      list.allocateNew();
      for (int row = 0; row < count; row++) {
        if (isNull(field)) {
          list.setNull(row);
        } else {
          int size = random.nextInt(4);
          list.startNewValue(row);
          list.endValue(row, size);
          total += size;
        }
      }
      fill(list.getDataVector(), children.get(0), total);
      list.setValueCount(count);
    } else if (vector instanceof LargeListVector list) {
      int total = 0;
      list.allocateNew();
      for (int row = 0; row < count; row++) {
        if (isNull(field)) {
          list.setNull(row);
        } else {
          int size = random.nextInt(4);
          list.startNewValue(row);
          list.endValue(row, size);
          total += size;
        }
      }
      fill(list.getDataVector(), children.get(0), total);
      list.setValueCount(count);
    } else if (vector instanceof FixedSizeListVector list) {
      list.allocateNew();
      for (int row = 0; row < count; row++) {
        if (isNull(field)) {
          list.setNull(row);
        } else {
          list.setNotNull(row);
        }
      }
      list.setValueCount(count);
      fill(list.getDataVector(), children.get(0), count * list.getListSize());
    } else if (vector instanceof StructVector struct) {
      fillStruct(struct, field, count);
    } else if (vector instanceof UnionVector union) {
      fillUnion(union, field, count);
    } else {
      throw new AssertionError("No values for " + field);
    }
  }

  private void fillStruct(StructVector struct, Field field, int count) {
    struct.allocateNew();
    for (int row = 0; row < count; row++) {
      while (row >= struct.getValidityBuffer().capacity() * 8) {
        struct.reAlloc();
      }
      if (isNull(field)) {
        struct.setNull(row);
      } else {
        struct.setIndexDefined(row);
      }
    }
    struct.setValueCount(count);
    for (int i = 0; i < field.getChildren().size(); i++) {
      fill(struct.getChildrenFromFields().get(i), field.getChildren().get(i), count);
    }
  }

  private void fillUnion(UnionVector union, Field field, int count) {
    union.allocateNew();
    union.setValueCount(count);
    for (int row = 0; row < count; row++) {
      union.getTypeBuffer().setByte(row, random.nextInt(field.getChildren().size()));
    }
    for (int i = 0; i < field.getChildren().size(); i++) {
      fill(union.getChildrenFromFields().get(i), field.getChildren().get(i), count);
    }
  }
}
