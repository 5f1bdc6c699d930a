package io.vgi.http.internal.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.internal.server.HttpCaller.Part;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.counting.Counting;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replicas that change their key one after the other, under streams that go on. */
@Timeout(60)
class KeyRotationTest {
  private static final byte[] OLD = "the old key, 16+".getBytes(US_ASCII);
  private static final byte[] NEW = "the new key, 16+".getBytes(US_ASCII);

  private final BufferAllocator server = new RootAllocator();
  private final BufferAllocator memory = new RootAllocator();
  private final List<Listener> listeners = new ArrayList<>();

  @AfterEach
  void nothingLeaks() {
    listeners.forEach(Listener::close);
    memory.close();
    server.close();
  }

  @Test
  void aStreamGoesOnThroughEveryStep() throws Exception {
    // old | old, new | new, old | new
    List<Listener> steps =
        List.of(replica(OLD), replica(OLD, NEW), replica(NEW, OLD), replica(NEW));
    HttpCaller caller = new HttpCaller(steps.get(0), memory);
    List<Part> parts = caller.parts(caller.init("count", 9));
    Metadata tokens = HttpCaller.tokens(parts, Metadata.EMPTY);
    Metadata before = tokens;
    List<Long> numbers = new ArrayList<>(List.of(parts.get(0).number()));
    for (int turn = 1; turn < 9; turn++) {
      // two replicas, of which each is at most one step ahead of the other
      caller.moveTo(steps.get(turn < 4 ? turn % 2 : 1 + turn % 2));
      parts = caller.parts(caller.exchange("count", tokens));
      parts.stream().filter(part -> part.number() != null).forEach(p -> numbers.add(p.number()));
      before = tokens;
      tokens = HttpCaller.tokens(parts, tokens);
    }
    assertThat(numbers).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    // the call's token is of the old key, which the last step does not know
    caller.moveTo(steps.get(3));
    HttpResponse<byte[]> refused = caller.exchange("count", before);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(caller.error(refused)).contains("another key");
    // streams of the third step are known there
    caller.moveTo(steps.get(2));
    tokens = HttpCaller.tokens(caller.parts(caller.init("count", 3)), Metadata.EMPTY);
    caller.moveTo(steps.get(3));
    assertThat(caller.parts(caller.exchange("count", tokens)).get(0).number()).isEqualTo(1);
  }

  private Listener replica(byte[]... keys) throws IOException {
    HttpOptions options = HttpOptions.builder().tokenKeys(List.of(keys)).keepStreams(false).build();
    Listener listener = HttpServer.start(new Counting().server(server).build(), options);
    listeners.add(listener);
    return listener;
  }
}
