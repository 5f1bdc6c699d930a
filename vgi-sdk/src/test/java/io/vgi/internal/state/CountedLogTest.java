package io.vgi.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException;
import io.vgi.state.Lifetime;
import io.vgi.state.StateStore;
import io.vgi.state.StateStore.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries count once their client has the answer, in the order in which they were added. */
class CountedLogTest {
  private static final byte[] EXECUTION = {1};

  private final StateStore store = StateStore.memory();

  @BeforeEach
  void open() {
    store.open(EXECUTION, Lifetime.execution());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private CountedLog log() {
    return new CountedLog(store, EXECUTION, "log");
  }

  private void received(Receipt receipt) {
    byte[] note = new byte[Ids.BYTES + EXECUTION.length];
    System.arraycopy(receipt.id(), 0, note, 0, Ids.BYTES);
    note[Ids.BYTES] = EXECUTION[0];
    Receipt.received(store, note);
  }

  private List<Byte> read(int atOnce) {
    CountedLog log = log();
    List<Byte> all = new ArrayList<>();
    List<Entry> entries = log.read(0, atOnce, 1 << 20);
    while (!entries.isEmpty()) {
      entries.forEach(entry -> all.add(entry.bytes()[0]));
      entries = log.read(entries.get(entries.size() - 1).number(), atOnce, 1 << 20);
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000})
  void thoseWithoutAReceiptAreLeftOut(int atOnce) {
    Random random = new Random(atOnce);
    List<Byte> expected = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Receipt receipt = new Receipt(Ids.next());
      long number = log().append(receipt, new byte[] {(byte) i});
      // long stretches of them, too
      boolean counts = i < 5 || (i > 50 && random.nextBoolean());
      if (counts) {
        received(receipt);
        received(receipt);
        expected.add((byte) i);
        numbers.add(number);
      }
      assertThat(log().at(number) != null).isEqualTo(counts);
    }
    assertThat(read(atOnce)).isEqualTo(expected);
    assertThat(log().at(numbers.get(0))).containsExactly(0);
  }

  @Test
  void withoutReceiptsAllCount() {
    assertThat(read(1)).isEmpty();
    for (byte i = 0; i < 3; i++) {
      long number = log().append(null, new byte[] {i});
      assertThat(log().at(number)).containsExactly(i);
    }
    assertThat(read(1)).containsExactly((byte) 0, (byte) 1, (byte) 2);
  }

  @Test
  void processesThatDifferAreToldOf() {
    log().append(null, new byte[] {1});
    log().append(new Receipt(Ids.next()), new byte[] {2});
    assertThatThrownBy(() -> read(1))
        .isInstanceOf(VgiException.class)
        .hasMessageContaining("start all of them with the same '--receipts-at'");
  }

  @Test
  void aReceiptOfAnExecutionThatIsOverIsNotKept() {
    Receipt receipt = new Receipt(Ids.next());
    log().append(receipt, new byte[] {1});
    store.clear(EXECUTION);
    assertThatThrownBy(() -> received(receipt)).isInstanceOf(VgiException.class);
  }
}
