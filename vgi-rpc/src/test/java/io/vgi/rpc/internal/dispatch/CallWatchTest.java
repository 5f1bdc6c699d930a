package io.vgi.rpc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.rpc.Peer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallWatchTest {
  @Test
  void goesOnWhenMemoryWasShort() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    CountDownLatch again = new CountDownLatch(1);
    Presence presence =
        new Presence(
            (watched, running) -> {
              if (looks.incrementAndGet() == 1) {
                throw new OutOfMemoryError("as if");
              }
              again.countDown();
            },
            null);
    CallWatch.add(presence);
    try {
      presence.enter(ErrorModelTest.context(Peer.LOCAL));
      assertThat(again.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      presence.leave();
      CallWatch.remove(presence);
    }
  }
}
