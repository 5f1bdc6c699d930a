package io.vgi.rpc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.Peer;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.internal.ipc.ByteSink;
import io.vgi.rpc.internal.ipc.ByteSource;
import io.vgi.rpc.internal.ipc.IpcLimits;
import io.vgi.rpc.internal.memory.MemoryBudget;
import io.vgi.rpc.observe.CallListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A conversation is closed between two calls or not at all. */
class RetirementTest {
  private final BufferAllocator allocator = new RootAllocator();
  private final TestWorker worker = new TestWorker(allocator);
  private final ByteSink.Bytes output = ByteSink.toBytes();
  private final List<Boolean> answers = new ArrayList<>();
  private Conversation conversation;

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  private void prepare(Script script) {
    CallListener duringACall =
        report -> {
          answers.add(conversation.phase().isBusy());
          answers.add(conversation.phase().retire());
        };
    ServerCore core =
        new ServerCore(
            new Router(List.of(worker.service())),
            new Identity(),
            new MemoryBudget(allocator, MemoryBudget.LEAST_BYTES),
            IpcLimits.DEFAULT,
            new Observers(List.of(duringACall)),
            Health.GOOD);
    conversation =
        new Conversation(
            core, ByteSource.of(script.toBytes()), output, allocator, Peer.LOCAL, null);
  }

  @Test
  void aCallThatRunsIsNotCutOff() throws IOException {
    prepare(new Script(allocator).call("twice", 1).call("count", 2).ticks(3));
    conversation.run();
    assertThat(answers).containsExactly(true, false, true, false);
    assertThat(Script.answers(output.toArray(), allocator)).hasSize(3); // one is a header
    assertThat(conversation.phase().isBusy()).isFalse();
    assertThat(conversation.phase().retire()).isTrue();
  }

  @Test
  void noCallBeginsAfterwards() throws IOException {
    prepare(new Script(allocator).call("count", 2).stream(WireSchema.EMPTY));
    assertThat(conversation.phase().retire()).isTrue();
    conversation.run();
    assertThat(worker.opened).isZero();
    assertThat(output.toArray()).isEmpty();
    assertThat(conversation.phase().retire()).isTrue();
  }
}
