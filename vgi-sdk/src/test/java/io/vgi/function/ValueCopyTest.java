package io.vgi.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.internal.sample.SampleType;
import io.vgi.internal.sample.VectorWriter;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import io.vgi.type.ValueCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

class ValueCopyTest {
  private static final int ROWS = 700;

  @Test
  void copiesValuesOfEveryTypeWhereverTheyStand() {
    Random random = new Random(3);
    List<SampleType> types = new ArrayList<>(SampleType.numbers());
    types.addAll(SampleType.others());
    types.addAll(SampleType.nested());
    for (SampleType type : types) {
      SqlType union = SqlType.union(Column.integer("n"), Column.of("v", type.type));
      check(type.sql, type.type.field("x"), random, row -> type.value(random));
      check(type.sql + " in a union", union.field("x"), random, row -> member(type, random));
      check(
          type.sql + " in a union in an array",
          SqlType.array(union, 2).field("x"),
          random,
          row -> Arrays.asList(member(type, random), member(type, random)));
      check(
          type.sql + " in a union in a list in a struct",
          SqlType.struct(Column.list("l", union)).field("x"),
          random,
          row -> List.of(Arrays.asList(member(type, random), member(type, random))));
    }
  }

  private static Object member(SampleType type, Random random) {
    Object value = type.value(random);
    return random.nextBoolean() || value == null
        ? new Object[] {0, java.math.BigInteger.valueOf(random.nextInt(99))}
        : new Object[] {1, value};
  }

  private interface Values {
    Object at(int row);
  }

  private static void check(String what, Field field, Random random, Values values) {
    try (BufferAllocator allocator = new RootAllocator();
        FieldVector source = Vectors.create(field, allocator);
        FieldVector target = Vectors.create(field, allocator)) {
      source.setInitialCapacity(ROWS);
      source.allocateNew();
      for (int row = 0; row < ROWS; row++) {
        VectorWriter.write(source, row, values.at(row));
      }
      source.setValueCount(ROWS);
      target.setInitialCapacity(1); // it has to grow
      target.allocateNew();
      int[] rows = random.ints(ROWS, 0, ROWS).toArray();
      ValueCopy copy = ValueCopy.between(source, target);
      for (int i = 0; i < ROWS; i++) {
        copy.copy(rows[i], i);
      }
      target.setValueCount(ROWS);
      for (int i = 0; i < ROWS; i++) {
        assertThat(read(target, field, i))
            .as(what + " row " + i)
            .isEqualTo(read(source, field, rows[i]));
        if (!(source instanceof UnionVector)) {
          assertThat(copy.isNull(rows[i])).isEqualTo(source.isNull(rows[i]));
        }
        if (source instanceof UnionVector before && target instanceof UnionVector after) {
          assertThat(after.getTypeValue(i)).isEqualTo(before.getTypeValue(rows[i]));
        }
      }
    }
  }

  private static String read(FieldVector vector, Field field, int row) {
    return text(ValueCodec.natural(SqlType.of(field)).get(vector, row));
  }

  /** As text, in which NaN is equal to itself. */
  private static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return Arrays.toString(bytes);
    } else if (value instanceof List<?> list) {
      return list.stream().map(ValueCopyTest::text).toList().toString();
    } else if (value instanceof Map<?, ?> map) {
      StringBuilder out = new StringBuilder();
      map.forEach((key, each) -> out.append(text(key)).append('=').append(text(each)).append(' '));
      return out.toString();
    }
    return String.valueOf(value);
  }

  @Test
  void rowsThatAreLeftOutAreNull() {
    try (BufferAllocator allocator = new RootAllocator();
        IntVector source = new IntVector("x", allocator);
        IntVector target = new IntVector("x", allocator)) {
      source.setSafe(0, 7);
      source.setValueCount(1);
      ValueCopy.between(source, target).copy(0, 2);
      target.setValueCount(3);
      assertThat(target.isNull(1)).isTrue();
      assertThat(target.get(2)).isEqualTo(7);
    }
  }

  @Test
  void otherTypesAreRefused() {
    List<SqlType> types =
        List.of(
            SqlType.INTEGER,
            SqlType.BIGINT,
            SqlType.decimal(10, 2),
            SqlType.decimal(10, 3),
            SqlType.UUID,
            SqlType.list(SqlType.INTEGER),
            SqlType.list(SqlType.VARCHAR),
            SqlType.array(SqlType.INTEGER, 2),
            SqlType.array(SqlType.INTEGER, 3),
            SqlType.struct(Column.integer("a")),
            SqlType.struct(Column.integer("a"), Column.integer("b")));
    for (SqlType left : types) {
      for (SqlType right : types) {
        if (!left.equals(right)) {
          try (BufferAllocator allocator = new RootAllocator();
              FieldVector from = Vectors.create(left.field("x"), allocator);
              FieldVector to = Vectors.create(right.field("x"), allocator)) {
            assertThatThrownBy(() -> ValueCopy.between(from, to))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be copied to");
          }
        }
      }
    }
  }
}
