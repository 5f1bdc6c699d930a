package io.vgi.rpc.internal.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.internal.memory.CallMemory;
import io.vgi.rpc.internal.memory.MemoryBudget;
import io.vgi.rpc.internal.memory.MemoryLimitException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that there is no room for can still be taken back, to tell of an error instead. */
class ChunkedBufferTest {
  private static final byte[] HEAD = {1, 2, 3, 4, 5};
  private static final byte[] ERROR = {9, 8, 7};

  private static byte[] bytes(ChunkedBuffer body) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteBuffer view : body.views()) {
      byte[] part = new byte[view.remaining()];
      view.get(part);
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5, 70_000, 300_000, 1 << 20})
  void whatDidNotFitIsTakenBack(long kept) {
    try (BufferAllocator root = new RootAllocator()) {
      MemoryBudget budget = new MemoryBudget(root, MemoryBudget.LEAST_BYTES);
      byte[] before = new byte[(int) kept];
      Arrays.fill(before, (byte) 6);
      System.arraycopy(HEAD, 0, before, 0, (int) Math.min(kept, HEAD.length));
      try (CallMemory call = budget.call();
          ChunkedBuffer body = ChunkedBuffer.ofAnswer(call);
          ArrowBuf rows = root.buffer(MemoryBudget.LEAST_BYTES)) {
        body.put(before, 0, before.length);
        assertThatThrownBy(() -> body.put(rows, MemoryBudget.LEAST_BYTES))
            .isInstanceOf(MemoryLimitException.class);
        assertThat(body.size()).isLessThan(MemoryBudget.LEAST_BYTES);
        body.truncate(kept);
        assertThat(body.size()).isEqualTo(kept);
        body.put(ERROR, 0, ERROR.length);
        byte[] expected = Arrays.copyOf(before, before.length + ERROR.length);
        System.arraycopy(ERROR, 0, expected, before.length, ERROR.length);
        assertThat(bytes(body)).isEqualTo(expected);
      }
      assertThat(budget.used()).isZero();
    }
  }
}
