package io.vgi.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.function.BatchWriter;
import io.vgi.function.Source;
import io.vgi.state.Lifetime;
import io.vgi.state.StateStore;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of an order come back in it, on both sides of how many keys are looked up at once. */
class KeptRowsTest {
  private static final byte[] EXECUTION = {4};

  private final List<Long> given = new ArrayList<>();

  /** Notes the number in what is forwarded. */
  private BatchWriter writer() {
    return (BatchWriter)
        Proxy.newProxyInstance(
            BatchWriter.class.getClassLoader(),
            new Class<?>[] {BatchWriter.class},
            (self, method, arguments) -> {
              given.add(ByteBuffer.wrap((byte[]) arguments[0]).getLong());
              return null;
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1023, 1024, 1025, 2048, 3000})
  @SuppressWarnings("NullAway") // nothing is visited
  void givenOrderIsKept(int batches) {
    List<Long> order = new ArrayList<>();
    for (long i = 0; i < batches; i++) {
      order.add(i - batches / 2);
    }
    Collections.shuffle(order, new Random(batches));
    try (StateStore store = StateStore.memory()) {
      store.open(EXECUTION, Lifetime.execution());
      for (long index : order) {
        byte[] rows = ByteBuffer.allocate(Long.BYTES).putLong(index).array();
        KeptRows.put(store, EXECUTION, null, index, rows);
      }
      KeptRows kept = new KeptRows(null, store, EXECUTION, true);
      long at = Source.Kept.START;
      while (at != Source.Kept.END) {
        at = kept.forward(at, writer());
      }
    }
    Collections.sort(order);
    assertThat(given).isEqualTo(order);
  }
}
