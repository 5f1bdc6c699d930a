package io.vgi.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.internal.sample.SampleType;
import io.vgi.internal.sample.VectorWriter;
import io.vgi.rpc.internal.ipc.TakeKernel;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;

/** Rows taken from vectors of every type are the rows that were there. */
class TakeKernelTest {
  private static final int ROWS = 50;

  private final Random random = new Random(7);

  @Test
  void takesRowsOfEveryType() {
    List<SampleType> types = new ArrayList<>(SampleType.numbers());
    types.addAll(SampleType.others());
    types.addAll(SampleType.nested());
    for (SampleType type : types) {
      Field field = type.type.field("x");
      try (BufferAllocator allocator = new RootAllocator();
          FieldVector source = Vectors.create(field, allocator)) {
        source.setInitialCapacity(ROWS);
        source.allocateNew();
        for (int row = 0; row < ROWS; row++) {
          VectorWriter.write(source, row, type.value(random));
        }
        source.setValueCount(ROWS);
        for (int count : new int[] {0, 1, 9, 40, ROWS}) {
          check(type.sql, source, field, count, allocator);
        }
      }
    }
  }

  private void check(
      String what, FieldVector source, Field field, int count, BufferAllocator allocator) {
    int[] rows = random.ints(ROWS, 0, ROWS).sorted().toArray();
    try (FieldVector taken = TakeKernel.take(source, field, rows, count, allocator)) {
      assertThat(taken.getValueCount()).as(what).isEqualTo(count);
      for (int i = 0; i < count; i++) {
        assertThat(read(taken, field, i))
            .as(what + " row " + i)
            .isEqualTo(read(source, field, rows[i]));
        if (taken instanceof UnionVector after && source instanceof UnionVector before) {
          assertThat(after.getTypeValue(i)).isEqualTo(before.getTypeValue(rows[i]));
        }
      }
    }
  }

  /** As text, in which NaN is equal to itself. */
  private static String read(FieldVector vector, Field field, int row) {
    Object value = ValueCodec.natural(SqlType.of(field)).get(vector, row);
    return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
  }

  @Test
  void takesTextsInViews() {
    Field field = new Field("x", FieldType.nullable(ArrowType.Utf8View.INSTANCE), null);
    String[] texts = {"short", "a text that is too long to lie in its view", ""};
    try (BufferAllocator allocator = new RootAllocator();
        ViewVarCharVector source = (ViewVarCharVector) Vectors.create(field, allocator)) {
      source.allocateNew(4);
      for (int i = 0; i < 3; i++) {
        source.setSafe(i, texts[i].getBytes(StandardCharsets.UTF_8));
      }
      source.setValueCount(4);
      try (ViewVarCharVector taken =
          (ViewVarCharVector) TakeKernel.take(source, field, new int[] {3, 1, 2}, 3, allocator)) {
        assertThat(taken.isNull(0)).isTrue();
        assertThat(new String(taken.get(1), StandardCharsets.UTF_8)).isEqualTo(texts[1]);
        assertThat(taken.get(2)).isEmpty();
      }
    }
  }

  @Test
  void takesNulls() {
    Field field = SqlType.NULL.field("x");
    try (BufferAllocator allocator = new RootAllocator();
        NullVector source = new NullVector("x", 5);
        FieldVector taken = TakeKernel.take(source, field, new int[] {4, 4, 0}, 3, allocator)) {
      assertThat(taken.getValueCount()).isEqualTo(3);
    }
  }
}
