package io.vgi.rpc.internal.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.flatbuffers.FlatBufferBuilder;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeBinary;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Struct_;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Union;
import org.apache.arrow.flatbuf.UnionMode;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Small messages that describe large things: refused before they take memory or time. */
class HostileStreamsTest {
  private static final long MEMORY = 64L << 20;
  private static final IpcLimits SMALL = new IpcLimits(64 << 20, 1 << 20, 1 << 24);

  private final BufferAllocator allocator = new RootAllocator(MEMORY);

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  private static byte[] schemaOf(int fields, ToIntFunction<FlatBufferBuilder> field) {
    FlatBufferBuilder builder = new FlatBufferBuilder(1 << 16);
    int[] shared = new int[fields];
    Arrays.fill(shared, field.applyAsInt(builder));
    int vector = Schema.createFieldsVector(builder, shared);
    Schema.startSchema(builder);
    Schema.addFields(builder, vector);
    return message(builder, MessageHeader.Schema, Schema.endSchema(builder), 0, 0);
  }

  private static byte[] message(
      FlatBufferBuilder builder, byte type, int header, int metadata, long body) {
    builder.finish(
        Message.createMessage(builder, MetadataVersion.V5, type, header, body, metadata));
    return ArrowMessages.message(builder);
  }

  private static int field(FlatBufferBuilder builder, byte type, int typeOffset, int metadata) {
    int name = builder.createString("c");
    Field.startField(builder);
    Field.addName(builder, name);
    Field.addTypeType(builder, type);
    Field.addType(builder, typeOffset);
    Field.addCustomMetadata(builder, metadata);
    return Field.endField(builder);
  }

  private static int struct(FlatBufferBuilder builder) {
    Struct_.startStruct_(builder);
    return Struct_.endStruct_(builder);
  }

  private void assertSchemaRefused(byte[] schema, String why) throws IOException {
    try (StreamReader in = StreamReader.open(ByteSource.of(schema), allocator, SMALL)) {
      assertThatThrownBy(in::schema)
          .isInstanceOf(InvalidBatchException.class)
          .hasMessageContaining(why);
    }
  }

  @Test
  void partsOfASchemaThatAreSharedCountEveryTime() throws IOException {
    assertSchemaRefused(
        schemaOf(
            5_000,
            b -> {
              int ids = Union.createTypeIdsVector(b, new int[1_000_000]);
              return field(b, Type.Union, Union.createUnion(b, UnionMode.Sparse, ids), 0);
            }),
        "members");
    assertSchemaRefused(
        schemaOf(
            5_000,
            b -> {
              int zone = b.createString("z".repeat(1_000_000));
              int type = Timestamp.createTimestamp(b, (short) 2, zone);
              return field(b, Type.Timestamp, type, 0);
            }),
        "bytes at most");
    assertSchemaRefused(
        schemaOf(
            50_000,
            b -> {
              int[] entries = new int[100_000];
              int empty = b.createString("");
              Arrays.fill(entries, KeyValue.createKeyValue(b, empty, empty));
              int metadata = Field.createCustomMetadataVector(b, entries);
              return field(b, Type.Struct_, struct(b), metadata);
            }),
        "metadata entries");
    assertSchemaRefused(
        schemaOf(1_000_000, b -> field(b, Type.Struct_, struct(b), 0)), "100000 fields");
  }

  @Test
  void fixedSizesAreNotNegative() throws IOException {
    assertSchemaRefused(
        schemaOf(
            1,
            b -> field(b, Type.FixedSizeBinary, FixedSizeBinary.createFixedSizeBinary(b, -1), 0)),
        "the size -1");
    assertSchemaRefused(
        schemaOf(
            1, b -> field(b, Type.FixedSizeList, FixedSizeList.createFixedSizeList(b, -16), 0)),
        "the size -16");
  }

  @Test
  void keysOfBatchMetadataCountEveryTime() throws IOException {
    FlatBufferBuilder builder = new FlatBufferBuilder(1 << 16);
    int key = builder.createString("k".repeat(1_000_000));
    int[] entries = new int[900];
    Arrays.fill(entries, KeyValue.createKeyValue(builder, key, builder.createString("")));
    int metadata = Message.createCustomMetadataVector(builder, entries);
    int header = RecordBatch.createRecordBatch(builder, 0, 0, 0, 0, 0);
    byte[] batch = message(builder, MessageHeader.RecordBatch, header, metadata, 0);
    assertBatchRefused(IpcBytes.ofSchema(WireSchema.EMPTY), batch, "too much metadata");
  }

  @Test
  void valuesOfBatchMetadataCountEveryTime() throws IOException {
    FlatBufferBuilder builder = new FlatBufferBuilder(1 << 16);
    int value = builder.createString("v".repeat(64 << 10));
    int[] entries = new int[1_000];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = KeyValue.createKeyValue(builder, builder.createString("k" + i), value);
    }
    int metadata = Message.createCustomMetadataVector(builder, entries);
    int header = RecordBatch.createRecordBatch(builder, 0, 0, 0, 0, 0);
    byte[] batch = message(builder, MessageHeader.RecordBatch, header, metadata, 0);
    assertThat(batch.length).isLessThan(130_000);
    assertBatchRefused(IpcBytes.ofSchema(WireSchema.EMPTY), batch, "too much metadata");
  }

  @Test
  void smallSchemasDescribeFewThings() throws IOException {
    byte[] fields = schemaOf(20_000, b -> field(b, Type.Struct_, struct(b), 0));
    assertThat(fields.length).isLessThan(81_000);
    assertSchemaRefused(fields, fields.length / 16 + " fields");
    byte[] entries =
        schemaOf(
            100,
            b -> {
              int[] shared = new int[1_000];
              int empty = b.createString("");
              Arrays.fill(shared, KeyValue.createKeyValue(b, empty, empty));
              return field(b, Type.Struct_, struct(b), Field.createCustomMetadataVector(b, shared));
            });
    assertThat(entries.length).isLessThan(10_000);
    assertSchemaRefused(entries, "10000 metadata entries");
    byte[] names =
        schemaOf(
            1_000,
            b -> {
              int zone = b.createString("z".repeat(10_000));
              return field(b, Type.Timestamp, Timestamp.createTimestamp(b, (short) 2, zone), 0);
            });
    assertThat(names.length).isLessThan(20_000);
    assertSchemaRefused(names, "1048576 bytes at most");
  }

  @Test
  void schemasThatShareNothingMayBeLarge() throws IOException {
    List<org.apache.arrow.vector.types.pojo.Field> fields = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      fields.add(
          new org.apache.arrow.vector.types.pojo.Field(
              "c" + i,
              new FieldType(true, ArrowType.Bool.INSTANCE, null, Map.of("k", "" + i)),
              List.of()));
    }
    WireSchema schema = WireSchema.of(fields, Map.of());
    assertThat(IpcBytes.readSchema(IpcBytes.ofSchema(schema), allocator)).isEqualTo(schema);
  }

  @Test
  void rowsWithoutBytesAreLimited() throws IOException {
    for (long rows : new long[] {-1, (1 << 24) + 1, 1L << 31, 1L << 32, Long.MAX_VALUE}) {
      FlatBufferBuilder builder = new FlatBufferBuilder();
      int header = RecordBatch.createRecordBatch(builder, rows, 0, 0, 0, 0);
      byte[] batch = message(builder, MessageHeader.RecordBatch, header, 0, 0);
      assertBatchRefused(IpcBytes.ofSchema(WireSchema.EMPTY), batch, "cannot have " + rows);
    }
  }

  @Test
  void validityThatIsNotInTheBodyIsPaidFor() throws IOException {
    int columns = 20;
    int rows = 1 << 23;
    FlatBufferBuilder builder = new FlatBufferBuilder();
    RecordBatch.startNodesVector(builder, columns);
    for (int i = 0; i < columns; i++) {
      org.apache.arrow.flatbuf.FieldNode.createFieldNode(builder, rows, 0);
    }
    int nodes = builder.endVector();
    RecordBatch.startBuffersVector(builder, columns);
    for (int i = 0; i < columns; i++) {
      org.apache.arrow.flatbuf.Buffer.createBuffer(builder, 0, 0);
    }
    int buffers = builder.endVector();
    int header = RecordBatch.createRecordBatch(builder, rows, nodes, buffers, 0, 0);
    byte[] batch = message(builder, MessageHeader.RecordBatch, header, 0, 0);
    byte[] schema = schemaOf(columns, b -> field(b, Type.Struct_, struct(b), 0));
    assertBatchRefused(schema, batch, "when decoded");
  }

  private void assertBatchRefused(byte[] schema, byte[] batch, String why) throws IOException {
    byte[] bytes = Arrays.copyOf(schema, schema.length + batch.length);
    System.arraycopy(batch, 0, bytes, schema.length, batch.length);
    try (StreamReader in = StreamReader.open(ByteSource.of(bytes), allocator, SMALL)) {
      assertThatThrownBy(in::next)
          .isInstanceOf(InvalidBatchException.class)
          .hasMessageContaining(why);
      assertThat(in.next()).isNull();
    }
  }

  private byte[] repeated(ArrowType type, int bytes, int rows) {
    DictionaryEncoding encoding = new DictionaryEncoding(0, false, new ArrowType.Int(8, false));
    WireSchema schema =
        WireSchema.of(
            new org.apache.arrow.vector.types.pojo.Field(
                "e", new FieldType(true, type, encoding), List.of()));
    FieldVector vector = Vectors.create(schema.field(0), allocator);
    vector.allocateNew();
    byte[] text = "x".repeat(bytes).getBytes(StandardCharsets.UTF_8);
    for (int row = 0; row < rows; row++) {
      if (vector instanceof BaseVariableWidthVector texts) {
        texts.setSafe(row, text);
      } else {
        ((BaseLargeVariableWidthVector) vector).setSafe(row, text);
      }
    }
    vector.setValueCount(rows);
    try (WireBatch batch = WireBatch.of(schema, List.of(vector), rows)) {
      return IpcBytes.ofBatch(batch, allocator);
    }
  }

  @Test
  void dictionariesDoNotDecodeToMoreThanABatchMayHave() throws IOException {
    for (ArrowType type :
        List.of(
            new ArrowType.Utf8(),
            new ArrowType.LargeUtf8(),
            new ArrowType.Binary(),
            new ArrowType.LargeBinary())) {
      byte[] bytes = repeated(type, 100_000, 40);
      assertThat(bytes.length).isLessThan(110_000);
      try (StreamReader in = StreamReader.open(ByteSource.of(bytes), allocator, SMALL)) {
        assertThatThrownBy(in::next)
            .isInstanceOf(InvalidBatchException.class)
            .hasMessageContaining("too much");
        assertThat(in.next()).isNull();
      }
    }
  }

  @Test
  void bodiesThatMemoryCannotHoldAreSkipped() throws IOException {
    List<byte[]> streams = new ArrayList<>();
    streams.add(repeated(new ArrowType.Utf8(), 3_000_000, 2));
    streams.add(IpcBytes.ofBatch(WireBatch.ofRows(3, Metadata.of("k", "v")), allocator));
    byte[] bytes = Arrays.copyOf(streams.get(0), streams.get(0).length + streams.get(1).length);
    System.arraycopy(streams.get(1), 0, bytes, streams.get(0).length, streams.get(1).length);
    ByteSource source = ByteSource.of(bytes);
    try (BufferAllocator tight = allocator.newChildAllocator("tight", 0, 1 << 20)) {
      try (StreamReader in = StreamReader.open(source, tight, IpcLimits.DEFAULT)) {
        assertThatThrownBy(in::next)
            .isInstanceOf(MemoryLimitException.class)
            .hasMessageContaining("no memory");
        in.drain();
      }
      try (StreamReader in = StreamReader.open(source, tight, IpcLimits.DEFAULT);
          WireBatch batch = in.next()) {
        assertThat(batch.rows()).isEqualTo(3);
      }
    }
  }
}
