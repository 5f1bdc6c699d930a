package io.vgi.benchmarks;

import io.vgi.state.Lifetime;
import io.vgi.state.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An entry of 1 KiB in a log of the state store: in memory, and in the file that processes share.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class StateLogBenchmark {
  private static final int ENTRIES = 200;
  private static final long MOST_BYTES = 64 << 20;
  private static final String LOG = "log";

  /** Where the store is. */
  @Param({"memory", "file"})
  public String store;

  private final byte[] entry = new byte[1024];
  private final byte[] scope = {1};
  private final byte[] full = {2};
  private Path folder;
  private StateStore state;

  /** Opens a store, and fills a log. */
  @Setup(Level.Trial)
  public void start() throws IOException {
    folder = Files.createTempDirectory("vgi-bench");
    state = store.equals("memory") ? StateStore.memory() : StateStore.file(folder.resolve("state"));
    append(full);
  }

  /** Removes it. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    state.close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private long append(byte[] into) {
    state.open(into, Lifetime.execution());
    long last = 0;
    for (int i = 0; i < ENTRIES; i++) {
      last = state.append(into, LOG, entry);
    }
    return last;
  }

  /** Appends to a new log, which is dropped with its scope. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public long append() {
    long last = append(scope);
    state.clear(scope);
    return last;
  }

  /** Reads all of a log. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public int read() {
    List<StateStore.Entry> entries = state.read(full, LOG, 0, ENTRIES, MOST_BYTES);
    if (entries.size() != ENTRIES) {
      throw new IllegalStateException("The log has " + entries.size() + " entries");
    }
    return entries.size();
  }
}
