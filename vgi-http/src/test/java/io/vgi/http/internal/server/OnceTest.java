package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.internal.server.HttpCaller.Part;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.StreamHandler;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.counting.Counting;
import io.vgi.rpc.counting.NumberStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client would repeat must not have run. */
@Timeout(60)
class OnceTest {
  private final BufferAllocator memory = new RootAllocator();
  // what is left behind in it is what these tests are about
  private final BufferAllocator server = new RootAllocator();
  private final AtomicInteger calls = new AtomicInteger();
  private final Counting counting =
      new Counting()
          .add(
              new Method.Unary(
                  "forgetful",
                  Counting.NUMBER,
                  Counting.NUMBER,
                  (call, in) -> {
                    calls.incrementAndGet();
                    forget(call);
                    return Counting.number(7, call.allocator());
                  }))
          .add(
              new Method.Unary(
                  "broken",
                  Counting.NUMBER,
                  Counting.NUMBER,
                  (call, in) -> {
                    calls.incrementAndGet();
                    forget(call);
                    throw new StackOverflowError("as deep as it goes");
                  }))
          .add(new Method.Streaming("forgetting", Counting.NUMBER, null, new Forgetting()));
  private Listener listener;

  @AfterEach
  void close() {
    listener.close();
    memory.close();
  }

  @Test
  void theAnswerOfAMethodThatForgetsToCloseIsSent() throws Exception {
    HttpCaller caller = caller(true);
    HttpResponse<byte[]> answer = caller.call("forgetful", 1);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(caller.parts(answer)).extracting(Part::number).containsExactly(7L);
    HttpResponse<byte[]> failed = caller.call("broken", 1);
    assertThat(failed.statusCode()).isEqualTo(200);
    assertThat(failed.headers().firstValue("X-VGI-RPC-Error")).contains("true");
    assertThat(caller.error(failed)).contains("as deep as it goes");
    assertThat(calls).hasValue(2);
    assertThat(caller.parts(caller.call("twice", 2)).get(0).number()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void soIsThatOfAStream(boolean keeps) throws Exception {
    HttpCaller caller = caller(keeps);
    HttpResponse<byte[]> answer = caller.init("forgetting", 1);
    assertThat(answer.statusCode()).isEqualTo(200);
    Metadata tokens = HttpCaller.tokens(caller.parts(answer), Metadata.EMPTY);
    answer = caller.exchange("forgetting", tokens);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(caller.parts(answer)).isEmpty();
    assertThat(answer.headers().map()).doesNotContainKey("x-vgi-rpc-error");
    assertThat(caller.parts(caller.call("twice", 2)).get(0).number()).isEqualTo(4);
  }

  private static void forget(CallContext call) {
    ArrowBuf forgotten = call.allocator().buffer(64);
    assertThat(forgotten.capacity()).isEqualTo(64);
  }

  private HttpCaller caller(boolean keeps) throws Exception {
    HttpOptions options =
        HttpOptions.builder().grace(Duration.ofSeconds(2)).keepStreams(keeps).build();
    listener = HttpServer.start(counting.server(server).build(), options);
    return new HttpCaller(listener, memory);
  }

  /** Gives a number, then ends, and forgets memory in every turn. */
  private static final class Forgetting implements StreamHandler {
    @Override
    public ServerStream open(CallContext call, WireBatch params) {
      return new Turns(call, 0);
    }

    @Override
    public ServerStream resume(CallContext call, WireBatch params, WireBatch header, byte[] place) {
      return new Turns(call, 1);
    }
  }

  private static final class Turns extends NumberStream {
    private int turn;

    Turns(CallContext call, int turn) {
      super(call);
      this.turn = turn;
    }

    @Override
    public byte[] checkpoint() {
      return new byte[] {1};
    }

    @Override
    public WireBatch produce(Metadata tick) {
      release();
      forget(call);
      return turn++ == 0 ? give(Counting.number(turn, call.allocator())) : null;
    }
  }
}
