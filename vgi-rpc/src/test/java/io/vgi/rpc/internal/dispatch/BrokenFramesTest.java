package io.vgi.rpc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.BrokenStreamException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A recorded conversation, cut and damaged in every way: answers that can be read, or a typed end;
 * never a hang, a leak or an exhausted memory.
 */
class BrokenFramesTest {
  private static final int MUTATIONS = 10_000;
  private static final long MEMORY = 512L << 20;
  private static final Duration PER_CASE = Duration.ofSeconds(5);
  private static final Duration ALL = Duration.ofMinutes(2);

  private final BufferAllocator allocator = new RootAllocator(MEMORY);
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final TestWorker worker = new TestWorker(allocator);
  private byte[] recorded = new byte[0];

  @BeforeEach
  void record() throws IOException {
    Script script =
        new Script(allocator)
            .call("twice", 1).stream(
                    WireSchema.EMPTY, WireBatch.ofRows(1, Script.request("nothing")))
                .call("count", 3)
                .ticks(5)
                .call("add", 4)
                .numbers(1, 2, 3);
    try (WireBatch rich = rich()) {
      script.raw(script.streamBytes(rich.schema(), true, rich));
    }
    recorded = script.call("fail_at_open", 1).ticks(0).call("twice", 2).toBytes();
  }

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  /** A refused request that has dictionaries, lists and NULLs for mutations to hit. */
  private WireBatch rich() {
    DictionaryEncoding encoding = new DictionaryEncoding(1, false, new ArrowType.Int(8, false));
    Field word = new Field("e", new FieldType(true, new ArrowType.Utf8(), encoding), List.of());
    Field item = new Field("l", new FieldType(true, new ArrowType.Utf8(), null), List.of());
    Field list = new Field("v", FieldType.nullable(new ArrowType.List()), List.of(item));
    VarCharVector words = new VarCharVector("e", allocator);
    ListVector lists = (ListVector) list.createVector(allocator);
    words.allocateNew();
    lists.allocateNew();
    VarCharVector items = (VarCharVector) lists.getDataVector();
    for (int row = 0; row < 8; row++) {
      byte[] text = ("word " + row % 3).getBytes(StandardCharsets.UTF_8);
      words.setSafe(row, text);
      if (row == 5) {
        lists.setNull(row);
      } else {
        items.setSafe(lists.startNewValue(row), text);
        lists.endValue(row, 1);
      }
    }
    words.setValueCount(8);
    lists.setValueCount(8);
    List<FieldVector> columns = List.of(words, lists);
    Metadata metadata = Script.request("twice");
    return WireBatch.of(WireSchema.of(word, list), columns, 8, metadata);
  }

  /** Serves {@code input}; what comes back must be readable whatever went in. */
  private boolean survives(byte[] input) {
    long start = System.nanoTime();
    output.reset();
    boolean clean = true;
    try {
      try {
        worker.serve(input, output);
      } catch (BrokenStreamException expected) {
        clean = false;
      }
      Script.answers(output.toByteArray(), allocator);
    } catch (IOException | RuntimeException | Error failure) {
      fail("Input " + HexFormat.of().formatHex(input), failure);
    }
    assertThat(allocator.getAllocatedMemory()).isZero();
    assertThat(worker.closed).isEqualTo(worker.opened);
    assertThat(System.nanoTime() - start).isLessThan(PER_CASE.toNanos());
    return clean;
  }

  @Test
  void theRecordingIsServed() throws IOException {
    assertThat(survives(recorded)).isTrue();
    List<Script.Answer> answers = Script.answers(output.toByteArray(), allocator);
    assertThat(answers).hasSize(8).allMatch(Script.Answer::ended);
    assertThat(answers.get(5).only().message()).startsWith("ProtocolError: ");
    assertThat(answers.get(7).only().value()).isEqualTo(4);
  }

  @Test
  void cutAnywhere() {
    assertTimeoutPreemptively(
        ALL,
        () -> {
          int clean = 0;
          for (int length = 0; length < recorded.length; length++) {
            clean += survives(Arrays.copyOf(recorded, length)) ? 1 : 0;
          }
          // only between messages
          assertThat(clean).isBetween(20, 60);
        });
  }

  @Test
  void everyWordReplaced() {
    int[] words = {-1, 0, 1, Integer.MAX_VALUE, Integer.MAX_VALUE - 7};
    assertTimeoutPreemptively(
        ALL,
        () -> {
          for (int at = 0; at + 4 <= recorded.length; at += 4) {
            for (int word : words) {
              byte[] input = recorded.clone();
              for (int i = 0; i < 4; i++) {
                input[at + i] = (byte) (word >> (8 * i));
              }
              survives(input);
            }
          }
        });
  }

  @Test
  void damagedAtRandom() {
    assertTimeoutPreemptively(
        ALL,
        () -> {
          for (int seed = 0; seed < MUTATIONS; seed++) {
            survives(mutate(new Random(seed)));
          }
        });
  }

  private byte[] mutate(Random random) {
    byte[] input = recorded.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(input.length);
      int length = Math.min(1 + random.nextInt(64), input.length - at);
      switch (random.nextInt(6)) {
        case 0 -> input = splice(input, at, at + length);
        case 1 -> input = splice(input, at + length, at);
        case 2 -> input[at] = (byte) random.nextInt(256);
        case 3 -> Arrays.fill(input, at, at + length, (byte) random.nextInt(256));
        default -> input[at] ^= (byte) (1 << random.nextInt(8));
      }
    }
    return input;
  }

  /** The bytes up to {@code head} and those from {@code tail} on: a piece less or one twice. */
  private static byte[] splice(byte[] input, int head, int tail) {
    byte[] out = Arrays.copyOf(input, head + input.length - tail);
    System.arraycopy(input, tail, out, head, input.length - tail);
    return out;
  }
}
