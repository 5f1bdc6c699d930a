package io.vgi.testing.duckdb;

import io.vgi.Worker;
import io.vgi.rpc.SocketOptions;
import io.vgi.state.StateStore;
import io.vgi.testing.duckdb.WorkerSource.InProcess;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker that DuckDB can attach.
 *
 * @param location what LOCATION takes
 * @param listing where it can be asked for its catalogs, without options
 * @param options what ATTACH takes beside
 * @param running what to close at the end, in this order
 */
record ServedWorker(
    String location, String listing, Map<String, Object> options, List<AutoCloseable> running)
    implements AutoCloseable {
  static final ServedWorker NONE = new ServedWorker("", "", Map.of(), List.of());

  /** How long a function may run on that DuckDB has given up, such as the next page of a LIMIT. */
  static final Duration GRACE = Duration.ofSeconds(5);

  private static final SocketOptions SOCKET = SocketOptions.DEFAULT.grace(GRACE);

  /** For when this process is killed: long enough for whoever stands at a breakpoint. */
  private static final List<String> ORPHAN = List.of("--idle-timeout", "600");

  private static final int LONGEST_SOCKET = 90;

  static ServedWorker start(Setup setup) throws IOException {
    WorkerSource source = setup.source();
    if (source instanceof InProcess here) {
      return serve(here, setup);
    } else if (source instanceof WorkerSource.Elsewhere elsewhere) {
      return new ServedWorker(elsewhere.location(), elsewhere.location(), Map.of(), List.of());
    } else if (source instanceof WorkerSource.Java java) {
      return run(java.command(setup.javaOptions()), setup);
    } else if (source instanceof WorkerSource.Command program) {
      return run(program.command(), setup);
    }
    return NONE;
  }

  private static ServedWorker serve(InProcess here, Setup setup) throws IOException {
    List<AutoCloseable> running = new ArrayList<>();
    Worker worker = here.worker();
    if (here.inMemory()) {
      StateStore store = StateStore.memory();
      running.add(store);
      worker = worker.state(store);
    }
    try {
      Worker.Handle handle = listen(worker, setup.transport(), running);
      running.add(0, handle); // the store outlives whoever uses it
      return new ServedWorker(handle.location(), handle.location(), Map.of(), running);
    } catch (IOException | RuntimeException failure) {
      closeAfter(failure, running);
      throw failure;
    }
  }

  private static Worker.Handle listen(
      Worker worker, @Nullable Transport transport, List<AutoCloseable> running)
      throws IOException {
    if (transport == Transport.HTTP) {
      return HttpServing.start(worker);
    } else if (transport == Transport.UNIX && File.separatorChar == '/') {
      TemporaryFolder folder = TemporaryFolder.create();
      running.add(folder);
      Path socket = folder.path().resolve("worker.sock");
      if (socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET) {
        return worker.serveUnix(socket, SOCKET);
      }
    }
    // also for systems, and folders of temporary files, that cannot have a socket file
    return worker.serveTcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), SOCKET);
  }

  private static ServedWorker run(List<String> command, Setup setup) throws IOException {
    List<String> program = new ArrayList<>(command);
    program.addAll(setup.arguments());
    Transport transport = setup.transport();
    if (transport == Transport.STDIO) {
      String location = Shell.line(setup.environment(), program);
      return new ServedWorker(location, location, Map.of(), List.of());
    }
    TemporaryFolder folder = TemporaryFolder.create();
    try {
      if (transport == Transport.LAUNCH) {
        return LaunchedWorker.in(folder, setup.environment(), program);
      }
      if (transport == Transport.UNIX) {
        program.addAll(List.of("--unix", folder.path().resolve("worker.sock").toString()));
        program.addAll(ORPHAN);
      } else if (transport == Transport.TCP) {
        program.addAll(List.of("--tcp", "0"));
        program.addAll(ORPHAN);
      } else {
        program.add("--http");
      }
      ProcessBuilder builder = new ProcessBuilder(program);
      builder.environment().putAll(setup.environment());
      ListeningWorker worker = ListeningWorker.start(builder);
      return new ServedWorker(
          worker.location(), worker.location(), Map.of(), List.of(worker, folder));
    } catch (IOException | RuntimeException failure) {
      closeAfter(failure, List.of(folder));
      throw failure;
    }
  }

  private static void closeAfter(Exception failure, List<AutoCloseable> running) {
    try {
      new ServedWorker("", "", Map.of(), running).close();
    } catch (RuntimeException another) {
      failure.addSuppressed(another);
    }
  }

  @Override
  public void close() {
    RuntimeException first = null;
    for (AutoCloseable part : running) {
      try {
        part.close();
      } catch (Exception failure) {
        RuntimeException unchecked =
            failure instanceof RuntimeException already
                ? already
                : new IllegalStateException(failure.getMessage(), failure);
        if (first == null) {
          first = unchecked;
        } else {
          first.addSuppressed(unchecked);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
