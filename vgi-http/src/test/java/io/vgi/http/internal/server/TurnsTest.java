package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.internal.server.HttpCaller.Part;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.Listener;
import io.vgi.rpc.LogLevel;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.StreamHandler;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.counting.Counting;
import io.vgi.rpc.counting.NumberStream;
import io.vgi.rpc.internal.wire.MetadataKeys;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a turn goes by is its own request, whether the stream waited here or was brought back. */
@Timeout(60)
class TurnsTest {
  private final BufferAllocator memory = new RootAllocator();
  private final Counting counting =
      new Counting().add(new Method.Streaming("long", Counting.NUMBER, null, new Longs()));
  private Listener listener;

  @AfterEach
  void nothingLeaks() {
    listener.close();
    memory.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theLimitAndTheNameAreThoseOfTheTurn(boolean keeps) throws Exception {
    listen(keeps);
    HttpCaller first = caller("first");
    List<Part> opened = first.parts(first.init("long", 1));
    assertThat(log(opened.get(0))).isEqualTo("first: turn 0");
    Metadata tokens = HttpCaller.tokens(opened, Metadata.EMPTY);
    HttpCaller second = caller("second");
    List<Part> next = second.parts(second.exchange("long", tokens));
    assertThat(log(next.get(0))).isEqualTo("second: turn 1");
    tokens = HttpCaller.tokens(next, tokens);
    HttpCaller third = caller("third").header("VGI-Accept-Max-Response-Bytes", "65536");
    HttpResponse<byte[]> tooLong = third.exchange("long", tokens);
    assertThat(tooLong.statusCode()).isEqualTo(200);
    assertThat(tooLong.headers().firstValue("X-VGI-RPC-Error")).contains("true");
    List<Part> failed = third.parts(tooLong);
    assertThat(log(failed.get(failed.size() - 1)))
        .startsWith("third: ResponseTooLargeError")
        .contains("65536");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStreamIsNoneOfAnotherMethod(boolean keeps) throws Exception {
    listen(keeps);
    HttpCaller caller = caller("x");
    Metadata tokens = HttpCaller.tokens(caller.parts(caller.init("long", 1)), Metadata.EMPTY);
    HttpResponse<byte[]> refused = caller.exchange("count", tokens);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(caller.error(refused)).contains("belong to different streams");
    assertThat(log(caller.parts(caller.exchange("long", tokens)).get(0))).isEqualTo("x: turn 1");
  }

  private static String log(Part part) {
    return part.metadata().text(MetadataKeys.REQUEST_ID)
        + ": "
        + part.metadata().text(MetadataKeys.LOG_MESSAGE);
  }

  private void listen(boolean keeps) throws Exception {
    HttpOptions options =
        HttpOptions.builder().grace(Duration.ofSeconds(2)).keepStreams(keeps).build();
    listener = HttpServer.start(counting.server(memory).build(), options);
  }

  private HttpCaller caller(String requestId) {
    return new HttpCaller(listener, memory).header("X-Request-ID", requestId);
  }

  private static final class Longs implements StreamHandler {
    @Override
    public ServerStream open(CallContext call, WireBatch params) {
      return new LongStream(call, 0);
    }

    @Override
    public ServerStream resume(CallContext call, WireBatch params, WireBatch header, byte[] place) {
      return new LongStream(call, place[0]);
    }
  }

  /** Gives batches of 80 KB and logs each. */
  private static final class LongStream extends NumberStream {
    private static final int ROWS = 10_000;

    private int turn;

    LongStream(CallContext call, int turn) {
      super(call);
      this.turn = turn;
    }

    @Override
    public byte[] checkpoint() {
      return new byte[] {(byte) turn};
    }

    @Override
    public WireBatch produce(Metadata tick) {
      release();
      call.log(LogLevel.INFO, "turn " + turn++, Map.of());
      return give(Counting.numbers(0, ROWS, call.allocator()));
    }
  }
}
