package io.vgi.rpc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.SocketOptions;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.dispatch.Script.Answer;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that comes while a method runs: looked at, and still read in its order. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT) // they wait, mostly
class WatchTest {
  /** Within the slow method, and long enough for it to be watched. */
  private static final long DURING_MILLIS = 450;

  private final BufferAllocator allocator = new RootAllocator();
  private final TestWorker worker = new TestWorker(allocator);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  @TempDir private Path folder;

  @AfterEach
  void nothingLeaks() {
    threads.shutdownNow();
    allocator.close();
    assertThat(worker.closed).as("streams closed").isEqualTo(worker.opened);
  }

  private Script script() {
    return new Script(allocator);
  }

  /** What a client does while the server serves it. */
  private interface Client {
    void write(WritableByteChannel out) throws Exception;
  }

  private List<Answer> serve(String transport, Client client) throws Exception {
    RpcServer server = worker.builder().build();
    if (transport.equals("pipe")) {
      Pipe request = Pipe.open();
      Pipe answer = Pipe.open();
      // fails where the input does, which the answers show
      Future<?> unused =
          threads.submit(
              () -> {
                try (WritableByteChannel sink = answer.sink()) {
                  server.serve(request.source(), sink);
                }
                return null;
              });
      Future<byte[]> answers = threads.submit(() -> all(answer.source()));
      client.write(request.sink());
      request.sink().close();
      return Script.answers(answers.get(30, TimeUnit.SECONDS), allocator);
    }
    Path path = folder.resolve("w.sock");
    try (Listener listener = server.unix(path, SocketOptions.DEFAULT);
        SocketChannel channel =
            SocketChannel.open(UnixDomainSocketAddress.of(listener.address()))) {
      Future<byte[]> answers = threads.submit(() -> all(channel));
      client.write(channel);
      channel.shutdownOutput();
      return Script.answers(answers.get(30, TimeUnit.SECONDS), allocator);
    }
  }

  private static byte[] all(ReadableByteChannel in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    while (in.read(buffer.clear()) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
    }
    return all.toByteArray();
  }

  private static void send(WritableByteChannel out, byte[] bytes, int from, int to)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, from, to - from);
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }

  private static void send(WritableByteChannel out, Script script) throws IOException {
    byte[] bytes = script.toBytes();
    send(out, bytes, 0, bytes.length);
  }

  private static void pause(long millis) throws InterruptedException {
    Thread.sleep(millis);
  }

  /** As few as are read ahead, and more than are. */
  @ParameterizedTest
  @CsvSource({"pipe, 2", "pipe, 200", "socket, 2", "socket, 200"})
  void callsThatComeMeanwhileAreAnsweredInOrder(String transport, int calls) throws Exception {
    Script more = script();
    List<Long> expected = new ArrayList<>(List.of(7L));
    for (int i = 0; i < calls; i++) {
      more.call("twice", i);
      expected.add(2L * i);
    }
    byte[] bytes = more.toBytes();
    List<Answer> answers =
        serve(
            transport,
            out -> {
              send(out, script().call("slow", 7));
              pause(DURING_MILLIS);
              // half of a prefix, the end of one message with the next one's begin, and the rest
              send(out, bytes, 0, 3);
              pause(150);
              send(out, bytes, 3, bytes.length / 2 + 1);
              pause(TestWorker.SLOW_MILLIS);
              send(out, bytes, bytes.length / 2 + 1, bytes.length);
              pause(100);
            });
    assertThat(answers).extracting(answer -> last(answer).value()).isEqualTo(expected);
  }

  /** The number of an answer stands behind what the method logged. */
  private static Script.Batch last(Answer answer) {
    return answer.batches().get(answer.batches().size() - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "socket"})
  void aCallThatComesAfterASlowOneIsAnswered(String transport) throws Exception {
    List<Answer> answers =
        serve(
            transport,
            out -> {
              send(out, script().call("slow", 7));
              pause(TestWorker.SLOW_MILLIS + 300);
              send(out, script().call("slow", 8));
              pause(TestWorker.SLOW_MILLIS + 300);
              send(out, script().call("twice", 5));
              pause(100);
            });
    assertThat(answers).extracting(answer -> last(answer).value()).containsExactly(7L, 8L, 10L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "socket"})
  void aCancelIsSeenByTheTurnThatRuns(String transport) throws Exception {
    List<Answer> answers =
        serve(
            transport,
            out -> {
              Script opened = script().call("look_count", 9);
              WireBatch tick = WireBatch.ofRows(0, Metadata.EMPTY);
              opened.raw(opened.streamBytes(WireSchema.EMPTY, false, tick));
              send(out, opened);
              pause(DURING_MILLIS);
              // without the schema, which is the first message of a stream of its own
              byte[] cancel =
                  script()
                      .streamBytes(
                          WireSchema.EMPTY,
                          true,
                          WireBatch.of(
                              WireSchema.EMPTY,
                              List.<FieldVector>of(),
                              0,
                              Metadata.of(MetadataKeys.CANCEL, "1")));
              int schema = script().streamBytes(WireSchema.EMPTY, false).length;
              send(out, cancel, schema, cancel.length);
              pause(TestWorker.SLOW_MILLIS);
              send(out, script().call("twice", 5));
              pause(100);
            });
    assertThat(worker.seen.get()).isEqualTo(1);
    assertThat(worker.cancelled).isEqualTo(1);
    assertThat(answers.get(0).only().value()).isZero();
    assertThat(answers.get(0).ended()).isTrue();
    assertThat(last(answers.get(1)).value()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "socket"})
  void whoLeavesIsToldOfWhatWasCutShort(String transport) throws Exception {
    // it still reads, so an answer that may be cut short must not pass for one
    List<Answer> answers =
        serve(
            transport,
            out -> {
              send(out, script().call("look", 3));
              pause(100);
            });
    assertThat(worker.seen.get()).isEqualTo(1);
    assertThat(last(answers.get(0)).isError()).isTrue();
    assertThat(last(answers.get(0)).message()).contains("its client has left");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "socket"})
  void whoLeavesGetsWhatWasNot(String transport) throws Exception {
    List<Answer> answers =
        serve(
            transport,
            out -> {
              send(out, script().call("slow", 3));
              pause(100);
            });
    assertThat(last(answers.get(0)).value()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "socket"})
  void anEndInTheMiddleOfAMessageIsAnError(String transport) throws Exception {
    byte[] next = script().call("twice", 5).toBytes();
    List<Answer> answers =
        serve(
            transport,
            out -> {
              send(out, script().call("slow", 3));
              pause(DURING_MILLIS);
              send(out, next, 0, next.length / 2);
            });
    assertThat(answers).hasSize(2);
    assertThat(last(answers.get(0)).value()).isEqualTo(3);
    assertThat(last(answers.get(1)).message()).contains("ends inside a message");
  }

  @Test
  void aCallThatIsNotSlowIsNotWatched() throws Exception {
    List<Answer> answers = serve("pipe", out -> send(out, script().call("twice", 5)));
    assertThat(last(answers.get(0)).value()).isEqualTo(10);
  }
}
