package io.vgi.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one file. */
class StateProcessesTest {
  private static final int PROCESSES = 4;
  private static final int TIMES = 150;

  @TempDir private Path directory;

  @Test
  void processesLoseNothing() throws Exception {
    Path file = directory.resolve("shared.db");
    try (StateStore store = StateStore.file(file)) {
      store.open(StateProcess.SCOPE, Lifetime.execution());
      List<byte[]> items = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        items.add(("item " + i).getBytes(StandardCharsets.UTF_8));
        expected.add("item " + i);
      }
      store.push(StateProcess.SCOPE, "q", items);
      List<Process> processes = new ArrayList<>();
      for (int id = 0; id < PROCESSES; id++) {
        processes.add(StateProcess.start(file, Integer.toString(TIMES), id));
      }
      List<String> popped = new ArrayList<>();
      for (Process process : processes) {
        popped.addAll(process.inputReader().lines().toList());
        assertThat(process.waitFor()).isZero();
      }
      assertThat(popped).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(ByteBuffer.wrap(store.get(StateProcess.SCOPE, "sum", StateProcess.KEY)).getLong())
          .isEqualTo(PROCESSES * TIMES);
      assertEachInOrder(store.read(StateProcess.SCOPE, "log", 0, 9999, 999_999));
    }
  }

  private static void assertEachInOrder(List<StateStore.Entry> entries) {
    assertThat(entries).hasSize(PROCESSES * TIMES);
    int[] next = new int[PROCESSES];
    long before = 0;
    for (StateStore.Entry entry : entries) {
      assertThat(entry.number()).isGreaterThan(before);
      before = entry.number();
      ByteBuffer content = ByteBuffer.wrap(entry.bytes());
      int id = content.getInt();
      assertThat(content.getInt()).isEqualTo(next[id]++);
    }
  }

  @Test
  void processesThatBeginTogetherMakeOneFile() throws Exception {
    for (int round = 0; round < 3; round++) {
      Path file = directory.resolve("fresh" + round + ".db");
      List<Thread> threads = new ArrayList<>();
      List<Throwable> faults = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        byte[] scope = {(byte) i};
        Thread thread =
            new Thread(
                () -> {
                  // a store of its own: its connections know nothing of the others
                  try (StateStore store = StateStore.file(file)) {
                    store.open(scope, Lifetime.execution());
                  }
                });
        thread.setUncaughtExceptionHandler(
            (failed, fault) -> {
              synchronized (faults) {
                faults.add(fault);
              }
            });
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(faults).isEmpty();
      try (StateStore store = StateStore.file(file)) {
        for (int i = 0; i < 6; i++) {
          assertThat(store.isOpen(new byte[] {(byte) i})).isTrue();
        }
      }
    }
  }

  @Test
  void othersGoOnAfterAKill() throws Exception {
    Path file = directory.resolve("killed.db");
    try (StateStore store = StateStore.file(file)) {
      store.open(StateProcess.SCOPE, Lifetime.execution());
      for (int round = 0; round < 5; round++) {
        long before = store.last(StateProcess.SCOPE, "log");
        Process process = StateProcess.start(file, "forever", round);
        try {
          assertThat(process.inputReader().readLine()).isEqualTo("ready");
          while (store.last(StateProcess.SCOPE, "log") < before + 20) {
            assertThat(process.isAlive()).isTrue();
          }
        } finally {
          process.destroyForcibly();
        }
        long killed = System.nanoTime();
        store.update(StateProcess.SCOPE, "sum", StateProcess.KEY, StateStoreContract::plusOne);
        assertThat(System.nanoTime() - killed).isLessThan(TimeUnit.SECONDS.toNanos(10));
        process.waitFor();
        assertUniform(store.get(StateProcess.SCOPE, "uniform", StateProcess.KEY));
        for (StateStore.Entry entry : store.read(StateProcess.SCOPE, "log", 0, 9999, 999_999_999)) {
          assertUniform(entry.bytes());
        }
      }
      assertThat(ByteBuffer.wrap(store.get(StateProcess.SCOPE, "sum", StateProcess.KEY)).getLong())
          .isEqualTo(5);
    }
  }

  private static void assertUniform(byte[] bytes) {
    assertThat(bytes).hasSize(60_000);
    for (byte b : bytes) {
      if (b != bytes[0]) {
        assertThat(bytes).containsOnly(bytes[0]);
      }
    }
  }
}
