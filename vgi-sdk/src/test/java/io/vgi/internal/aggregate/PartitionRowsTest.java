package io.vgi.internal.aggregate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.function.AggregateFunction;
import io.vgi.function.Call;
import io.vgi.function.FunctionSpec;
import io.vgi.function.Groups;
import io.vgi.function.Rows;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.state.StateCodec;
import io.vgi.type.Column;
import io.vgi.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.api.Test;

class PartitionRowsTest {
  private static final Column<FixedSizeBinaryVector> FIRST =
      Column.of("first", SqlType.UUID, FixedSizeBinaryVector.class);
  private static final Column<FixedSizeBinaryVector> SECOND =
      Column.of("second", SqlType.UUID, FixedSizeBinaryVector.class);

  /** Takes two UUIDs. */
  private static final class Uuids implements AggregateFunction<long[], BigIntVector> {
    @Override
    public FunctionSpec spec() {
      return FunctionSpec.aggregate("uuids").columns(FIRST, SECOND).returns(SqlType.BIGINT).build();
    }

    @Override
    public long[] newState() {
      throw new AssertionError("rows are only read");
    }

    @Override
    public void update(Call call, Groups<long[]> groups, Rows in) {
      throw new AssertionError("rows are only read");
    }

    @Override
    public void merge(long[] into, long[] from) {
      throw new AssertionError("rows are only read");
    }

    @Override
    public void result(Call call, long[] state, BigIntVector out, int row) {
      throw new AssertionError("rows are only read");
    }

    @Override
    public StateCodec<long[]> stateCodec() {
      throw new AssertionError("rows are only read");
    }
  }

  private static VarCharVector text(String name, String value, BufferAllocator memory) {
    VarCharVector vector = new VarCharVector(name, memory);
    vector.setSafe(0, value.getBytes(StandardCharsets.UTF_8));
    vector.setValueCount(1);
    return vector;
  }

  @Test
  void nothingIsHeldWhenAColumnCannotBeRead() {
    try (BufferAllocator memory = new RootAllocator()) { // whose end fails if something is held
      VarCharVector first = text("col_0", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", memory);
      VarCharVector second = text("col_1", "not a UUID", memory);
      WireSchema schema = WireSchema.of(List.of(first.getField(), second.getField()));
      try (WireBatch batch = WireBatch.of(schema, List.of(first, second), 1)) {
        assertThatThrownBy(
                () ->
                    new PartitionRows(
                        BoundCalls.of(new Uuids(), schema, memory), batch, new byte[] {1}))
            .hasMessageContaining("UUID");
      }
    }
  }
}
