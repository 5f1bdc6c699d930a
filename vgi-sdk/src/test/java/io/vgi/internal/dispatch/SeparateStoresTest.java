package io.vgi.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.internal.dispatch.GuardedWorker.Opened;
import io.vgi.rpc.internal.codec.WireRecord;
import io.vgi.rpc.internal.ipc.IpcBytes;
import io.vgi.state.StateStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas whose stores are not shared say so, instead of losing rows. */
class SeparateStoresTest {
  private static final String NUMBER = "number";
  private static final byte[] SUBSTREAM = "of sixteen bytes".getBytes(StandardCharsets.US_ASCII);
  private static final String SENTENCE = "the worker's processes do not share one store";

  private StateStore store;
  private StateStore another;
  private GuardedWorker first;
  private GuardedWorker same;
  private GuardedWorker apart;

  @BeforeEach
  void start() throws Exception {
    store = StateStore.memory();
    another = StateStore.memory();
    first = new GuardedWorker(false, store, Fixtures.catalog());
    same = new GuardedWorker(false, store, Fixtures.catalog());
    apart = new GuardedWorker(false, another, Fixtures.catalog());
  }

  @AfterEach
  void stop() {
    first.close();
    same.close();
    apart.close();
    store.close();
    another.close();
  }

  private WireRecord init(String function, byte[] arguments, byte[] input) {
    return WireRecord.named("r")
        .set("bind_call", first.bindCall(function, "TABLE", arguments, input))
        .set("output_schema", IpcBytes.ofSchema(Fixtures.schema(NUMBER)));
  }

  private WireRecord numbers(long n) {
    return init("numbers", Fixtures.arguments(first.memory(), n), null);
  }

  private static List<Long> rest(GuardedWorker at, Opened opened) throws Exception {
    List<Long> numbers = new ArrayList<>(opened.numbers());
    for (Opened turn = opened; turn.hasMore(); numbers.addAll(turn.numbers())) {
      turn = at.turn(null, turn, null);
    }
    return numbers;
  }

  @Test
  void partsOfAScan() throws Exception {
    Opened opened = first.open(null, numbers(20));
    WireRecord joining = numbers(20);
    joining.set("execution_id", opened.header().needBytes("execution_id"));
    assertThatThrownBy(() -> apart.open(null, joining)).hasMessageContaining(SENTENCE);
    assertThatThrownBy(() -> apart.turn(null, opened, null)).hasMessageContaining(SENTENCE);
    List<Long> all = new ArrayList<>(rest(same, same.open(null, joining)));
    assertThat(all).isNotEmpty();
    all.addAll(rest(same, opened));
    assertThat(all).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void aScanInOneStreamNeedsNoStore() throws Exception {
    Opened opened = first.open(null, numbers(1));
    assertThat(opened.header().needNumber("max_workers")).isEqualTo(1);
    assertThat(rest(apart, opened)).containsExactly(0L);
  }

  private WireRecord sums(String phase) {
    byte[] input = IpcBytes.ofSchema(Fixtures.schema("x"));
    return init("sums", Fixtures.arguments(first.memory()), input)
        .set("phase", phase)
        .set("substream_id", SUBSTREAM);
  }

  @Test
  void theEndOfASubstream() throws Exception {
    Opened input = first.open(null, sums("INPUT"));
    byte[] batch = Fixtures.batch(first.memory(), List.of("x"), new long[] {4}, new long[] {5});
    Opened next = first.turn(null, input, batch);
    same.turn(null, next, batch);
    assertThatThrownBy(() -> apart.turn(null, next, batch)).hasMessageContaining(SENTENCE);
    assertThatThrownBy(() -> apart.open(null, sums("FINALIZE"))).hasMessageContaining(SENTENCE);
    assertThat(same.open(null, sums("FINALIZE")).numbers()).containsExactly(18L);
  }

  @Test
  void aSubstreamWithoutABatch() throws Exception {
    first.open(null, sums("INPUT"));
    assertThat(same.open(null, sums("FINALIZE")).numbers()).containsExactly(0L);
  }
}
