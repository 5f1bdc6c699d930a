package io.vgi.http.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vgi.http.HttpOptions;
import io.vgi.http.HttpServer;
import io.vgi.http.internal.server.HttpCaller.Part;
import io.vgi.http.internal.stream.StreamTokens;
import io.vgi.rpc.CallContext;
import io.vgi.rpc.Listener;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.StreamHandler;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import io.vgi.rpc.counting.Counting;
import io.vgi.rpc.counting.NumberStream;
import io.vgi.rpc.internal.ipc.IpcBytes;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream whose opening is large goes on to its end, or does not begin. */
@Timeout(60)
@Order(1) // takes as long as all others together: it begins
class LargeOpeningTest {
  private static final WireSchema BLOB =
      WireSchema.of(Field.nullable("blob", ArrowType.Binary.INSTANCE));
  private static final int SLACK = 4_096;

  private final BufferAllocator memory = new RootAllocator();
  private final AtomicInteger resumed = new AtomicInteger();
  private Listener listener;
  private HttpCaller caller;

  @BeforeEach
  void listen() throws Exception {
    Counting counting =
        new Counting().add(new Method.Streaming("length", BLOB, null, new Lengths()));
    listener =
        HttpServer.start(
            counting.server(memory).memoryLimit(512 << 20).build(),
            HttpOptions.builder().keepStreams(false).build());
    caller = new HttpCaller(listener, memory);
  }

  @AfterEach
  void nothingLeaks() {
    listener.close();
    memory.close();
  }

  private HttpResponse<byte[]> open(byte[] blob) throws Exception {
    try (VarBinaryVector vector = (VarBinaryVector) BLOB.field(0).createVector(memory)) {
      vector.setSafe(0, blob);
      vector.setValueCount(1);
      WireBatch batch = WireBatch.of(BLOB, List.of(vector), 1, HttpCaller.request("length"));
      return caller.post("/" + Counting.PROTOCOL + "/length/init", IpcBytes.ofBatch(batch, memory));
    }
  }

  @Test
  void whatJustFitsGoesOnToTheEnd() throws Exception {
    byte[] blob = new byte[StreamTokens.mostBytes() - SLACK];
    new Random(3).nextBytes(blob); // which cannot be made smaller
    List<Long> numbers = new ArrayList<>();
    HttpResponse<byte[]> response = open(blob);
    Metadata tokens = Metadata.EMPTY;
    while (tokens != null) {
      assertThat(response.statusCode()).isEqualTo(200);
      List<Part> parts = caller.parts(response);
      parts.stream().map(Part::number).filter(n -> n != null).forEach(numbers::add);
      tokens = HttpCaller.tokens(parts, tokens);
      response = tokens == null ? null : caller.exchange("length", tokens);
    }
    assertThat(numbers).containsExactly((long) blob.length, (long) blob.length);
    assertThat(resumed).hasValue(2);
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeTheFirstRow() throws Exception {
    HttpResponse<byte[]> refused = open(new byte[StreamTokens.mostBytes() + 1]);
    assertThat(refused.statusCode()).isEqualTo(200);
    assertThat(caller.parts(refused)).hasSize(1);
    assertThat(caller.error(refused))
        .contains("The request that opens the stream takes ")
        .contains(Integer.toString(StreamTokens.mostBytes()))
        .contains("pipe or a socket");
  }

  private final class Lengths implements StreamHandler {
    @Override
    public ServerStream open(CallContext call, WireBatch params) {
      return new Length(call, params, 0);
    }

    @Override
    public ServerStream resume(CallContext call, WireBatch params, WireBatch header, byte[] place) {
      resumed.incrementAndGet();
      return new Length(call, params, place[0]);
    }
  }

  /** Tells twice how long the value is that opened it. */
  private static final class Length extends NumberStream {
    private final long length;
    private int turn;

    Length(CallContext call, WireBatch params, int turn) {
      super(call);
      this.length = ((VarBinaryVector) params.column(0)).getValueLength(0);
      this.turn = turn;
    }

    @Override
    public byte[] checkpoint() {
      return new byte[] {(byte) turn};
    }

    @Override
    public WireBatch produce(Metadata tick) {
      release();
      if (turn++ == 2) {
        return null;
      }
      return give(Counting.number(length, call.allocator()));
    }
  }
}
