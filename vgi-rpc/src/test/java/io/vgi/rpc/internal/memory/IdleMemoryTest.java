package io.vgi.rpc.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class IdleMemoryTest {
  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  @Test
  void collectsWhatABurstLeftBehindAndThenNothing() {
    IdleMemory memory = new IdleMemory();
    byte[][] burst = new byte[64][];
    for (int i = 0; i < burst.length; i++) {
      burst[i] = new byte[1 << 20];
    }
    WeakReference<byte[][]> left = new WeakReference<>(burst);
    assertThat(burst[63]).hasSize(1 << 20);
    burst = null;
    memory.giveBack(1);
    assertThat(left.get()).isNull();
    long before = collections();
    memory.giveBack(1);
    assertThat(collections()).isEqualTo(before);
  }
}
