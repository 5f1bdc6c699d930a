package io.vgi.rpc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.Peer;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.memory.CallMemory;
import io.vgi.rpc.internal.memory.MemoryBudget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection holds nothing of a call that is over, however the call or its input ended. */
class ReleasedMemoryTest {
  private static final int MIB = 1 << 20;

  private final BufferAllocator root = new RootAllocator();
  private final MemoryBudget budget = new MemoryBudget(root, 64 * MIB, 16 * MIB);
  private final TestWorker worker = new TestWorker(root);
  private final List<Long> during = new ArrayList<>();
  private final ByteSink.Bytes output = ByteSink.toBytes();

  @AfterEach
  void nothingLeaks() {
    assertThat(budget.used()).isZero();
    assertThat(budget.usedOnHeap()).isZero();
    root.close();
  }

  /** Gives {@code bytes}, and does {@code behind} when more is asked for. */
  private static final class Input implements ReadableByteChannel {
    private final ByteBuffer bytes;
    private final Runnable behind;

    Input(byte[] bytes, Runnable behind) {
      this.bytes = ByteBuffer.wrap(bytes);
      this.behind = behind;
    }

    @Override
    public int read(ByteBuffer into) {
      if (!bytes.hasRemaining()) {
        behind.run();
        return -1;
      }
      int part = Math.min(into.remaining(), bytes.remaining());
      into.put(bytes.slice(bytes.position(), part));
      bytes.position(bytes.position() + part);
      return part;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private void serve(byte[] input, Runnable behind) throws IOException {
    ServerCore core =
        new ServerCore(
            new Router(List.of(worker.service())),
            new Identity(),
            budget,
            IpcLimits.DEFAULT,
            new Observers(List.of(report -> during.add(budget.usedOnHeap()))),
            Health.GOOD);
    try (CallMemory memory = budget.call()) {
      ByteSource source = ByteSource.of(new Input(input, behind));
      new Conversation(core, source, output, memory.allocator("connection"), Peer.LOCAL, null)
          .run();
    }
  }

  @Test
  void aRequestThatIsLostBetweenItsBatchAndItsEnd() throws IOException {
    Script script = new Script(root);
    byte[] open =
        script.streamBytes(
            TestWorker.NUMBER, false, script.number(1).withMetadata(Script.request("twice")));
    assertThatThrownBy(
            () ->
                serve(
                    open,
                    () -> {
                      throw new OutOfMemoryError("as when metadata does not fit");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void aStreamThatHasEndedThoughItsInputHasNot() throws IOException {
    Script script = new Script(root).call("count", 1);
    WireBatch tick = WireBatch.ofRows(0, Metadata.EMPTY);
    script.raw(script.streamBytes(WireSchema.EMPTY, false, tick, tick));
    List<Integer> closed = new ArrayList<>();
    serve(script.toBytes(), () -> closed.add(worker.closed));
    assertThat(worker.opened).isEqualTo(1);
    assertThat(closed.get(0)).isEqualTo(1);
    assertThat(worker.closed).isEqualTo(1);
  }

  @Test
  void metadataIsChargedUntilTheCallHasEnded() throws IOException {
    Metadata large = Script.request("twice").toBuilder().put("large", new byte[3 * MIB]).build();
    Script script = new Script(root);
    for (int i = 0; i < 6; i++) {
      script.call(large, 1);
    }
    script.call("twice", 2);
    List<Long> idle = new ArrayList<>();
    serve(script.toBytes(), () -> idle.add(budget.usedOnHeap()));
    assertThat(idle.get(0)).isZero();
    assertThat(during).hasSize(7).startsWith(during.get(0)).contains(4_096L);
    assertThat(during.get(5)).isBetween(3L * MIB, 4L * MIB);
    assertThat(Script.answers(output.toArray(), root))
        .extracting(answer -> answer.only().value())
        .containsExactly(2L, 2L, 2L, 2L, 2L, 2L, 4L);
  }
}
