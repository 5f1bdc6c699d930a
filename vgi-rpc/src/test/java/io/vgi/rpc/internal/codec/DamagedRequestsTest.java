package io.vgi.rpc.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.RowColumns;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.memory.HeapMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes as a request means what it means to vectors, whether it is read in place or not.
 */
class DamagedRequestsTest {
  private static final int STREAMS = 200;
  private static final int MUTATIONS = 30;
  private static final int[] WORDS = {-1, 0, 1, 2, 7, 8, 1 << 20, Integer.MAX_VALUE - 7};

  private final BufferAllocator allocator = new RootAllocator(512L << 20);
  private int inPlace;
  private int refused;

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  @Test
  void itIsReadOrRefusedAsByVectors() {
    for (int seed = 0; seed < STREAMS; seed++) {
      Random random = new Random(seed);
      RandomRecords records = new RandomRecords(seed);
      WireSchema schema = records.schema();
      byte[] whole = records.record(schema).toBytes(schema, allocator);
      for (int i = 0; i < MUTATIONS; i++) {
        byte[] stream = damaged(whole, random);
        List<Object> expected = outcome(stream, false);
        assertThat(outcome(stream, true))
            .as("seed %d, mutation %d of %s", seed, i, schema)
            .isEqualTo(expected);
        assertThat(allocator.getAllocatedMemory()).isZero();
      }
    }
    assertThat(inPlace).isGreaterThan(500);
    assertThat(refused).isGreaterThan(500);
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      if (random.nextBoolean()) {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        continue;
      }
      int word = WORDS[random.nextInt(WORDS.length)];
      for (int b = at & ~3; b < Math.min(bytes.length, (at & ~3) + 4); b++) {
        bytes[b] = (byte) word;
        word >>= 8;
      }
    }
    return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  /** What is read of {@code stream}, and why not more. */
  private List<Object> outcome(byte[] stream, boolean record) {
    List<Object> read = new ArrayList<>();
    try (StreamReader reader =
        StreamReader.open(ByteSource.of(stream), allocator, IpcLimits.DEFAULT)) {
      if (reader == null) {
        return read;
      }
      WireBatch next;
      while (read.size() < 4 && (next = record ? reader.nextRecord() : reader.next()) != null) {
        try (WireBatch batch = next) {
          read.add(batch.rows());
          read.add(batch.metadata());
          if (batch.rows() == 1) {
            inPlace += batch.columns() instanceof RowColumns ? 1 : 0;
            read.add(RecordBytesTest.comparable(WireRecord.read("r", batch).values()));
            for (FieldVector column : batch.columns()) {
              Object value =
                  column instanceof NullVector
                      ? null
                      : Cells.read(column, 0, HeapMemory.of(allocator));
              read.add(RecordBytesTest.comparable(value));
            }
          }
        }
      }
    } catch (IOException | RuntimeException refusal) {
      refused++;
      read.add(refusal.getClass().getName() + ": " + refusal.getMessage());
    }
    return read;
  }
}
