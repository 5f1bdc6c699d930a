package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.rpc.Listener;
import io.vgi.rpc.counting.Counting;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stopping waits for, and what a server leaves as it was. */
@Timeout(60)
class StopTest {
  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final Counting counting = new Counting();

  /** A client that read some of the rows and left, as LIMIT does, is not waited for. */
  @Test
  void aStreamThatNobodyReadsIsEnded() throws Exception {
    try (BufferAllocator server = new RootAllocator();
        BufferAllocator memory = new RootAllocator()) {
      HttpOptions options = HttpOptions.builder().grace(Duration.ofSeconds(30)).build();
      Listener listener = HttpServer.start(counting.server(server).build(), options);
      HttpCaller caller = new HttpCaller(listener, memory);
      assertThat(caller.parts(caller.init("count", 1_000))).isNotEmpty();
      long begin = System.nanoTime();
      listener.close();
      assertThat(System.nanoTime() - begin).isLessThan(LONG_NANOS);
    }
  }

  @Test
  void noLoggerIsTouched() throws Exception {
    Map<String, String> before = levels();
    try (BufferAllocator server = new RootAllocator();
        Listener listener =
            HttpServer.start(counting.server(server).build(), HttpOptions.builder().build())) {
      assertThat(listener.address()).startsWith("http:");
      assertThat(levels()).isEqualTo(before);
      assertThat(System.getProperties()).doesNotContainKey("slf4j.internal.verbosity");
    }
  }

  private static Map<String, String> levels() {
    return Stream.of("io.undertow", "org.xnio", "org.jboss")
        .collect(Collectors.toMap(name -> name, StopTest::level));
  }

  private static String level(String name) {
    return String.valueOf(Logger.getLogger(name).getLevel());
  }
}
