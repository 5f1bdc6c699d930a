package io.vgi.rpc.internal.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes arrive in order, and whoever closes an end wakes the other. */
@Timeout(20)
class MemoryPipeTest {
  private static final int MORE_THAN_FITS = 100_000;

  private final MemoryPipe pipe = new MemoryPipe();
  private final ReadableByteChannel reader = pipe.reader();
  private final WritableByteChannel writer = pipe.writer();

  private interface Action {
    int run() throws IOException;
  }

  private static CompletableFuture<Integer> inBackground(Action action) {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(action.run());
              } catch (IOException | RuntimeException failure) {
                result.completeExceptionally(failure);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count);
  }

  private static void letItBlock(CompletableFuture<Integer> waiting) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(50);
    assertThat(waiting).isNotDone();
  }

  @Test
  void manyBytesArriveInOrder() throws Exception {
    byte[] sent = new byte[1_000_000];
    new Random(1).nextBytes(sent);
    CompletableFuture<Integer> writing =
        inBackground(
            () -> {
              ByteBuffer from = ByteBuffer.wrap(sent);
              Random sizes = new Random(2);
              while (from.hasRemaining()) {
                int part = Math.min(from.remaining(), 1 + sizes.nextInt(MORE_THAN_FITS));
                writer.write(from.duplicate().limit(from.position() + part));
                from.position(from.position() + part);
              }
              writer.close();
              return 0;
            });
    ByteBuffer read = bytes(sent.length);
    Random sizes = new Random(3);
    while (read.hasRemaining()) {
      int most = Math.min(read.remaining(), 1 + sizes.nextInt(MORE_THAN_FITS));
      ByteBuffer part = bytes(most);
      assertThat(reader.read(part)).isPositive();
      read.put(part.flip());
    }
    assertThat(read.flip()).isEqualTo(ByteBuffer.wrap(sent));
    assertThat(reader.read(bytes(1))).isEqualTo(-1);
    assertThat(writing.get()).isZero();
  }

  @Test
  void whatWasWrittenBeforeTheWriterClosedIsRead() throws IOException {
    writer.write(bytes(3));
    writer.close();
    assertThat(writer.isOpen()).isFalse();
    assertThat(reader.isOpen()).isTrue();
    assertThat(reader.read(bytes(10))).isEqualTo(3);
    assertThat(reader.read(bytes(10))).isEqualTo(-1);
    assertThatThrownBy(() -> writer.write(bytes(1))).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void aWaitingReaderSeesTheEnd() throws Exception {
    CompletableFuture<Integer> reading = inBackground(() -> reader.read(bytes(1)));
    letItBlock(reading);
    writer.close();
    assertThat(reading.get()).isEqualTo(-1);
  }

  @Test
  void aWaitingReaderThatIsClosedFails() throws Exception {
    CompletableFuture<Integer> reading = inBackground(() -> reader.read(bytes(1)));
    letItBlock(reading);
    reader.close();
    assertThatThrownBy(reading::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ClosedChannelException.class);
  }

  @Test
  void aWriterWithoutAReaderFails() throws Exception {
    CompletableFuture<Integer> writing = inBackground(() -> writer.write(bytes(MORE_THAN_FITS)));
    letItBlock(writing);
    reader.close();
    assertThatThrownBy(writing::get)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("Broken pipe");
    assertThatThrownBy(() -> writer.write(bytes(1))).hasMessage("Broken pipe");
  }

  @Test
  void aWaitingWriterThatIsClosedFails() throws Exception {
    CompletableFuture<Integer> writing = inBackground(() -> writer.write(bytes(MORE_THAN_FITS)));
    letItBlock(writing);
    writer.close();
    assertThatThrownBy(writing::get).hasCauseInstanceOf(ClosedChannelException.class);
  }

  @Test
  void anInterruptIsKept() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> reader.read(bytes(1))).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
