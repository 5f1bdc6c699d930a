package io.vgi.rpc.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How often the health is looked into. */
class HealthTest {
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicReference<String> fault = new AtomicReference<>();
  private final Health health =
      new Health(
          () -> {
            looks.incrementAndGet();
            return fault.get();
          },
          now::get);

  @Test
  void goodHealthIsKnownForAWhile() {
    assertThat(health.fault()).isNull();
    fault.set("broken");
    now.set(Health.GOOD_NANOS);
    assertThat(health.fault()).isNull();
    now.set(Health.GOOD_NANOS + 1);
    assertThat(health.fault()).isEqualTo("broken");
    assertThat(looks).hasValue(2);
  }

  @Test
  void badHealthIsLookedIntoSoonAgain() {
    fault.set("broken");
    assertThat(health.fault()).isEqualTo("broken");
    fault.set(null);
    now.set(Health.BAD_NANOS);
    assertThat(health.fault()).isEqualTo("broken");
    now.set(Health.BAD_NANOS + 1);
    assertThat(health.fault()).isNull();
  }

  @Test
  void aCheckThatFailsIsAFault() {
    Health broken =
        new Health(
            () -> {
              throw new IllegalStateException("on purpose");
            });
    assertThat(broken.fault()).contains("check");
  }
}
