package io.vgi.rpc.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.Listener;
import io.vgi.rpc.SocketOptions;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.client.ClientStream;
import io.vgi.rpc.client.RpcClient;
import io.vgi.rpc.counting.Counting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections on which nothing happens give their places to others. */
@Timeout(60)
class IdleConnectionsTest {
  private static final int MOST = 3;
  private static final InetSocketAddress ANYWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final BufferAllocator server = new RootAllocator();
  private final BufferAllocator client = new RootAllocator();
  private final Counting counting = new Counting();

  @AfterEach
  void nothingLeaks() {
    client.close();
    server.close();
  }

  @Test
  void silentConnectionsEnd() throws Exception {
    try (Listener listener = listen(Duration.ofMillis(300))) {
      List<SocketChannel> silent = new ArrayList<>();
      for (int i = 0; i < MOST; i++) {
        silent.add(connect(listener));
      }
      // some say nothing at all, and one only the half of what it means to
      silent.get(0).write(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, 8}));
      try (SocketChannel next = connect(listener)) {
        assertThat(twice(next, 4)).isEqualTo(8);
      }
      for (SocketChannel channel : silent) {
        assertThat(isEnded(channel)).isTrue();
        channel.close();
      }
    }
  }

  @Test
  void aConnectionRestsBetweenTwoCallsForAWhile() throws Exception {
    try (Listener listener = listen(Duration.ofMillis(1_500));
        SocketChannel channel = connect(listener)) {
      for (int i = 0; i < 4; i++) {
        assertThat(twice(channel, i)).isEqualTo(2L * i);
        Thread.sleep(500);
      }
      assertThat(isEnded(channel)).isTrue();
    }
  }

  /** The engine may take its time with the rows it has; that is no idle connection. */
  @Test
  void anOpenStreamIsNeverIdle() throws Exception {
    try (Listener listener = listen(Duration.ofMillis(200));
        SocketChannel channel = connect(listener);
        WireBatch params = Counting.number(3, client)) {
      RpcClient caller = over(channel);
      try (ClientStream stream = caller.open("count", params, false)) {
        for (long n = 0; n < 3; n++) {
          Thread.sleep(700);
          try (WireBatch batch = stream.tick()) {
            assertThat(batch).isNotNull();
            assertThat(Counting.value(batch)).isEqualTo(n);
          }
        }
        assertThat(stream.tick()).isNull();
      }
    }
  }

  @Test
  void byDefaultTheyStay() throws Exception {
    try (Listener listener = listen(Duration.ZERO);
        SocketChannel channel = connect(listener)) {
      Thread.sleep(1_500);
      assertThat(twice(channel, 2)).isEqualTo(4);
    }
  }

  /** Whether the other side has closed; waits for that. */
  private static boolean isEnded(SocketChannel channel) {
    try {
      return channel.read(ByteBuffer.allocate(1)) < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  private Listener listen(Duration rest) throws IOException {
    SocketOptions options =
        SocketOptions.DEFAULT
            .grace(Duration.ofMillis(300))
            .maxConnections(MOST)
            .connectionIdle(rest);
    return counting.server(server).build().tcp(ANYWHERE, options);
  }

  private static SocketChannel connect(Listener listener) throws IOException {
    String address = listener.address();
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private RpcClient over(SocketChannel channel) {
    return RpcClient.over(channel, channel, client, Counting.PROTOCOL, Counting.VERSION);
  }

  private long twice(SocketChannel channel, long n) throws IOException {
    try (WireBatch params = Counting.number(n, client);
        WireBatch answer = over(channel).call("twice", params)) {
      return Counting.value(answer);
    }
  }
}
