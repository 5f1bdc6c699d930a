package io.vgi.rpc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.Method;
import io.vgi.rpc.Peer;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.memory.MemoryBudget;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the client has of an answer when a call does what must not be done twice. */
class AnswerBeginningTest {
  private final BufferAllocator allocator = new RootAllocator();
  private final TestWorker worker = new TestWorker(allocator);
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private int sent = -1;

  @TempDir private Path folder;

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  @Test
  void itBeginsOverPipesAndNotOverSockets() throws IOException {
    byte[] request = request();
    serve(Channels.newChannel(new ByteArrayInputStream(request)));
    assertThat(sent).isPositive().isLessThan(output.size());
    byte[] answer = output.toByteArray();

    // over sockets, where nothing is repeated, the same bytes go out at once
    output.reset();
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(address);
      try (SocketChannel client = SocketChannel.open(address);
          SocketChannel accepted = listener.accept()) {
        client.write(ByteBuffer.wrap(request));
        client.shutdownOutput();
        serve(accepted);
      }
    }
    assertThat(sent).isZero();
    assertThat(output.size()).isEqualTo(answer.length);
    assertThat(Script.answers(output.toByteArray(), allocator))
        .extracting(each -> each.only().value())
        .containsExactly(7L);
  }

  private byte[] request() throws IOException {
    return new Script(allocator).call("keep", 7).toBytes();
  }

  private void serve(ReadableByteChannel input) throws IOException {
    worker.add(
        new Method.Unary(
            "keep",
            TestWorker.NUMBER,
            TestWorker.NUMBER,
            (call, in) -> {
              ((ServerCallContext) call).begin();
              sent = output.size();
              return worker.number(TestWorker.value(in));
            }));
    ServerCore core =
        new ServerCore(
            new Router(List.of(worker.service())),
            new Identity(),
            new MemoryBudget(allocator, MemoryBudget.LEAST_BYTES),
            IpcLimits.DEFAULT,
            new Observers(List.of()),
            Health.GOOD);
    ByteSink sink = ByteSink.to(Channels.newChannel(output));
    new Conversation(core, ByteSource.of(input), sink, allocator, Peer.LOCAL, null).run();
  }
}
