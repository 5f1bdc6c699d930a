package io.vgi.rpc.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.rpc.internal.ipc.RowStream;
import io.vgi.rpc.internal.memory.HeapMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records that are written and read without vectors are those that vectors hold, to the byte. */
class RecordBytesTest {
  private static final int ROUNDS = 1_000;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  @Test
  void writesTheBytesOfVectors() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      RandomRecords random = new RandomRecords(seed);
      WireSchema schema = random.schema();
      List<WireRecord> records = new ArrayList<>();
      for (int rows = seed % 3 == 0 ? seed % 20 : 1; records.size() < rows; ) {
        records.add(random.record(schema));
      }

      byte[] written;
      try (WireBatch batch = WireRecord.toBatch(records, RecordFormat.of(schema), allocator)) {
        written = IpcBytes.ofBatch(batch, allocator);
      }

      assertThat(written)
          .as("seed %d, %s", seed, schema)
          .isEqualTo(VectorRecords.toBytes(records, schema, allocator));
    }
  }

  @Test
  void writesTheBytesOfVectorsInAFormatThatWasUsedBefore() {
    for (int seed = 0; seed < ROUNDS / 4; seed++) {
      RandomRecords random = new RandomRecords(seed);
      WireSchema schema = random.schema();
      RecordFormat format = RecordFormat.of(schema);
      for (int rows = 0; rows < 5; rows++) {
        List<WireRecord> records = new ArrayList<>();
        while (records.size() < rows) {
          records.add(random.record(schema));
        }

        byte[] written;
        try (WireBatch batch = WireRecord.toBatch(records, format, allocator)) {
          written = IpcBytes.ofBatch(batch, allocator);
        }

        assertThat(written)
            .as("seed %d, %d rows, %s", seed, rows, schema)
            .isEqualTo(VectorRecords.toBytes(records, schema, allocator));
      }
    }
  }

  @Test
  void readsTheValuesOfVectors() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      RandomRecords random = new RandomRecords(seed);
      WireSchema schema = random.schema();
      byte[] stream = random.record(schema).toBytes(schema, allocator);

      assertThat(RowStream.columns(stream, HeapMemory.of(allocator)))
          .as("seed %d", seed)
          .isNotNull();
      assertThat(comparable(WireRecord.read("r", stream, allocator).values()))
          .as("seed %d, %s", seed, schema)
          .isEqualTo(comparable(byVectors(stream).values()));
    }
  }

  /** Whatever is wrong with a record, it is refused as vectors refuse it, or means the same. */
  @Test
  void damagedRecordsAreReadOrRefusedAsByVectors() {
    Random damage = new Random(16);
    int refused = 0;
    for (int seed = 0; seed < 2 * ROUNDS; seed++) {
      RandomRecords random = new RandomRecords(seed % 200);
      WireSchema schema = random.schema();
      byte[] stream = random.record(schema).toBytes(schema, allocator);
      for (int i = damage.nextInt(3); i >= 0; i--) {
        int at = damage.nextInt(stream.length);
        stream[at] = damage.nextBoolean() ? (byte) damage.nextInt() : (byte) (stream[at] ^ 1);
      }
      Object expected = outcome(() -> byVectors(stream).values());
      refused += expected instanceof String ? 1 : 0;
      assertThat(outcome(() -> WireRecord.read("r", stream, allocator).values()))
          .as("seed %d, %s", seed, schema)
          .isEqualTo(expected);
    }
    assertThat(refused).isBetween(ROUNDS / 10, 2 * ROUNDS - 100);
  }

  private interface Reading {
    Object values();
  }

  private static Object outcome(Reading reading) {
    try {
      return comparable(reading.values());
    } catch (RuntimeException refusal) {
      return refusal.getClass().getName() + ": " + refusal.getMessage();
    }
  }

  /** Arrays compare by identity. */
  static Object comparable(Object value) {
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    } else if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      for (Object item : list) {
        items.add(comparable(item));
      }
      return items;
    } else if (value instanceof Map<?, ?> map) {
      Map<Object, Object> entries = new LinkedHashMap<>();
      map.forEach((key, item) -> entries.put(comparable(key), comparable(item)));
      return entries;
    }
    return value;
  }

  private WireRecord byVectors(byte[] stream) {
    try (WireBatch batch = IpcBytes.readBatch(stream, allocator)) {
      if (batch == null) {
        throw VgiException.invalidArgument("Record r is empty");
      }
      return WireRecord.read("r", batch);
    }
  }

  @Test
  void namesTheFieldThatMustBeGiven() {
    WireSchema schema = WireSchema.of(Field.notNullable("key", ArrowType.Binary.INSTANCE));
    assertThatThrownBy(() -> WireRecord.named("r").toBytes(schema, allocator))
        .hasMessageContaining("'key' must be given");
  }
}
