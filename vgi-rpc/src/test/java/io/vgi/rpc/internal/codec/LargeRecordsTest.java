package io.vgi.rpc.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException.Kind;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.rpc.internal.memory.CallMemory;
import io.vgi.rpc.internal.memory.MemoryBudget;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records whose values take more of the heap than they have bytes. */
class LargeRecordsTest {
  private static final long HEAP = 64 << 20;
  private static final int MANY = 16 << 20;
  private static final Field NULL = Field.nullable("item", ArrowType.Null.INSTANCE);
  private static final Field EMPTY =
      new Field("item", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of());

  private final BufferAllocator root = new RootAllocator();
  private final MemoryBudget budget = new MemoryBudget(root, 1 << 30, HEAP);

  @AfterEach
  void nothingLeaks() {
    assertThat(budget.usedOnHeap()).isZero();
    assertThat(budget.used()).isZero();
    root.close();
  }

  /** A record with one list of {@code count} values that have no bytes. */
  private byte[] listOf(Field item, int count) {
    WireSchema schema =
        WireSchema.of(
            new Field("list", FieldType.nullable(ArrowType.List.INSTANCE), List.of(item)));
    ListVector list = (ListVector) Vectors.create(schema.field(0), root);
    list.allocateNew();
    list.getDataVector().setValueCount(count);
    for (int i = 0; i < count && list.getDataVector() instanceof StructVector structs; i++) {
      structs.setIndexDefined(i);
    }
    list.startNewValue(0);
    list.endValue(0, count);
    list.setLastSet(0);
    list.setValueCount(1);
    try (WireBatch batch = WireBatch.of(schema, List.of(list), 1)) {
      return IpcBytes.ofBatch(batch, root);
    }
  }

  @Test
  void valuesWithoutBytesAreRefusedBeforeTheyAreMade() {
    byte[] nulls = listOf(NULL, MANY);
    assertThat(nulls.length).isLessThan(1_000);
    byte[] structs = listOf(EMPTY, MANY / 8);
    try (CallMemory call = budget.call()) {
      BufferAllocator allocator = call.allocator("call");
      for (byte[] record : List.of(nulls, structs)) {
        assertThatThrownBy(() -> WireRecord.read("r", record, allocator))
            .extracting(full -> ((MemoryLimitException) full).kind())
            .isEqualTo(Kind.RESOURCE_EXHAUSTED);
      }
    }
  }

  @Test
  void listsOfAMillionAreRead() {
    byte[] nulls = listOf(NULL, 1_000_000);
    WireSchema numbers =
        WireSchema.of(
            new Field(
                "list",
                FieldType.nullable(ArrowType.List.INSTANCE),
                List.of(Field.nullable("item", new ArrowType.Int(64, true)))));
    List<Object> million = Collections.nCopies(1_000_000, (Object) 1_000L);
    byte[] longs = WireRecord.named("r").set("list", million).toBytes(numbers, root);
    try (CallMemory call = budget.call()) {
      BufferAllocator allocator = call.allocator("call");
      assertThat(WireRecord.read("r", nulls, allocator).<Object>list("list")).hasSize(1_000_000);
      long taken = call.heap().held();
      assertThat(taken).isBetween(8_000_000L, 8_001_000L);
      assertThat(WireRecord.read("r", longs, allocator).<Object>list("list"))
          .hasSize(1_000_000)
          .startsWith(1_000L);
      assertThat(call.heap().held() - taken).isBetween(32_000_000L, 32_001_000L);
    }
  }

  @Test
  void bytesCountEachTimeTheyAreCopied() {
    WireSchema schema = WireSchema.of(Field.nullable("bytes", ArrowType.Binary.INSTANCE));
    byte[] record = WireRecord.named("r").set("bytes", new byte[40 << 20]).toBytes(schema, root);
    try (CallMemory call = budget.call()) {
      BufferAllocator allocator = call.allocator("call");
      assertThat(WireRecord.read("r", record, allocator).needBytes("bytes")).hasSize(40 << 20);
      assertThatThrownBy(() -> WireRecord.read("r", record, allocator))
          .isInstanceOf(MemoryLimitException.class);
    }
  }
}
