package io.vgi.state;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** What one of several processes does to a file. */
final class StateProcess {
  static final byte[] SCOPE = {1, 2, 3};
  static final byte[] KEY = {4};

  private StateProcess() {}

  static Process start(Path file, String task, int id) throws IOException {
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    return new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            StateProcess.class.getName(),
            file.toString(),
            task,
            Integer.toString(id))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Runs a task on a file whose scope is open. */
  public static void main(String[] args) {
    int id = Integer.parseInt(args[2]);
    try (StateStore store = StateStore.file(Path.of(args[0]))) {
      if ("forever".equals(args[1])) {
        System.out.println("ready");
        for (long i = 0; ; i++) {
          changeForever(store, i);
        }
      }
      int times = Integer.parseInt(args[1]);
      for (int i = 0; i < times; i++) {
        store.update(SCOPE, "sum", KEY, StateStoreContract::plusOne);
        store.append(SCOPE, "log", ByteBuffer.allocate(8).putInt(id).putInt(i).array());
      }
      for (byte[] item = store.pop(SCOPE, "q"); item != null; item = store.pop(SCOPE, "q")) {
        System.out.println(new String(item, StandardCharsets.UTF_8));
      }
    }
  }

  private static void changeForever(StateStore store, long i) {
    byte[] uniform = new byte[60_000];
    Arrays.fill(uniform, (byte) i);
    store.update(SCOPE, "uniform", KEY, old -> uniform);
    store.append(SCOPE, "log", uniform);
  }
}
