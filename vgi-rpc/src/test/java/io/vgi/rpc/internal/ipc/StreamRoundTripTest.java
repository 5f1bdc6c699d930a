package io.vgi.rpc.internal.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is written is read again: schema, values at every depth, metadata. */
class StreamRoundTripTest {
  private static final int STREAMS = 600;
  private static final int[] ROWS = {0, 1, 2, 7, 8, 9, 63, 64, 65, 300};

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  /** One stream as it went out: batches with their values and metadata. */
  private record Sent(WireSchema schema, ByteBuffer bytes, List<Object> batches) {}

  private static Object describe(WireBatch batch) {
    return List.of(batch.rows(), Snapshot.of(batch), batch.metadata());
  }

  private Sent send(long seed) throws IOException {
    Random random = new Random(seed);
    WireSchema schema = new RandomSchemas(random).next();
    RandomBatches batches = new RandomBatches(random, allocator);
    List<Object> sent = new ArrayList<>();
    ByteSink.Bytes sink = ByteSink.toBytes();
    try (StreamWriter out = new StreamWriter(sink, schema, allocator)) {
      for (int i = random.nextInt(4); i >= 0; i--) {
        int rows = ROWS[random.nextInt(ROWS.length)];
        int nullsInTen = new int[] {0, 3, 10}[random.nextInt(3)];
        try (WireBatch batch = batches.next(schema, rows, nullsInTen)) {
          sent.add(describe(batch));
          out.write(batch);
        }
      }
      out.end();
    }
    return new Sent(schema, ByteBuffer.wrap(sink.toArray()), sent);
  }

  /** Reads a stream and, on the way, writes what was read once more. */
  private Sent echo(byte[] bytes) throws IOException {
    List<Object> read = new ArrayList<>();
    ByteSink.Bytes sink = ByteSink.toBytes();
    try (StreamReader in = StreamReader.open(ByteSource.of(bytes), allocator, IpcLimits.DEFAULT);
        StreamWriter out = new StreamWriter(sink, in.schema(), allocator)) {
      for (WireBatch next = in.next(); next != null; next = in.next()) {
        try (WireBatch batch = next) {
          read.add(describe(batch));
          out.write(batch);
        }
      }
      assertThat(in.ended()).isTrue();
      assertThat(in.endOfInput()).isFalse();
      out.end();
      return new Sent(in.schema(), ByteBuffer.wrap(sink.toArray()), read);
    }
  }

  /** Wide offsets are for writers: readers see the vectors of narrow ones. */
  private static WireSchema usual(WireSchema schema) {
    return WireSchema.of(schema.fields().stream().map(Layout::usual).toList(), schema.metadata());
  }

  @Test
  void randomStreamsComeBackAsTheyWere() throws IOException {
    for (long seed = 1; seed <= STREAMS; seed++) {
      Sent sent = send(seed);
      assertThat(sent.bytes().remaining() % 8).as("alignment with seed %d", seed).isZero();
      Sent once = echo(sent.bytes().array());
      Sent twice = echo(once.bytes().array());
      for (Sent read : List.of(once, twice)) {
        assertThat(read.schema()).as("schema with seed %d", seed).isEqualTo(usual(sent.schema()));
        assertThat(read.batches().equals(sent.batches())).as("batches with seed %d", seed).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "100, 0", "100, 4", "100, 10", "5000, 2"})
  void everyTypeComesBackAsItWas(int rows, int nullsInTen) throws IOException {
    WireSchema schema = RandomSchemas.everyType();
    try (WireBatch batch =
        new RandomBatches(new Random(7), allocator).next(schema, rows, nullsInTen)) {
      byte[] bytes = IpcBytes.ofBatch(batch, allocator);
      try (WireBatch read = IpcBytes.readBatch(bytes, allocator)) {
        assertThat(read.schema()).isEqualTo(usual(schema));
        assertThat(describe(read)).isEqualTo(describe(batch));
      }
    }
  }

  @Test
  void batchesWithoutColumnsKeepTheirRows() throws IOException {
    ByteSink.Bytes sink = ByteSink.toBytes();
    try (StreamWriter out = new StreamWriter(sink, WireSchema.EMPTY, allocator)) {
      out.write(WireBatch.ofRows(5, Metadata.EMPTY));
      out.write(WireBatch.ofRows(1 << 24, Metadata.of("k", "v")));
      out.end();
    }
    try (StreamReader in =
        StreamReader.open(ByteSource.of(sink.toArray()), allocator, IpcLimits.DEFAULT)) {
      assertThat(in.next().rows()).isEqualTo(5);
      WireBatch large = in.next();
      assertThat(large.rows()).isEqualTo(1 << 24);
      assertThat(large.metadata()).isEqualTo(Metadata.of("k", "v"));
      assertThat(in.next()).isNull();
    }
  }

  private static WireSchema enumOf(int bits, boolean signed) {
    DictionaryEncoding encoding = new DictionaryEncoding(3, false, new ArrowType.Int(bits, signed));
    return WireSchema.of(
        new Field("e", new FieldType(true, new ArrowType.Utf8(), encoding), List.of()));
  }

  private WireBatch entries(WireSchema schema, int from, int count) {
    VarCharVector vector = new VarCharVector("e", allocator);
    vector.allocateNew();
    for (int i = 0; i < count; i++) {
      vector.setSafe(i, ("e" + (from + i)).getBytes(StandardCharsets.UTF_8));
    }
    vector.setValueCount(count);
    return WireBatch.of(schema, List.of((FieldVector) vector), count);
  }

  @ParameterizedTest
  @CsvSource({"8, false, 256", "8, true, 128", "16, false, 65536", "16, true, 32768"})
  void indexTypesAreUsedToTheirLastValue(int bits, boolean signed, int size) throws IOException {
    WireSchema schema = enumOf(bits, signed);
    ByteSink.Bytes sink = ByteSink.toBytes();
    List<Object> sent = new ArrayList<>();
    try (StreamWriter out = new StreamWriter(sink, schema, allocator);
        WireBatch some = entries(schema, 0, size / 2);
        WireBatch rest = entries(schema, size / 4, size - size / 4);
        WireBatch more = entries(schema, size, 1)) {
      for (WireBatch batch : List.of(some, rest)) {
        out.write(batch);
        sent.add(describe(batch));
      }
      assertThatThrownBy(() -> out.write(more)).hasMessageContaining("more than " + size);
      // an error batch must still fit behind the batch that did not
      out.writeEmpty(Metadata.of("k", "v"), allocator);
      out.end();
    }
    Sent read = echo(sink.toArray());
    assertThat(read.batches().subList(0, 2)).isEqualTo(sent);
    assertThat(read.batches()).hasSize(3);
  }

  @Test
  void batchesThatContradictTheirStreamAreRefusedBeforeAnythingIsWritten() throws IOException {
    WireSchema schema = enumOf(8, false);
    ByteSink.Bytes sink = ByteSink.toBytes();
    try (StreamWriter out = new StreamWriter(sink, schema, allocator);
        WireBatch batch = entries(schema, 0, 3)) {
      assertThatThrownBy(() -> out.write(List.of(), 3, Metadata.EMPTY))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> out.write(batch.columns(), 4, Metadata.EMPTY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Column 'e' has 3 rows in a batch of 4");
      assertThat(sink.toArray()).isEmpty();
      out.write(batch);
      out.end();
    }
    assertThat(echo(sink.toArray()).batches()).hasSize(1);
  }

  @Test
  void emptyListsThatWereNeverAllocatedHaveTheirOneOffset() throws IOException {
    Field item = Field.nullable("l", new ArrowType.Int(32, true));
    for (ArrowType type :
        List.of(new ArrowType.List(), new ArrowType.LargeList(), new ArrowType.Map(false))) {
      Field entries =
          new Field(
              "entries",
              new FieldType(false, new ArrowType.Struct(), null),
              List.of(Field.notNullable("key", new ArrowType.Int(32, true)), item));
      Field child = type instanceof ArrowType.Map ? entries : item;
      WireSchema schema = WireSchema.of(new Field("v", FieldType.nullable(type), List.of(child)));
      FieldVector vector = Vectors.create(schema.field(0), allocator);
      try (WireBatch batch = WireBatch.of(schema, List.of(vector), 0)) {
        byte[] bytes = IpcBytes.ofBatch(batch, allocator);
        assertThat(bytes.length - IpcBytes.ofSchema(schema).length).isGreaterThan(16);
        try (WireBatch read = IpcBytes.readBatch(bytes, allocator)) {
          assertThat(read.rows()).isZero();
        }
      }
    }
  }
}
