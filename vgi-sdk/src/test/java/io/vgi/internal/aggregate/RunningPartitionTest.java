package io.vgi.internal.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.function.RunningAggregate;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.state.Lifetime;
import io.vgi.state.StateCodec;
import io.vgi.state.StateStore;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunningPartitionTest {
  private static final byte[] EXECUTION = new byte[16];
  private static final Column<BigIntVector> VALUE = Column.bigint("value");

  private final BufferAllocator memory = new RootAllocator();
  private StateStore store;

  /** Counts the rows of a partition; its state cannot be written beyond {@code most}. */
  private record Counting(long most, Set<Integer> ranges)
      implements RunningAggregate<long[], BigIntVector> {
    Counting(long most) {
      this(most, new HashSet<>());
    }

    @Override
    public FunctionSpec spec() {
      return FunctionSpec.aggregate("counting").columns(VALUE).returns(SqlType.BIGINT).build();
    }

    @Override
    public long[] newState() {
      return new long[1];
    }

    @Override
    public void update(Call call, Groups<long[]> groups, Rows in) {
      throw new AssertionError("only runs");
    }

    @Override
    public void merge(Call call, long[] into, long[] from) {
      throw new AssertionError("only runs");
    }

    @Override
    public void result(Call call, long[] state, BigIntVector out, int row) {
      out.set(row, state[0]);
      state[0] = 0; // it is a copy
    }

    @Override
    public void next(Call call, long[] state, Rows in, int from, int to, BigIntVector out) {
      ranges.add(to - from);
      for (int row = from; row < to; row++) {
        out.set(row, ++state[0]);
      }
    }

    @Override
    public StateCodec<long[]> stateCodec() {
      return StateCodec.of(
          (state, out) -> {
            if (state[0] > most) {
              throw new IOException("too many rows");
            }
            out.writeLong(state[0]);
          },
          in -> new long[] {in.readLong()});
    }
  }

  @BeforeEach
  void open() {
    store = StateStore.memory();
    store.open(EXECUTION, Lifetime.execution());
  }

  @AfterEach
  void close() {
    store.close();
    memory.close(); // fails when something was not closed
  }

  /** The counts of rows whose partition is known by {@code keys}. */
  private List<Long> counts(Counting function, List<FieldVector> keys, int rows) throws Exception {
    return counts(function, keys, rows, Set.of());
  }

  private List<Long> counts(
      Counting function, List<FieldVector> keys, int rows, Set<Integer> nullRows) throws Exception {
    BigIntVector values = new BigIntVector("col_0", memory);
    values.allocateNew(rows);
    for (int i = 0; i < rows; i++) {
      if (!nullRows.contains(i)) {
        values.set(i, i);
      }
    }
    values.setValueCount(rows);
    List<FieldVector> all = new ArrayList<>(keys);
    all.add(values);
    WireSchema input = WireSchema.of(List.of(values.getField()));
    List<Long> counts = new ArrayList<>();
    try (WireBatch chunk =
        WireBatch.of(WireSchema.of(all.stream().map(FieldVector::getField).toList()), all, rows)) {
      RunningPartition<long[]> running = new RunningPartition<>(function, store, EXECUTION);
      WireSchema output = WireSchema.of(SqlType.BIGINT.field("result"));
      try (WireBatch results =
          running.next(
              BoundCalls.of(function, input, memory),
              chunk,
              keys.size(),
              WireBatch.of(input, List.of(values), rows),
              output,
              new byte[0])) {
        for (int i = 0; i < rows; i++) {
          counts.add(((BigIntVector) results.column(0)).get(i));
        }
      }
    }
    return counts;
  }

  private BigIntVector key(long... values) {
    BigIntVector key = new BigIntVector("__pk_0", memory);
    for (int i = 0; i < values.length; i++) {
      key.setSafe(i, values[i]);
    }
    key.setValueCount(values.length);
    return key;
  }

  @Test
  void partitionsGoOnInTheNextChunk() throws Exception {
    Counting function = new Counting(10);
    assertThat(counts(function, List.of(key(1, 1, 2)), 3)).containsExactly(1L, 2L, 1L);
    assertThat(counts(function, List.of(key(2, 3)), 2)).containsExactly(2L, 1L);
  }

  @Test
  void aResultThatChangesItsStateChangesACopy() throws Exception {
    Counting function = new Counting(10);
    assertThat(counts(function, List.of(key(1, 1, 1, 1, 2)), 5, Set.of(2, 4)))
        .containsExactly(1L, 2L, 2L, 3L, 0L);
    assertThat(counts(function, List.of(key(2, 2)), 2, Set.of(0))).containsExactly(0L, 1L);
  }

  private Float8Vector reals(Double... values) {
    Float8Vector key = new Float8Vector("__pk_0", memory);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        key.setNull(i);
      } else {
        key.setSafe(i, values[i]);
      }
    }
    key.setValueCount(values.length);
    return key;
  }

  @Test
  void zeroHasNoSignAndNanIsNan() throws Exception {
    Counting function = new Counting(10);
    double other = Double.longBitsToDouble(0xfff8000000000001L);
    Double nan = Double.NaN;
    assertThat(counts(function, List.of(reals(-0.0, 0.0, 1.0, nan, other, null, null)), 7))
        .containsExactly(1L, 2L, 1L, 1L, 2L, 1L, 2L);
    assertThat(counts(function, List.of(reals(null, 0.0)), 2)).containsExactly(3L, 1L);
    assertThat(counts(function, List.of(reals(-0.0)), 1)).containsExactly(2L);
  }

  /** Structs of a BLOB and a DOUBLE. */
  private StructVector structs(String... texts) {
    StructVector key = StructVector.empty("__pk_0", memory);
    VarBinaryVector bytes =
        key.addOrGet("b", FieldType.nullable(new ArrowType.Binary()), VarBinaryVector.class);
    Float8Vector real =
        key.addOrGet(
            "d",
            FieldType.nullable(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
            Float8Vector.class);
    for (int i = 0; i < texts.length; i++) {
      key.setIndexDefined(i);
      if (texts[i] != null) {
        bytes.setSafe(i, texts[i].getBytes(StandardCharsets.UTF_8));
      }
      real.setSafe(i, i % 2 == 0 ? 0.0 : -0.0);
    }
    key.setValueCount(texts.length);
    return key;
  }

  @Test
  void bytesWithinStructsAreCompared() throws Exception {
    Counting function = new Counting(10);
    assertThat(counts(function, List.of(structs("a", "a", "b", null, null)), 5))
        .containsExactly(1L, 2L, 1L, 1L, 2L);
    assertThat(counts(function, List.of(structs(null, "a")), 2)).containsExactly(3L, 1L);
  }

  private VarCharVector texts(String... values) {
    VarCharVector key = new VarCharVector("__pk_1", memory);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        key.setSafe(i, values[i].getBytes(StandardCharsets.UTF_8));
      }
    }
    key.setValueCount(values.length);
    return key;
  }

  @Test
  void everyColumnOfTheKeyCounts() throws Exception {
    Counting function = new Counting(10);
    assertThat(counts(function, List.of(key(1, 1, 1, 2, 2), texts("a", "a", "ab", "ab", null)), 5))
        .containsExactly(1L, 2L, 1L, 1L, 1L);
    assertThat(counts(function, List.of(key(2, 2), texts(null, "")), 2)).containsExactly(2L, 1L);
    assertThat(counts(function, List.of(), 2)).containsExactly(2L, 3L);
  }

  /** A type that filters know nothing of. */
  @Test
  void otherValuesAreComparedByTheirBytes() throws Exception {
    Counting function = new Counting(10);
    DurationVector key =
        new DurationVector(
            "__pk_0", FieldType.nullable(new ArrowType.Duration(TimeUnit.SECOND)), memory);
    key.setSafe(0, 1);
    key.setSafe(1, 1);
    key.setSafe(2, 2);
    key.setValueCount(3);
    assertThat(counts(function, List.of(key), 3)).containsExactly(1L, 2L, 1L);
  }

  @Test
  void aResultIsReleasedWhenItsStateCannotBeKept() {
    assertThatThrownBy(() -> counts(new Counting(1), List.of(key(1, 1)), 2))
        .hasMessage("too many rows");
    store.clear(EXECUTION);
    assertThatThrownBy(() -> counts(new Counting(10), List.of(key(1, 1)), 2))
        .hasMessageContaining("is not open");
  }

  /** Random partitions and NULLs in chunks: the ranges give what each row on its own would. */
  @Test
  void rangesEndWherePartitionsAndNullsDo() throws Exception {
    Random random = new Random(11);
    Counting function = new Counting(Long.MAX_VALUE);
    long last = -1;
    long count = 0;
    for (int chunk = 0; chunk < 200; chunk++) {
      int rows = 1 + random.nextInt(8);
      long[] keys = new long[rows];
      Set<Integer> nulls = new HashSet<>();
      List<Long> expected = new ArrayList<>();
      for (int row = 0; row < rows; row++) {
        keys[row] = Math.max(last, 0) + (random.nextInt(3) == 0 ? 1 : 0);
        count = keys[row] == last ? count : 0;
        last = keys[row];
        if (random.nextInt(3) == 0) {
          nulls.add(row);
        } else {
          count++;
        }
        expected.add(count);
      }
      assertThat(counts(function, List.of(key(keys)), rows, nulls)).isEqualTo(expected);
    }
    assertThat(function.ranges()).contains(1, 2, 3).doesNotContain(0);
  }
}
