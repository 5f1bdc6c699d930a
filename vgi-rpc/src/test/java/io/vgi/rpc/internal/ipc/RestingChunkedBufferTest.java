package io.vgi.rpc.internal.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.internal.memory.CallMemory;
import io.vgi.rpc.internal.memory.MemoryBudget;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.nio.ByteBuffer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The few bytes of a body that waits for more count as well. */
class RestingChunkedBufferTest {
  private static final byte[] FEW = new byte[10_000];

  private final BufferAllocator root = new RootAllocator();
  private final MemoryBudget budget = new MemoryBudget(root, MemoryBudget.LEAST_BYTES);

  @AfterEach
  void allComesBack() {
    assertThat(budget.used()).isZero();
    root.close();
  }

  private static void resting(ChunkedBuffer body) {
    body.room().put(FEW);
    body.rest();
    assertThat(body.size()).isEqualTo(FEW.length);
  }

  @Test
  void whatRestsIsCharged() {
    try (CallMemory call = budget.call();
        ChunkedBuffer body = new ChunkedBuffer(call)) {
      resting(body);
      assertThat(budget.used()).isBetween((long) FEW.length, 128L << 10);
      body.room().put(FEW);
      assertThat(body.size()).isEqualTo(2L * FEW.length);
      ByteBuffer all = body.pieces().next();
      assertThat(all.remaining()).isEqualTo(2L * FEW.length);
      body.clear();
      assertThat(budget.used()).isZero();
      resting(body);
    }
  }

  @Test
  void anEmptyBodyThatRestsHoldsNothing() {
    try (CallMemory call = budget.call();
        ChunkedBuffer body = new ChunkedBuffer(call)) {
      body.room();
      body.rest();
      assertThat(budget.used()).isZero();
      body.room().put(FEW);
      assertThat(body.size()).isEqualTo(FEW.length);
    }
  }

  @Test
  void manyThatRestFillTheBudget() {
    int count = (int) (MemoryBudget.LEAST_BYTES / FEW.length) + 1;
    CallMemory[] calls = new CallMemory[count];
    ChunkedBuffer[] bodies = new ChunkedBuffer[count];
    for (int i = 0; i < count; i++) {
      calls[i] = budget.call();
      bodies[i] = new ChunkedBuffer(calls[i]);
    }
    assertThatThrownBy(
            () -> {
              for (ChunkedBuffer body : bodies) {
                resting(body);
              }
            })
        .isInstanceOf(MemoryLimitException.class);
    for (int i = 0; i < count; i++) {
      bodies[i].close();
      calls[i].close();
    }
  }
}
