package io.vgi.testing.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A worker that DuckDB launches into a folder of its own, and that nobody but this ends soon. */
final class LaunchedWorker implements AutoCloseable {
  /** Where this process is killed. */
  private static final int IDLE_SECONDS = 10;

  private static final long END_SECONDS = 2;

  private final Path pid;

  private LaunchedWorker(Path pid) {
    this.pid = pid;
  }

  static ServedWorker in(
      TemporaryFolder folder, Map<String, String> environment, List<String> program) {
    Path pid = folder.path().resolve("pid");
    List<String> noted =
        new ArrayList<>(List.of("sh", "-c", "echo $$ > \"$0\"; exec \"$@\"", pid.toString()));
    noted.addAll(program);
    return new ServedWorker(
        "launch:" + Shell.line(environment, noted),
        Shell.line(environment, program),
        Map.of(
            "launcher_state_dir",
            folder.path().toString(),
            "launcher_idle_timeout",
            Integer.toString(IDLE_SECONDS)),
        List.of(new LaunchedWorker(pid), folder));
  }

  @Override
  public void close() throws IOException {
    if (!Files.exists(pid)) {
      return; // never launched
    }
    long number = Long.parseLong(Files.readString(pid).strip());
    ProcessHandle process = ProcessHandle.of(number).orElse(null);
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      process.onExit().get(END_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      process.destroyForcibly();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("The worker cannot be waited for", impossible);
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
