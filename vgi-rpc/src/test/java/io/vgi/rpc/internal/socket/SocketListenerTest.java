package io.vgi.rpc.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.SocketOptions;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.client.ClientStream;
import io.vgi.rpc.client.RpcClient;
import io.vgi.rpc.client.RpcError;
import io.vgi.rpc.counting.Counting;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.ipc.StreamReader;
import io.vgi.rpc.internal.ipc.StreamWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Timeout(60)
@Isolated // a client has little time to speak where the listener ends
class SocketListenerTest {
  private static final SocketOptions QUICK = SocketOptions.DEFAULT.grace(Duration.ofMillis(300));

  private final BufferAllocator server = new RootAllocator();
  private final BufferAllocator client = new RootAllocator();
  private final Counting counting = new Counting();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void path() {
    path = folder.resolve("w.sock");
  }

  @AfterEach
  void nothingLeaks() throws InterruptedException {
    counting.go.countDown();
    threads.shutdownNow();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    // a call that was given up goes on to its end on a thread of the listener's
    for (int i = 0; i < 1_000 && !server.getChildAllocators().isEmpty(); i++) {
      Thread.sleep(10);
    }
    client.close();
    server.close();
  }

  @Test
  void onlyTheOwnerMayConnectAndTheFileGoesAway() throws Exception {
    try (Listener listener = unix(QUICK)) {
      assertThat(listener.address()).isEqualTo(path.toString());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
      assertThat(twice(21)).isEqualTo(42);
      assertThat(folder.toFile().list()).containsExactly("w.sock");
    }
    assertThat(path).doesNotExist();
    assertThatThrownBy(() -> twice(1)).isInstanceOf(IOException.class);
  }

  @Test
  void manyClientsAreServedAtOnce() throws Exception {
    try (Listener listener = unix(QUICK)) {
      List<SocketChannel> open = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        open.add(connect());
      }
      List<Future<Long>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        long n = i;
        answers.add(threads.submit(() -> twice(n)));
      }
      for (int i = 0; i < 200; i++) {
        assertThat(answers.get(i).get()).isEqualTo(2L * i);
      }
      for (SocketChannel channel : open) {
        assertThat(twice(channel, 4)).isEqualTo(8);
        channel.close();
      }
      assertThat(listener.address()).isNotEmpty();
    }
  }

  @Test
  @SuppressWarnings("try") // closed on purpose before its block ends
  void whatIsOverTheLimitWaits() throws Exception {
    try (Listener listener = unix(QUICK.maxConnections(2));
        SocketChannel first = connect();
        SocketChannel second = connect()) {
      assertThat(twice(first, 1) + twice(second, 1)).isEqualTo(4);
      Future<Long> third = threads.submit(() -> twice(5));
      Thread.sleep(200);
      assertThat(third.isDone()).isFalse();
      first.close();
      assertThat(third.get()).isEqualTo(10);
      assertThat(listener.address()).isNotEmpty();
    }
  }

  @Test
  void aSocketThatNobodyServesIsReplaced() throws Exception {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();
    try (Listener listener = unix(QUICK)) {
      assertThat(twice(1)).isEqualTo(2);
      assertThat(listener.address()).isNotEmpty();
    }
  }

  @Test
  void aPathMayBeAsLongAsTheSystemAllows() throws Exception {
    int least = folder.toString().length() + 2; // the last names have no room for a folder beside
    for (int length : new int[] {least, 99, 106}) {
      path = folder.resolve("x".repeat(length - folder.toString().length() - 1));
      try (Listener listener = unix(QUICK)) {
        assertThat(twice(1)).isEqualTo(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .isEqualTo("rw-------");
        assertThat(listener.address()).isEqualTo(path.toString());
      }
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void whatIsInUseIsLeftAlone() throws Exception {
    try (Listener listener = unix(QUICK)) {
      assertThatThrownBy(() -> unix(QUICK))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Another worker serves");
      assertThat(twice(1)).isEqualTo(2);
      assertThat(listener.address()).isNotEmpty();
    }
    Files.writeString(path, "precious");
    assertThatThrownBy(() -> unix(QUICK)).hasMessageContaining("is not a socket");
    assertThat(path).hasContent("precious");
    Files.delete(path);
    Files.createSymbolicLink(path, folder.resolve("elsewhere"));
    assertThatThrownBy(() -> unix(QUICK)).hasMessageContaining("is not a socket");
    assertThat(Files.isSymbolicLink(path)).isTrue();
    for (Path bad : List.of(Path.of(""), folder.resolve("x".repeat(100)))) {
      assertThatThrownBy(() -> counting.server(server).build().unix(bad, QUICK))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("1 to 107 bytes")
          .hasMessageContaining("choose another path");
    }
  }

  @Test
  void whatIsNoSocketIsNotTakenForADeadOne() throws Exception {
    Process made = new ProcessBuilder("mkfifo", path.toString()).start();
    assertThat(made.waitFor()).isZero();
    assertThatThrownBy(() -> unix(QUICK)).hasMessageContaining("is not a socket");
    assertThat(path).exists();
  }

  @Test
  void aSocketWithoutAFreePlaceIsNotDead() throws Exception {
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      busy.bind(UnixDomainSocketAddress.of(path), 1);
      assertThatThrownBy(
              () -> {
                while (true) {
                  SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                  waiting.add(channel);
                  channel.configureBlocking(false);
                  channel.connect(UnixDomainSocketAddress.of(path));
                }
              })
          .isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> unix(QUICK)).hasMessageContaining("seems to serve");
      assertThat(path).exists();
    } finally {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
    }
  }

  @Test
  @SuppressWarnings("try") // closed on purpose before its block ends
  void aSocketThatTookItsPlaceIsNotRemoved() throws Exception {
    try (Listener listener = unix(QUICK)) {
      Files.delete(path);
      try (Listener other = unix(QUICK)) {
        listener.close();
        assertThat(twice(3)).isEqualTo(6);
        assertThat(other.address()).isEqualTo(path.toString());
      }
    }
  }

  @Test
  void closingLetsACallEnd() throws Exception {
    Listener listener = unix(SocketOptions.DEFAULT);
    Future<Long> slow = threads.submit(() -> call("wait", 7));
    counting.waiting.await();
    Future<?> closing = threads.submit(listener::close);
    Thread.sleep(100);
    assertThat(closing.isDone()).isFalse();
    counting.go.countDown();
    assertThat(slow.get()).isEqualTo(7);
    closing.get();
    listener.join();
  }

  @Test
  void anOpenStreamIsNotCutOffSilently() throws Exception {
    Listener listener = unix(QUICK);
    try (SocketChannel channel = connect();
        WireBatch params = Counting.number(1_000_000, client)) {
      RpcClient caller = over(channel);
      ClientStream stream = caller.open("count", params, false);
      stream.tick().close();
      Future<?> closing = threads.submit(listener::close);
      assertThatThrownBy(
              () -> {
                while (true) {
                  stream.tick().close();
                  Thread.sleep(5);
                }
              })
          .isInstanceOf(RpcError.class)
          .hasMessageContaining("being stopped");
      closing.get();
    }
  }

  @Test
  void aStreamThatStandsStillIsNotCutOffSilentlyEither() throws Exception {
    Listener listener = unix(QUICK);
    try (SocketChannel begun = connect();
        SocketChannel fresh = connect();
        SocketChannel busy = connect();
        WireBatch params = Counting.number(1_000_000, client)) {
      over(begun).open("count", params, false).tick().close();
      over(fresh).open("count", params, false);
      Future<Long> waiting = threads.submit(() -> call(busy, "wait", 1));
      counting.waiting.await();
      listener.close();
      // where a batch belongs, a schema is what fails the reader
      assertThat(lastWord(begun)).contains("being stopped");
      assertThat(lastWord(fresh)).contains("being stopped");
      assertThatThrownBy(waiting::get)
          .hasCauseInstanceOf(RpcError.class)
          .hasMessageContaining("being stopped");
    }
  }

  @Test
  void nothingIsSaidInTheMiddleOfABatch() throws Exception {
    int rows = 1 << 20; // more than a socket holds
    Listener listener = unix(QUICK);
    try (SocketChannel slow = connect();
        WireBatch params = Counting.number(rows, client);
        StreamWriter ticks = new StreamWriter(ByteSink.to(slow, 1024), WireSchema.EMPTY, client);
        WireBatch tick = WireBatch.ofRows(0, Metadata.EMPTY)) {
      over(slow).open("wide", params, false);
      ticks.write(tick);
      ticks.flush();
      Thread.sleep(300);
      listener.close();
      try (StreamReader reader =
          StreamReader.open(ByteSource.of(slow), client, IpcLimits.DEFAULT)) {
        try (WireBatch batch = reader.next()) {
          BigIntVector numbers = (BigIntVector) batch.column(0);
          for (int i = 0; i < rows; i++) {
            assertThat(numbers.get(i)).isEqualTo(i);
          }
        }
        ticks.write(tick);
        ticks.flush();
        try (WireBatch error = reader.next()) {
          assertThat(error.metadata().text("vgi_rpc.log_message")).contains("being stopped");
        }
      }
    }
  }

  /** The error in the only stream that comes before the end. */
  private String lastWord(SocketChannel channel) throws IOException {
    ByteSource source = ByteSource.of(channel);
    try (StreamReader reader = StreamReader.open(source, client, IpcLimits.DEFAULT);
        WireBatch error = reader.next()) {
      assertThat(reader.schema().size()).isZero();
      reader.drain();
      assertThat(StreamReader.open(source, client, IpcLimits.DEFAULT)).isNull();
      return error.metadata().text("vgi_rpc.log_message");
    }
  }

  @Test
  void aPeerThatLeavesInTheMiddleHarmsNobody() throws Exception {
    try (Listener listener = unix(QUICK)) {
      for (int i = 0; i < 50; i++) {
        try (SocketChannel channel = connect()) {
          channel.write(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, 40, 0}));
        }
        try (SocketChannel channel = connect()) {
          channel.write(
              ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        }
      }
      assertThat(twice(2)).isEqualTo(4);
      assertThat(listener.address()).isNotEmpty();
    }
  }

  @Test
  void itEndsWhenNobodyComesAnyMore() throws Exception {
    Listener listener = unix(QUICK.idleTimeout(Duration.ofMillis(300)));
    try (SocketChannel channel = connect()) {
      assertThat(twice(channel, 1)).isEqualTo(2);
      Thread.sleep(600);
      assertThat(twice(channel, 2)).isEqualTo(4);
    }
    listener.join();
    assertThat(path).doesNotExist();
  }

  @Test
  void whoeverConnectsJustBeforeTheEndIsServed() throws Exception {
    for (int i = 0; i < 3; i++) {
      Listener listener = unix(SocketOptions.DEFAULT);
      try (SocketChannel channel = connect()) {
        Future<?> closing = threads.submit(listener::close);
        Thread.sleep(30);
        assertThat(twice(channel, i)).isEqualTo(2L * i);
        closing.get();
      }
    }
  }

  @Test
  void tcpIsServedLikewise() throws Exception {
    try (Listener listener =
        counting
            .server(server)
            .build()
            .tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), QUICK)) {
      String address = listener.address();
      int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
      assertThat(address).startsWith("127.0.0.1:");
      try (SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
        assertThat(twice(channel, 5)).isEqualTo(10);
        assertThat(twice(channel, 6)).isEqualTo(12);
      }
    }
  }

  @Test
  void addressesOfTcpAreWhatClientsCanUse() throws Exception {
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
    assertThatThrownBy(() -> counting.server(server).build().tcp(nowhere, QUICK))
        .isInstanceOf(IOException.class)
        .hasMessage("Cannot listen at 'nowhere.invalid:1': no address is known of that name");
    byte[] loopback = new byte[16];
    loopback[15] = 1;
    InetSocketAddress six = new InetSocketAddress(InetAddress.getByAddress(loopback), 0);
    try (Listener listener = counting.server(server).build().tcp(six, QUICK)) {
      assertThat(listener.address()).matches("\\[0:0:0:0:0:0:0:1\\]:\\d+");
    } catch (IOException withoutVersionSix) {
      assertThat(withoutVersionSix).hasMessageContaining("Cannot listen at");
    }
  }

  private Listener unix(SocketOptions options) throws IOException {
    return counting.server(server).build().unix(path, options);
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(path));
  }

  private RpcClient over(SocketChannel channel) {
    return RpcClient.over(channel, channel, client, Counting.PROTOCOL, Counting.VERSION);
  }

  private long twice(long n) throws IOException {
    return call("twice", n);
  }

  private long call(String method, long n) throws IOException {
    try (SocketChannel channel = connect()) {
      return call(channel, method, n);
    }
  }

  private long twice(SocketChannel channel, long n) throws IOException {
    return call(channel, "twice", n);
  }

  private long call(SocketChannel channel, String method, long n) throws IOException {
    try (WireBatch params = Counting.number(n, client);
        WireBatch answer = over(channel).call(method, params)) {
      return Counting.value(answer);
    }
  }
}
