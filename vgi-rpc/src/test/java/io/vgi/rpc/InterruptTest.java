package io.vgi.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.client.ClientStream;
import io.vgi.rpc.client.RpcClient;
import io.vgi.rpc.counting.Counting;
import io.vgi.rpc.observe.CallListener;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt that user code leaves behind harms neither its answer nor what comes next. */
@Timeout(60)
class InterruptTest {
  private final BufferAllocator server = new RootAllocator();
  private final BufferAllocator client = new RootAllocator();
  private final Counting counting = new Counting();
  private final CallListener interrupting = report -> Thread.currentThread().interrupt();

  @BeforeEach
  void disturb() {
    counting.interrupting = true;
  }

  @AfterEach
  void nothingLeaks() {
    client.close();
    server.close();
  }

  @Test
  void overASocket(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("w.sock");
    RpcServer disturbed = counting.server(server).listener(interrupting).build();
    try (Listener listener = disturbed.unix(path, SocketOptions.DEFAULT)) {
      for (int i = 0; i < 20; i++) { // more than there are threads that wait
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
          everythingIsAnswered(channel, channel);
        }
      }
      assertThat(listener.address()).isNotEmpty();
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void aListenerWhoseSocketIsLostEnds(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("w.sock");
    Listener listener = counting.server(server).build().unix(path, SocketOptions.DEFAULT);
    while (Files.exists(path)) { // one that comes before a thread waits is ignored
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals("vgi-connection")) {
          thread.interrupt();
        }
      }
      Thread.sleep(10);
    }
    listener.join();
    assertThat(path).doesNotExist();
  }

  @Test
  void overAPipe() throws Exception {
    Pipe request = Pipe.open();
    Pipe answer = Pipe.open();
    RpcServer disturbed = counting.server(server).listener(interrupting).build();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<?> serving =
          threads.submit(
              () -> {
                disturbed.serve(request.source(), answer.sink());
                return null;
              });
      everythingIsAnswered(answer.source(), request.sink());
      request.sink().close();
      serving.get();
    } finally {
      threads.shutdownNow();
    }
  }

  private void everythingIsAnswered(ReadableByteChannel in, WritableByteChannel out)
      throws IOException {
    RpcClient caller = RpcClient.over(in, out, client, Counting.PROTOCOL, Counting.VERSION);
    try (WireBatch params = Counting.number(3, client)) {
      for (int i = 0; i < 2; i++) {
        try (WireBatch twice = caller.call("twice", params)) {
          assertThat(Counting.value(twice)).isEqualTo(6);
        }
        try (ClientStream numbers = caller.open("count", params, false)) {
          for (long n = 0; n < 3; n++) {
            try (WireBatch next = numbers.tick()) {
              assertThat(Counting.value(next)).isEqualTo(n);
            }
          }
          assertThat(numbers.tick()).isNull();
        }
        try (ClientStream cancelled = caller.open("add", params, false)) {
          cancelled.exchange(params).close();
          cancelled.cancel();
        }
      }
    }
  }
}
