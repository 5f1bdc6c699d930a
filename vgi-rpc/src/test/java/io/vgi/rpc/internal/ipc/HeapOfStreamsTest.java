package io.vgi.rpc.internal.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.memory.CallMemory;
import io.vgi.rpc.internal.memory.MemoryBudget;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reading and writing streams takes of the heap is charged to the call, and comes back. */
class HeapOfStreamsTest {
  private static final int MIB = 1 << 20;

  private final BufferAllocator root = new RootAllocator();
  private final MemoryBudget budget = new MemoryBudget(root, 1 << 30, 16 * MIB);
  private final CallMemory call = budget.call();
  private BufferAllocator allocator = root;

  @BeforeEach
  void begin() {
    allocator = call.allocator("call");
  }

  @AfterEach
  void allComesBack() {
    assertThat(call.heap().held()).isZero();
    call.close();
    assertThat(budget.usedOnHeap()).isZero();
    assertThat(budget.used()).isZero();
    root.close();
  }

  /** Lists that each name the same {@code held} values without bytes. */
  private byte[] overlapping(int lists, int held) {
    Field item = Field.nullable("item", ArrowType.Null.INSTANCE);
    Field field = new Field("v", FieldType.nullable(new ArrowType.ListView()), List.of(item));
    ListViewVector vector = (ListViewVector) field.createVector(root);
    vector.setInitialCapacity(lists);
    vector.allocateNew();
    vector.getDataVector().setValueCount(held);
    for (int row = 0; row < lists; row++) {
      vector.setOffset(row, 0);
      vector.setSize(row, held);
      vector.setValidity(row, 1);
    }
    vector.setValueCount(lists);
    try (WireBatch batch = WireBatch.of(WireSchema.of(field), List.of(vector), lists)) {
      return IpcBytes.ofBatch(batch, root);
    }
  }

  @Test
  void listsThatOverlapAreChargedWhileTheyAreDecoded() {
    byte[] most = overlapping(3, MIB);
    try (WireBatch batch = IpcBytes.readBatch(most, allocator)) {
      assertThat(batch.rows()).isEqualTo(3);
      assertThat(call.heap().held()).isZero();
    }
    byte[] more = overlapping(4, MIB);
    assertThat(more.length).isLessThan(1_000);
    assertThatThrownBy(() -> IpcBytes.readBatch(more, allocator))
        .isInstanceOf(MemoryLimitException.class)
        .hasMessageContaining("heap");
    assertThatThrownBy(() -> IpcBytes.readBatch(overlapping(1_000, MIB), allocator))
        .isInstanceOf(MemoryLimitException.class);
  }
}
