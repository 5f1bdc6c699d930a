package io.vgi.rpc.internal.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams of every type, damaged: a batch that is accepted can be read and written in full. */
class DamagedStreamsTest {
  private static final int STREAMS = 400;
  private static final int MUTATIONS_PER_STREAM = 50;
  private static final int[] WORDS = {-1, 0, 1, 2, 7, 1 << 20, Integer.MAX_VALUE - 7};

  private final BufferAllocator allocator = new RootAllocator(512L << 20);
  private int accepted;
  private int refused;
  private int broken;

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  @Test
  void whatIsAcceptedCanBeUsed() {
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          for (int seed = 0; seed < STREAMS; seed++) {
            byte[] bytes = stream(seed);
            Random random = new Random(seed);
            for (int i = 0; i < MUTATIONS_PER_STREAM; i++) {
              byte[] damaged = damage(bytes.clone(), random);
              try {
                read(damaged);
              } catch (RuntimeException | Error failure) {
                fail("Seed " + seed + ", mutation " + i, failure);
              }
              assertThat(allocator.getAllocatedMemory()).isZero();
            }
          }
        });
    // all three outcomes are met, so the damage is neither too small nor too great
    assertThat(accepted).isGreaterThan(1000);
    assertThat(refused).isGreaterThan(1000);
    assertThat(broken).isGreaterThan(1000);
  }

  private byte[] stream(long seed) {
    Random random = new Random(seed);
    WireSchema schema = new RandomSchemas(random).next();
    int rows = 1 + random.nextInt(9);
    try (WireBatch batch = new RandomBatches(random, allocator).next(schema, rows, 2)) {
      return IpcBytes.ofBatch(batch, allocator);
    }
  }

  private static byte[] damage(byte[] bytes, Random random) {
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        default -> {
          int word = WORDS[random.nextInt(WORDS.length)];
          int start = at & ~3;
          for (int b = 0; b < 4 && start + b < bytes.length; b++) {
            bytes[start + b] = (byte) (word >> (8 * b));
          }
        }
      }
    }
    return random.nextInt(20) > 0 ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length));
  }

  private void read(byte[] bytes) {
    try (StreamReader in = StreamReader.open(ByteSource.of(bytes), allocator, IpcLimits.DEFAULT)) {
      while (in != null && !in.ended()) {
        try (WireBatch batch = in.next()) {
          if (batch != null) {
            use(batch);
            accepted++;
          }
        } catch (InvalidBatchException expected) {
          refused++;
        }
      }
    } catch (IOException expected) {
      broken++;
    }
  }

  private void use(WireBatch batch) throws IOException {
    // damage may leave nothing of a batch but its row count, too many for a snapshot
    if (batch.rows() < 1000) {
      Snapshot.of(batch);
      IpcBytes.ofBatch(batch, allocator);
    }
  }
}
