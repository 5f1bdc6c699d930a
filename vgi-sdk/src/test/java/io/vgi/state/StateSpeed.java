package io.vgi.state;

import io.vgi.rpc.internal.log.WorkerLog;
import java.nio.file.Path;
import java.util.List;

/** Prints how long operations take: run it with the name of a file that does not exist. */
final class StateSpeed {
  private static final byte[] SCOPE = new byte[16];
  private static final byte[] KEY = new byte[8];
  private static final int ROUNDS = 6;

  private StateSpeed() {}

  private interface Operation {
    void run(int i);
  }

  /** Measures the first use and then each operation. */
  public static void main(String[] args) {
    WorkerLog.quietWithoutProvider();
    long began = System.nanoTime();
    try (StateStore store =
        args.length == 0 ? StateStore.ofUser() : StateStore.file(Path.of(args[0]))) {
      store.open(SCOPE, Lifetime.execution());
      System.out.println("first open: " + (System.nanoTime() - began) / 1_000_000 + " ms");
      byte[] tiny = new byte[8];
      byte[] large = new byte[50_000];
      measure(store, "append 8 B", 4_000, i -> store.append(SCOPE, "log", tiny));
      measure(store, "append 50 KB", 500, i -> store.append(SCOPE, "log", large));
      measure(store, "put 8 B", 4_000, i -> store.put(SCOPE, "n", KEY, tiny));
      measure(store, "put 50 KB", 500, i -> store.put(SCOPE, "n", KEY, large));
      measure(store, "get 50 KB", 2_000, i -> store.get(SCOPE, "n", KEY));
      measure(store, "update 8 B", 4_000, i -> store.update(SCOPE, "u", KEY, old -> tiny));
      measure(
          store,
          "push and pop",
          4_000,
          i -> {
            store.push(SCOPE, "q", List.of(tiny));
            store.pop(SCOPE, "q");
          });
    }
  }

  private static void measure(StateStore store, String what, int times, Operation operation) {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long began = System.nanoTime();
      for (int i = 0; i < times; i++) {
        operation.run(i);
      }
      best = Math.min(best, (System.nanoTime() - began) / 1000.0 / times);
      store.clear(SCOPE);
      store.open(SCOPE, Lifetime.execution());
    }
    System.out.println(what + ": " + best + " us");
  }
}
