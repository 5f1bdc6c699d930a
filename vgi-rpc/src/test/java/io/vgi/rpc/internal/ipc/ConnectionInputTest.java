package io.vgi.rpc.internal.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a connection is what was sent, however it is read, looked at and cut. */
@Timeout(120)
class ConnectionInputTest {
  private static final int ROUNDS = 60;
  private static final int[] SIZES = {3, 40, 8 << 10, 32 << 10, 33_000, 64 << 10, 300_000};

  private final BufferAllocator allocator = new RootAllocator();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  @TempDir Path folder;

  @AfterEach
  void nothingLeaks() {
    threads.shutdownNow();
    allocator.close();
  }

  /** Both ends of a connection. */
  private record Ends(ReadableByteChannel in, WritableByteChannel out) implements AutoCloseable {
    static Ends pipe() throws IOException {
      Pipe pipe = Pipe.open();
      return new Ends(pipe.source(), pipe.sink());
    }

    static Ends socket(Path path) throws IOException {
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(path));
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path));
        return new Ends(server.accept(), client);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
      out.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twoAtATime(boolean socket) throws Exception {
    List<Future<Void>> both = new ArrayList<>();
    for (int who = 0; who < 2; who++) {
      int seed = 1_000_000 * who;
      both.add(
          threads.submit(
              () -> {
                // the buffers of a thread have what it read of other connections
                ConnectionBuffers buffers = new ConnectionBuffers();
                for (int round = 0; round < ROUNDS; round++) {
                  Random random = new Random(seed + round);
                  Path path = folder.resolve(seed + "-" + round);
                  try (Ends ends = socket ? Ends.socket(path) : Ends.pipe()) {
                    converse(ends, buffers, random);
                  }
                }
                return null;
              }));
    }
    for (Future<Void> each : both) {
      each.get();
    }
  }

  private void converse(Ends ends, ConnectionBuffers buffers, Random random) throws Exception {
    byte[] sent = new byte[random.nextInt(SIZES[random.nextInt(SIZES.length)]) + 1];
    random.nextBytes(sent);
    long seed = random.nextLong();
    Future<Void> writer = threads.submit(() -> send(ends.out(), sent, new Random(seed)));
    ByteSource source = ByteSource.of(ends.in(), buffers);
    int at = 0;
    while (at < sent.length) {
      look(source, random);
      int part = Math.min(sent.length - at, 1 + random.nextInt(SIZES[random.nextInt(6)]));
      switch (random.nextInt(4)) {
        case 0 -> source.skip(part);
        case 1 -> {
          if (part >= 4) {
            part = 4;
            ByteBuffer word = ByteBuffer.wrap(sent, at, 4);
            assertThat(Integer.reverseBytes(source.readInt())).isEqualTo(word.getInt());
          } else {
            source.skip(part);
          }
        }
        case 2 -> {
          byte[] read = new byte[part + 2];
          source.readFully(read, 1, part);
          assertThat(Arrays.equals(read, 1, 1 + part, sent, at, at + part)).isTrue();
        }
        default -> {
          try (ArrowBuf read = allocator.buffer(part)) {
            source.readFully(read, 0, part);
            byte[] bytes = new byte[part];
            read.getBytes(0, bytes);
            assertThat(Arrays.equals(bytes, 0, part, sent, at, at + part)).isTrue();
          }
        }
      }
      at += part;
      source.giveBack();
    }
    look(source, random);
    if (random.nextBoolean()) {
      assertThat(source.atEnd()).isTrue();
    } else {
      assertThatThrownBy(() -> source.readFully(new byte[9], 0, 9))
          .isInstanceOf(BrokenStreamException.class);
    }
    writer.get();
  }

  private static void look(ByteSource source, Random random) throws InterruptedException {
    for (int i = random.nextInt(4); i > 1; i--) {
      source.look();
      source.announces("key");
      if (random.nextInt(20) == 0) {
        Thread.sleep(2);
      }
    }
  }

  private static Void send(WritableByteChannel out, byte[] bytes, Random random) throws Exception {
    ByteBuffer all = ByteBuffer.wrap(bytes);
    while (all.hasRemaining()) {
      int part = Math.min(all.remaining(), 1 + random.nextInt(SIZES[random.nextInt(7)]));
      ByteBuffer piece = all.slice(all.position(), part);
      while (piece.hasRemaining()) {
        out.write(piece);
      }
      all.position(all.position() + part);
      if (random.nextInt(8) == 0) {
        Thread.sleep(random.nextInt(3));
      }
    }
    out.close();
    return null;
  }
}
