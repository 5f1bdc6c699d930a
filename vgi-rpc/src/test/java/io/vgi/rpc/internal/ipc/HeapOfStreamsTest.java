package io.vgi.rpc.internal.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.memory.CallMemory;
import io.vgi.rpc.internal.memory.MemoryBudget;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
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

  @Test
  void schemasAndLargeMessagesAreChargedWhileTheyAreRead() throws IOException {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      fields.add(Field.nullable("c" + i, ArrowType.Bool.INSTANCE));
    }
    ByteSource schema = ByteSource.of(IpcBytes.ofSchema(WireSchema.of(fields, Map.of())));
    try (StreamReader reader = StreamReader.open(schema, allocator, IpcLimits.DEFAULT)) {
      assertThat(reader.schema().size()).isEqualTo(1_000);
      assertThat(call.heap().held()).isBetween(800_000L, 1_100_000L);
    }
    assertThat(call.heap().held()).isZero();
    Metadata two = Metadata.builder().put("k", new byte[2 * MIB]).build();
    byte[] large = IpcBytes.ofBatch(WireBatch.ofRows(1, two), root);
    try (StreamReader reader =
            StreamReader.open(ByteSource.of(large), allocator, IpcLimits.DEFAULT);
        WireBatch batch = reader.next()) {
      assertThat(batch.metadata().bytes("k")).hasSize(2 * MIB);
      assertThat(call.heap().held()).isBetween(2L * MIB, 5L * MIB);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    call.heap().take(14 * MIB);
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      fields.add(Field.nullable("c" + i, ArrowType.Bool.INSTANCE));
    }
    byte[] schema = IpcBytes.ofSchema(WireSchema.of(fields, Map.of()));
    assertThatThrownBy(() -> IpcBytes.readSchema(schema, allocator))
        .isInstanceOf(MemoryLimitException.class);
    Metadata two = Metadata.builder().put("k", new byte[2 * MIB]).build();
    byte[] large = IpcBytes.ofBatch(WireBatch.ofRows(1, two), root);
    try (StreamReader reader =
        StreamReader.open(ByteSource.of(large), allocator, IpcLimits.DEFAULT)) {
      assertThatThrownBy(reader::next)
          .isInstanceOf(BrokenStreamException.class)
          .hasRootCauseInstanceOf(MemoryLimitException.class);
    }
    assertThat(call.heap().held()).isEqualTo(14 * MIB);
    call.heap().clear();
  }

  private WireBatch texts(WireSchema schema, int count) {
    VarCharVector texts = (VarCharVector) Vectors.create(schema.field(0), allocator);
    texts.allocateNew();
    for (int i = 0; i < count; i++) {
      texts.setSafe(i, ("text " + i).getBytes(StandardCharsets.UTF_8));
    }
    texts.setValueCount(count);
    return WireBatch.of(schema, List.of(texts), count);
  }

  @Test
  void dictionariesThatWereSentAreChargedWhileTheStreamIsOpen() throws IOException {
    DictionaryEncoding encoding = new DictionaryEncoding(1, false, new ArrowType.Int(32, true));
    WireSchema schema =
        WireSchema.of(
            new Field("e", new FieldType(true, ArrowType.Utf8.INSTANCE, encoding), List.of()));
    try (StreamWriter out = new StreamWriter(ByteSink.counting(), schema, allocator)) {
      for (int i = 0; i < 2; i++) {
        try (WireBatch batch = texts(schema, 10_000)) {
          out.write(batch);
        }
      }
      assertThat(call.heap().held()).isBetween(1_300_000L, 1_500_000L);
      try (WireBatch batch = texts(schema, 200_000)) {
        assertThatThrownBy(() -> out.write(batch)).isInstanceOf(MemoryLimitException.class);
      }
    }
  }

  @Test
  void largeStreamsAreMeasuredBeforeTheyAreMade() throws IOException {
    WireSchema schema = WireSchema.of(Field.nullable("t", ArrowType.Utf8.INSTANCE));
    for (int count : new int[] {0, 1, 1_000, 5_000, 8_000, 100_000}) { // on both sides of 64 KiB
      try (WireBatch batch = texts(schema, count)) {
        ByteSink.Bytes sink = ByteSink.toBytes();
        try (StreamWriter out = new StreamWriter(sink, schema, allocator)) {
          out.write(batch);
          out.end();
        }
        assertThat(IpcBytes.ofBatch(batch, allocator)).isEqualTo(sink.toArray());
      }
    }
    try (WireBatch batch = texts(schema, 100_000)) {
      call.heap().take(14 * MIB);
      assertThatThrownBy(() -> IpcBytes.ofBatch(batch, allocator))
          .isInstanceOf(MemoryLimitException.class);
      call.heap().clear();
    }
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
    assertThatThrownBy(() -> IpcBytes.readBatch(overlapping(400, MIB), allocator))
        .isInstanceOf(MemoryLimitException.class);
  }
}
