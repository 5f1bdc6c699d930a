package io.vgi.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.external.FileStorage;
import io.vgi.rpc.Listener;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.client.ClientStream;
import io.vgi.rpc.client.RpcClient;
import io.vgi.rpc.client.RpcError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MicrometerCallsTest {
  private final BufferAllocator allocator = new RootAllocator();
  private final Numbers numbers = new Numbers();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RpcServer server =
      numbers.server(allocator).listener(MicrometerCalls.of(registry)).build();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
    assertThat(running()).isZero();
  }

  /** A connection; all that was called on it is counted when it is closed. */
  private RpcClient client() {
    return RpcClient.local(server, allocator, Numbers.PROTOCOL, Numbers.VERSION);
  }

  private void call(RpcClient client, String method) throws IOException {
    try (WireBatch params = Numbers.number(1, allocator)) {
      client.call(method, params).close();
    }
  }

  private double running() {
    return registry.get("vgi.calls.running").gauge().value();
  }

  private Timer calls(String method, String kind, String status) {
    return registry
        .get("vgi.calls")
        .tags("protocol", Numbers.PROTOCOL, "method", method, "kind", kind, "status", status)
        .timer();
  }

  private double data(String what, String method, String direction) {
    return registry
        .get("vgi." + what)
        .tags("protocol", Numbers.PROTOCOL, "method", method, "direction", direction)
        .counter()
        .count();
  }

  private List<String> statuses(String method) {
    return registry.find("vgi.calls").tag("method", method).timers().stream()
        .map(timer -> timer.getId().getTag("kind") + " " + timer.getId().getTag("status"))
        .sorted()
        .toList();
  }

  @Test
  void unaryCallsAndTheirFailures() throws IOException {
    try (RpcClient client = client()) {
      call(client, "same");
      call(client, "same");
      assertThatThrownBy(() -> call(client, "refuse")).isInstanceOf(RpcError.class);
      assertThatThrownBy(() -> call(client, "no such method")).isInstanceOf(RpcError.class);
    }
    assertThat(statuses("same")).containsExactly("unary OK");
    assertThat(calls("same", "unary", "OK").count()).isEqualTo(2);
    assertThat(calls("same", "unary", "OK").totalTime(TimeUnit.NANOSECONDS)).isPositive();
    assertThat(statuses("refuse")).containsExactly("unary NOT_FOUND");
    assertThat(calls("refuse", "unary", "NOT_FOUND").count()).isEqualTo(1);
    assertThat(data("batches", "same", "in")).isEqualTo(2);
    assertThat(data("rows", "same", "out")).isEqualTo(2);
    assertThat(data("bytes", "same", "out")).isBetween(16.0, 128.0);
    assertThat(data("rows", "refuse", "in")).isEqualTo(1);
    assertThat(data("rows", "refuse", "out")).isZero();
    assertThat(registry.find("vgi.http.request.size").summaries()).isEmpty();
    // clients do not make up tags
    assertThat(Search.in(registry).tag("method", "no such method").meters()).isEmpty();
    assertThat(Search.in(registry).tagKeys("method").meters())
        .allMatch(meter -> meter.getId().getTag("protocol").equals(Numbers.PROTOCOL));
  }

  private void count(RpcClient client, long end, int ticks, boolean cancel) throws IOException {
    try (WireBatch params = Numbers.number(end, allocator);
        ClientStream stream = client.open("count", params, false)) {
      for (int i = 0; i < ticks; i++) {
        WireBatch batch = stream.tick();
        if (batch != null) {
          batch.close();
        }
      }
      if (cancel) {
        stream.cancel();
      }
    }
  }

  @Test
  void streamsThatEndFailAndAreCancelled() throws IOException {
    try (RpcClient client = client()) {
      count(client, 2, 3, false);
      count(client, 2, 1, true);
      assertThatThrownBy(() -> count(client, 9, 4, false)).isInstanceOf(RpcError.class);
      count(client, 1, 2, false);
    }
    assertThat(statuses("count"))
        .containsExactly("stream CANCELLED", "stream OK", "stream UNAVAILABLE");
    assertThat(calls("count", "stream", "OK").count()).isEqualTo(2);
    assertThat(calls("count", "stream", "CANCELLED").count()).isEqualTo(1);
    assertThat(calls("count", "stream", "UNAVAILABLE").count()).isEqualTo(1);
    assertThat(data("rows", "count", "out")).isEqualTo(2 + 1 + 3 + 1);
    assertThat(data("rows", "count", "in")).isZero();
  }

  @Test
  void aStreamOverHttpIsOneCallAndItsTurns() throws Exception {
    HttpCaller caller;
    try (Listener listener =
        HttpServer.start(server, HttpOptions.builder().grace(Duration.ofSeconds(5)).build())) {
      caller = new HttpCaller(listener, allocator);
      assertThat(caller.request("count/init", "count", 2)).isEqualTo(200);
      assertThat(caller.turn("count", false)).isTrue();
      assertThat(caller.turn("count", false)).isFalse();
      assertThat(caller.request("count/init", "count", 2)).isEqualTo(200);
      assertThat(caller.turn("count", true)).isFalse();
      HttpCaller wrong = new HttpCaller(listener, allocator);
      assertThat(wrong.request("missing", "missing", 2)).isEqualTo(404);
    }
    assertThat(statuses("count")).containsExactly("stream OK", "turn CANCELLED", "turn OK");
    assertThat(calls("count", "stream", "OK").count()).isEqualTo(2);
    assertThat(calls("count", "turn", "OK").count()).isEqualTo(2);
    assertThat(calls("count", "turn", "CANCELLED").count()).isEqualTo(1);
    assertThat(data("rows", "count", "out")).isEqualTo(2 + 1);
    assertThat(registry.get("vgi.http.request.size").summary().count()).isEqualTo(5);
    assertThat(registry.get("vgi.http.request.size").summary().totalAmount())
        .isEqualTo((double) caller.sent);
    assertThat(registry.get("vgi.http.response.size").summary().totalAmount())
        .isEqualTo((double) caller.received);
    assertThat(registry.find("vgi.external.bytes").counters()).isEmpty();
  }

  @Test
  void bytesThatAreStoredOutside(@TempDir Path folder) throws Exception {
    HttpOptions options =
        HttpOptions.builder()
            .grace(Duration.ofSeconds(5))
            .externalStorage(FileStorage.in(folder))
            .externalThreshold(0)
            .build();
    try (Listener listener = HttpServer.start(server, options)) {
      HttpCaller caller = new HttpCaller(listener, allocator);
      assertThat(caller.request("same", "same", 7)).isEqualTo(200);
    }
    assertThat(registry.get("vgi.external.bytes").tag("method", "same").counter().count())
        .isGreaterThan(100);
  }

  @Test
  void callsAtOnceAreAllCountedByTheSameMeters() throws Exception {
    int threads = 8;
    int each = 300;
    int all = threads * each;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        runs.add(
            pool.submit(
                () -> {
                  try (RpcClient client = client()) {
                    for (int j = 0; j < each; j++) {
                      call(client, "same");
                      count(client, 1, 2, false);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(calls("same", "unary", "OK").count()).isEqualTo(all);
    assertThat(calls("count", "stream", "OK").count()).isEqualTo(all);
    assertThat(data("rows", "same", "in")).isEqualTo(all);
    assertThat(data("rows", "count", "out")).isEqualTo(all);
    assertThat(registry.getMeters()).extracting(Meter::getId).doesNotHaveDuplicates().hasSize(15);
  }

  @Test
  void runningCallsAreAGauge() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        runs.add(
            pool.submit(
                () -> {
                  try (RpcClient client = client()) {
                    call(client, "wait");
                  }
                  return null;
                }));
      }
      while (running() < 3) {
        Thread.sleep(5);
      }
      assertThat(statuses("wait")).isEmpty();
      numbers.go.countDown();
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(running()).isZero();
    assertThat(calls("wait", "unary", "OK").count()).isEqualTo(3);
  }

  @Test
  void metersSayWhatTheyAre() throws IOException {
    try (RpcClient client = client()) {
      call(client, "same");
    }
    assertThat(registry.getMeters())
        .allMatch(meter -> meter.getId().getDescription() != null)
        .allMatch(meter -> meter.getId().getBaseUnit() != null);
    assertThat(calls("same", "unary", "OK").getId().getTags())
        .containsExactlyElementsOf(
            Tags.of(
                "kind", "unary", "method", "same", "protocol", Numbers.PROTOCOL, "status", "OK"));
  }
}
