package io.vgi.rpc.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vgi.rpc.VgiException.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.util.TransferPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is charged, what is refused, and that all of it comes back. */
class CallMemoryTest {
  private static final long MIB = 1 << 20;
  private static final long TOTAL = 64 * MIB;
  private static final long MOST = 60 * MIB;

  private final BufferAllocator root = new RootAllocator();
  private final MemoryBudget budget = new MemoryBudget(root, TOTAL);

  @AfterEach
  void allComesBack() {
    assertThat(budget.used()).isZero();
    root.close();
  }

  private static Kind refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable taking) {
    try {
      taking.call();
    } catch (MemoryLimitException full) {
      assertThat(full.isTransient()).isEqualTo(full.kind() == Kind.UNAVAILABLE);
      return full.kind();
    } catch (Throwable other) {
      throw new AssertionError(other);
    }
    throw new AssertionError("It was not refused");
  }

  @Test
  void oneCallMayHaveAllButAPart() {
    assertThat(budget.most()).isEqualTo(MOST);
    try (CallMemory call = budget.call()) {
      call.take(MOST);
      assertThat(budget.used()).isEqualTo(MOST);
      call.give(MOST);
      assertThat(refused(() -> call.take(MOST + 1))).isEqualTo(Kind.RESOURCE_EXHAUSTED);
      call.check(MOST);
      assertThat(refused(() -> call.check(MOST + 1))).isEqualTo(Kind.RESOURCE_EXHAUSTED);
      assertThat(budget.used()).isZero();
    }
  }

  @Test
  void whatOthersHoldMayFitLater() {
    try (CallMemory first = budget.call();
        CallMemory second = budget.call()) {
      first.take(40 * MIB);
      assertThat(first.isAlone()).isTrue();
      second.take(20 * MIB);
      assertThat(first.isAlone()).isFalse();
      assertThat(refused(() -> second.take(1))).isEqualTo(Kind.UNAVAILABLE);
      assertThat(refused(() -> second.take(40 * MIB + 1))).isEqualTo(Kind.RESOURCE_EXHAUSTED);
      first.give(40 * MIB);
      second.take(40 * MIB);
      second.give(60 * MIB);
    }
  }

  @Test
  void littleIsServedWhileOthersHoldAllTheyMay() {
    try (CallMemory large = budget.call();
        CallMemory little = budget.call()) {
      large.take(MOST);
      little.take(256 << 10);
      assertThat(refused(() -> little.take(1))).isEqualTo(Kind.UNAVAILABLE);
      little.takeAnyway(128 << 10);
      assertThat(budget.used()).isEqualTo(MOST + (384 << 10));
      little.give(384 << 10);
      large.give(MOST);
    }
  }

  @Test
  void buffersAndBodiesAreOneAccount() {
    try (CallMemory call = budget.call()) {
      BufferAllocator own = call.allocator("call");
      call.take(30 * MIB);
      ArrowBuf buffer = own.buffer(30 * MIB);
      assertThat(budget.used()).isEqualTo(MOST);
      assertThat(refused(() -> own.buffer(16 << 10))).isEqualTo(Kind.RESOURCE_EXHAUSTED);
      assertThat(own.getAllocatedMemory()).isEqualTo(30 * MIB);
      call.give(30 * MIB);
      own.buffer(30 * MIB).close();
      buffer.close();
      assertThat(budget.used()).isZero();
    }
  }

  @Test
  void whatFunctionsAllocateIsRefusedBeforeItIsTaken() {
    try (CallMemory call = budget.call();
        BigIntVector vector = new BigIntVector("n", call.allocator("call"))) {
      assertThat(refused(() -> vector.allocateNew(100 << 20))).isEqualTo(Kind.RESOURCE_EXHAUSTED);
      assertThat(refused(() -> vector.setSafe(20 << 20, 1))).isEqualTo(Kind.RESOURCE_EXHAUSTED);
      vector.setSafe(1 << 20, 1);
      assertThat(vector.get(1 << 20)).isEqualTo(1);
    }
  }

  @Test
  void limitsThatUsersSetAreTheirs() {
    try (CallMemory call = budget.call();
        BufferAllocator inner = call.allocator("call").newChildAllocator("inner", 0, 1024)) {
      assertThatThrownBy(() -> inner.buffer(2048)).isInstanceOf(OutOfMemoryException.class);
    }
  }

  @Test
  void buffersThatAreHandedOverAreChargedToTheirOwner() {
    try (CallMemory second = budget.call()) {
      TransferPair handing;
      try (CallMemory first = budget.call();
          BigIntVector vector = new BigIntVector("n", first.allocator("first"))) {
        vector.allocateNew(1 << 20);
        vector.setValueCount(1 << 20);
        handing = vector.getTransferPair(second.allocator("second"));
        handing.transfer();
      }
      handing.getTo().close();
    }
  }

  /** Arrow takes nothing back once an allocator is closed, so that the memory is gone. */
  @Test
  void aLeakIsToldAndStaysCharged() {
    MemoryBudget leaking = new MemoryBudget(new RootAllocator(), TOTAL);
    CallMemory call = leaking.call();
    assertThat(call.allocator("call").buffer(MIB).capacity()).isEqualTo(MIB);
    assertThatThrownBy(call::close).isInstanceOf(IllegalStateException.class);
    assertThat(leaking.used()).isEqualTo(MIB);
  }

  @Test
  void manyThreadsLeaveNothing() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int round = 0; round < 300; round++) {
                  try (CallMemory call = budget.call()) {
                    BufferAllocator own = call.allocator("call");
                    long size = ThreadLocalRandom.current().nextLong(1, 4 * MIB);
                    try (ArrowBuf buffer = own.buffer(size)) {
                      call.take(128 << 10);
                      buffer.setByte(0, 1);
                      call.give(128 << 10);
                    }
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void threadsOfOneCallAreChargedForWhatTheyHold() throws InterruptedException {
    try (CallMemory call = budget.call()) {
      BufferAllocator own = call.allocator("call");
      List<ArrowBuf> kept = Collections.synchronizedList(new ArrayList<>());
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread thread =
            new Thread(
                () -> {
                  for (int round = 0; round < 500; round++) {
                    own.buffer(64 << 10).close();
                  }
                  kept.add(own.buffer(MIB));
                });
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      own.buffer(MIB).close(); // whoever asks next sees what all have
      assertThat(budget.used()).isBetween(4 * MIB, 4 * MIB + (64 << 10));
      kept.forEach(ArrowBuf::close);
    }
  }

  @Test
  void theDefaultStaysWithinTwiceTheHeapAndTheContainer() {
    long gib = 1L << 30;
    assertThat(JvmMemory.budget(gib, 64 * gib)).isEqualTo(gib - 144 * MIB);
    assertThat(JvmMemory.budget(64 * MIB, 64 * gib)).isEqualTo(112 * MIB);
    assertThat(JvmMemory.budget(256 * MIB, 64 * gib)).isEqualTo(112 * MIB);
    // a container of which the heap takes three quarters
    assertThat(JvmMemory.budget(768 * MIB, gib)).isEqualTo(128 * MIB);
    assertThat(JvmMemory.budget(gib, gib)).isEqualTo(128 * MIB);
    assertThat(JvmMemory.budget(64 * MIB, 64 * MIB)).isEqualTo(16 * MIB);
    assertThat(JvmMemory.budget(gib, Long.MAX_VALUE)).isEqualTo(gib - 144 * MIB);
    assertThat(JvmMemory.budget()).isBetween(16 * MIB, Runtime.getRuntime().maxMemory() + gib);
  }
}
