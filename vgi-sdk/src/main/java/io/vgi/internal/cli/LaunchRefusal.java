package io.vgi.internal.cli;

import io.vgi.internal.wire.Dialect;
import io.vgi.internal.wire.MethodShape;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Method;
import io.vgi.rpc.Revision;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.Service;
import io.vgi.rpc.SocketOptions;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.internal.log.WorkerLog;
import io.vgi.rpc.internal.stdio.StandardStreams;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Says what is wrong with the command line of a worker that an engine launched. The engine reads no
 * standard error there, and of a process that ends it only knows that it did; so the worker listens
 * for a moment and answers with the sentence.
 */
public final class LaunchRefusal {
  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final String ATTACH = "catalog_attach";

  private LaunchRefusal() {}

  /**
   * Answers clients of the socket that {@code line} names with {@code faults} until none has come
   * for a moment; does nothing where somebody sees standard error.
   */
  public static void tell(CommandLine line, List<String> faults, StandardStreams streams) {
    String path = line.value("unix");
    if (path == null || !WorkerProcess.isDiscarded()) {
      return;
    }
    try (BufferAllocator memory = new RootAllocator();
        RpcServer server = RpcServer.builder(memory).service(service(faults)).build();
        Listener listener = server.unix(Path.of(path), SocketOptions.DEFAULT.idleTimeout(MOMENT))) {
      WorkerProcess.announce(streams, "UNIX:" + path);
      listener.join();
    } catch (IOException | RuntimeException unheard) {
      WorkerLog.error("What is wrong with the command line could not be said", unheard);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static Service service(List<String> faults) {
    Dialect dialect = Dialect.load("2.0");
    MethodShape attach = dialect.method(ATTACH);
    String text = "The worker cannot start: " + String.join(" ", faults);
    Method refused =
        new Method.Unary(
            ATTACH,
            attach.params(),
            attach.result(),
            (context, params) -> {
              throw VgiException.invalidArgument(text);
            });
    return Service.of(
        dialect.protocol(), List.of(Revision.of(dialect.version(), List.of(refused))));
  }
}
