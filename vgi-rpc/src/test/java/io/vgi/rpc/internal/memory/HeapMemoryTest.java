package io.vgi.rpc.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException.Kind;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is charged for objects on the heap, what is refused, and that all of it comes back. */
class HeapMemoryTest {
  private static final long MIB = 1 << 20;
  private static final long MOST = 15 * MIB;

  private final BufferAllocator root = new RootAllocator();
  private final MemoryBudget budget = new MemoryBudget(root, 64 * MIB, 16 * MIB);

  @AfterEach
  void allComesBack() {
    assertThat(budget.usedOnHeap()).isZero();
    assertThat(budget.used()).isZero();
    root.close();
  }

  @Test
  void oneCallMayHaveAllButAPart() {
    try (CallMemory call = budget.call()) {
      HeapMemory heap = HeapMemory.of(call.allocator("call"));
      assertThat(heap).isSameAs(call.heap());
      heap.check(MOST);
      heap.take(MOST);
      assertThat(budget.usedOnHeap()).isEqualTo(MOST);
      assertThatThrownBy(() -> heap.take(1))
          .hasMessageContaining("-Xmx")
          .extracting(full -> ((MemoryLimitException) full).kind())
          .isEqualTo(Kind.RESOURCE_EXHAUSTED);
      assertThatThrownBy(() -> heap.check(1)).isInstanceOf(MemoryLimitException.class);
      assertThat(heap.held()).isEqualTo(MOST);
      heap.give(MIB);
      heap.take(MIB);
      assertThat(budget.used()).isZero();
    }
  }

  @Test
  void fewAreServedWhileOthersHoldAllTheyMay() {
    try (CallMemory large = budget.call();
        CallMemory few = budget.call()) {
      large.heap().take(MOST);
      few.heap().take(64 << 10);
      assertThatThrownBy(() -> few.heap().take(1))
          .extracting(full -> ((MemoryLimitException) full).kind())
          .isEqualTo(Kind.UNAVAILABLE);
      large.heap().clear();
      assertThat(budget.usedOnHeap()).isEqualTo(64 << 10);
      few.heap().take(MIB);
    }
  }

  @Test
  void whatIsGivenBackAfterTheEndCountsOnce() {
    try (CallMemory call = budget.call();
        CallMemory other = budget.call()) {
      other.heap().take(MIB);
      call.heap().take(100);
      call.heap().clear();
      call.heap().give(100);
      assertThat(call.heap().held()).isZero();
      assertThat(budget.usedOnHeap()).isEqualTo(MIB);
    }
  }

  @Test
  void allocatorsOfNoCallHaveNoLimit() {
    HeapMemory.of(root).take(Long.MAX_VALUE / 2);
  }
}
