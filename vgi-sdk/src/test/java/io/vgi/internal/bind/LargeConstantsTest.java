package io.vgi.internal.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException.Kind;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.Vectors;
import io.vgi.rpc.internal.memory.CallMemory;
import io.vgi.rpc.internal.memory.MemoryBudget;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Constants, settings and secrets that take more of the heap than they have bytes. */
class LargeConstantsTest {
  private static final long HEAP = 64 << 20;
  private static final int MILLION = 1_000_000;
  private static final Field NULL = Field.nullable("item", ArrowType.Null.INSTANCE);
  private static final Field STRUCT =
      new Field("item", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(NULL));
  private static final Field LONG = Field.nullable("item", new ArrowType.Int(64, true));

  private final BufferAllocator root = new RootAllocator();
  private final MemoryBudget budget = new MemoryBudget(root, 1 << 30, HEAP);

  @AfterEach
  void nothingLeaks() {
    assertThat(budget.usedOnHeap()).isZero();
    assertThat(budget.used()).isZero();
    root.close();
  }

  /** The one-row batch of a struct whose one member is a list of {@code count} values. */
  private byte[] struct(Field item, int count) {
    Field list =
        new Field("positional_0", FieldType.nullable(ArrowType.List.INSTANCE), List.of(item));
    Field args = new Field("args", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(list));
    StructVector row = (StructVector) Vectors.create(args, root);
    row.allocateNew();
    row.setIndexDefined(0);
    fill((ListVector) row.getChildByOrdinal(0), count);
    row.setValueCount(1);
    return bytes(args, row);
  }

  /** The one-row batch of a list of {@code count} values. */
  private byte[] list(Field item, int count) {
    Field field = new Field("limit", FieldType.nullable(ArrowType.List.INSTANCE), List.of(item));
    ListVector list = (ListVector) Vectors.create(field, root);
    fill(list, count);
    list.setValueCount(1);
    return bytes(field, list);
  }

  private static void fill(ListVector list, int count) {
    list.allocateNew();
    FieldVector values = list.getDataVector();
    values.setValueCount(count);
    for (int i = 0; i < count; i++) {
      if (values instanceof BigIntVector longs) {
        longs.set(i, 1_000 + i);
      } else if (values instanceof StructVector structs) {
        structs.setIndexDefined(i);
      }
    }
    list.startNewValue(0);
    list.endValue(0, count);
    list.setLastSet(0);
  }

  private byte[] bytes(Field field, FieldVector vector) {
    try (WireBatch batch = WireBatch.of(WireSchema.of(field), List.of(vector), 1)) {
      return IpcBytes.ofBatch(batch, root);
    }
  }

  private WireRecord request(byte[] arguments) {
    return WireRecord.named("BindRequest").set("function_name", "f").set("arguments", arguments);
  }

  private void refused(WireRecord request) {
    try (CallMemory call = budget.call()) {
      BufferAllocator allocator = call.allocator("call");
      assertThatThrownBy(() -> BindRequest.read(request, allocator))
          .isInstanceOf(MemoryLimitException.class)
          .extracting(full -> ((MemoryLimitException) full).kind())
          .isEqualTo(Kind.RESOURCE_EXHAUSTED);
    }
  }

  @Test
  void whatTakesNoBytesIsRefusedBeforeItIsMade() {
    byte[] structs = struct(STRUCT, MILLION);
    assertThat(structs.length).isLessThan(MILLION / 7);
    refused(request(structs));
    byte[] none = struct(NULL, 0);
    refused(request(none).set("settings", list(STRUCT, MILLION)));
    refused(request(none).set("secrets", struct(STRUCT, MILLION)));
  }

  @Test
  void listsOfAMillionAreRead() {
    for (Field item : List.of(NULL, LONG)) {
      byte[] arguments = struct(item, MILLION);
      try (CallMemory call = budget.call()) {
        BindRequest request = BindRequest.read(request(arguments), call.allocator("call"));
        List<?> list = (List<?>) request.arguments().positional().get(0).value();
        assertThat(list).hasSize(MILLION);
        assertThat(list.get(MILLION - 1)).isEqualTo(LONG.equals(item) ? 1_000_999L : null);
        long each = LONG.equals(item) ? 32 : 8;
        assertThat(request.heapBytes())
            .isBetween(each * MILLION, each * MILLION + 1_000)
            .isEqualTo(call.heap().held());
      }
    }
  }
}
