package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.rpc.Listener;
import io.vgi.rpc.counting.Counting;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that are larger than the worker or the client allows. */
@Timeout(60)
class LimitsTest {
  private static final int ROWS_OF_80_KB = 10_000;

  private final BufferAllocator memory = new RootAllocator();
  private final List<Listener> listeners = new ArrayList<>();
  private final Counting counting = new Counting().many();

  @AfterEach
  void nothingLeaks() {
    listeners.forEach(Listener::close);
    memory.close();
  }

  @Test
  void theWorkersLimitHolds() throws Exception {
    HttpCaller caller = caller(options().maxResponseBytes(65_536));
    HttpResponse<byte[]> answer = caller.call("many", ROWS_OF_80_KB);
    tooLarge(caller, answer);
    assertThat(answer.headers().firstValue("VGI-Max-Response-Bytes")).contains("65536");
    assertThat(caller.call("many", 8_000).headers().map()).doesNotContainKey("x-vgi-rpc-error");
  }

  @Test
  void soDoesTheClients() throws Exception {
    Listener listener = listen(options().maxResponseBytes(1 << 20));
    HttpCaller small = limited(listener, "65536");
    tooLarge(small, small.call("many", ROWS_OF_80_KB));
    assertThat(small.call("many", 8_000).headers().map()).doesNotContainKey("x-vgi-rpc-error");
    // what the client takes is not more than the worker gives
    HttpCaller big = limited(listener, "9007199254740991");
    assertThat(big.call("many", ROWS_OF_80_KB).headers().map())
        .doesNotContainKey("x-vgi-rpc-error");
    HttpResponse<byte[]> answer = big.call("many", 20 * ROWS_OF_80_KB);
    assertThat(big.error(answer)).contains("1048576");
  }

  @Test
  void aLimitThatIsNoneIsRefused() throws Exception {
    Listener listener = listen(options());
    List<String> wrong =
        List.of(
            "65535", "0", "-1", "065536", "1e6", "9007199254740992", "99999999999999999999", "");
    for (String limit : wrong) {
      HttpCaller caller = limited(listener, limit);
      HttpResponse<byte[]> answer = caller.call("twice", 1);
      assertThat(answer.statusCode()).as(limit).isEqualTo(400);
      assertThat(caller.error(answer)).contains("VGI-Accept-Max-Response-Bytes");
    }
  }

  private static void tooLarge(HttpCaller caller, HttpResponse<byte[]> answer) throws IOException {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-VGI-RPC-Error")).contains("true");
    assertThat(answer.body().length).isLessThan(10_000);
    assertThat(caller.error(answer))
        .startsWith("ResponseTooLargeError")
        .contains("max_response_bytes")
        .contains("65536");
  }

  private HttpCaller limited(Listener listener, String limit) {
    return new HttpCaller(listener, memory).header("VGI-Accept-Max-Response-Bytes", limit);
  }

  private static HttpOptions.Builder options() {
    return HttpOptions.builder().grace(Duration.ofSeconds(2));
  }

  private HttpCaller caller(HttpOptions.Builder options) throws IOException {
    return new HttpCaller(listen(options), memory);
  }

  private Listener listen(HttpOptions.Builder options) throws IOException {
    Listener listener = HttpServer.start(counting.server(memory).build(), options.build());
    listeners.add(listener);
    return listener;
  }
}
