package io.vgi.rpc.counting;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.Revision;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.Service;
import io.vgi.rpc.StreamHandler;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The protocol {@code count.v1}: {@code twice} and {@code who} are unary, {@code wait} answers when
 * {@link #go} is open, {@code count} gives the numbers below its argument, {@code pinned} does so
 * with state that cannot leave the process, {@code add} adds its argument to its input, {@code
 * wide} gives batches of as many rows as its argument says, without an end.
 */
public final class Counting {
  public static final String PROTOCOL = "count.v1";
  public static final String VERSION = "2.0.0";
  public static final WireSchema NUMBER =
      WireSchema.of(Field.notNullable("n", new ArrowType.Int(64, true)));

  /** Streams that were resumed from a place. */
  public final AtomicInteger resumed = new AtomicInteger();

  /** Streams that were told that the client gave up. */
  public final AtomicInteger cancelled = new AtomicInteger();

  /** Calls of {@code wait} that have begun. */
  public final CountDownLatch waiting = new CountDownLatch(1);

  /** Lets calls of {@code wait} end. */
  public final CountDownLatch go = new CountDownLatch(1);

  /** Makes every method, and the end of every stream, interrupt the thread it runs on. */
  public volatile boolean interrupting;

  /** The trace context that the last batch of a stream was made with. */
  public volatile String trace;

  private final Map<String, Method> methods = new LinkedHashMap<>();

  public Counting() {
    add(
        new Method.Unary(
            "twice",
            NUMBER,
            NUMBER,
            (call, in) -> {
              disturb();
              return number(2 * value(in), call.allocator());
            }));
    add(
        new Method.Unary(
            "wait",
            NUMBER,
            NUMBER,
            (call, in) -> {
              waiting.countDown();
              go.await();
              return number(value(in), call.allocator());
            }));
    add(new Method.Streaming("count", NUMBER, null, new Handler(true, false)));
    add(new Method.Streaming("pinned", NUMBER, null, new Handler(false, false)));
    add(new Method.Streaming("add", NUMBER, null, new Handler(true, true)));
    add(
        new Method.Streaming(
            "wide", NUMBER, null, (call, in) -> new Wide((int) value(in), call.allocator())));
  }

  private void disturb() {
    if (interrupting) {
      Thread.currentThread().interrupt();
    }
  }

  /** Also has {@code method}. */
  public final Counting add(Method method) {
    methods.put(method.name(), method);
    return this;
  }

  /** Also has {@code many}, which gives as many numbers as it is told. */
  public Counting many() {
    return add(
        new Method.Unary(
            "many", NUMBER, NUMBER, (call, in) -> numbers(0, (int) value(in), call.allocator())));
  }

  /** A server of this protocol. */
  public RpcServer.Builder server(BufferAllocator allocator) {
    Revision revision = Revision.of(VERSION, methods.values());
    return RpcServer.builder(allocator).service(Service.of(PROTOCOL, List.of(revision)));
  }

  public static WireBatch number(long value, BufferAllocator allocator) {
    return numbers(value, 1, allocator);
  }

  /** As many numbers as {@code rows} from {@code first} on. */
  public static WireBatch numbers(long first, int rows, BufferAllocator allocator) {
    BigIntVector vector = (BigIntVector) NUMBER.field(0).createVector(allocator);
    vector.allocateNew(rows);
    for (int i = 0; i < rows; i++) {
      vector.set(i, first + i);
    }
    vector.setValueCount(rows);
    return WireBatch.of(NUMBER, List.of(vector), rows);
  }

  public static long value(WireBatch batch) {
    return ((BigIntVector) batch.column(0)).get(0);
  }

  private final class Handler implements StreamHandler {
    private final boolean leaves;
    private final boolean adds;

    Handler(boolean leaves, boolean adds) {
      this.leaves = leaves;
      this.adds = adds;
    }

    @Override
    public ServerStream open(CallContext call, WireBatch params) {
      return adds ? new Adder(value(params), call) : new Counter(value(params), 0, call, leaves);
    }

    @Override
    public ServerStream resume(CallContext call, WireBatch params, WireBatch header, byte[] place) {
      resumed.incrementAndGet();
      return adds
          ? new Adder(value(params), call)
          : new Counter(value(params), ByteBuffer.wrap(place).getLong(), call, leaves);
    }
  }

  private final class Counter implements ServerStream.Producer {
    private final long end;
    private final CallContext call;
    private final boolean leaves;
    private long next;
    private WireBatch last;

    Counter(long end, long next, CallContext call, boolean leaves) {
      this.end = end;
      this.next = next;
      this.call = call;
      this.leaves = leaves;
    }

    @Override
    public WireSchema outputSchema() {
      return NUMBER;
    }

    @Override
    public WireBatch header() {
      return null;
    }

    @Override
    public byte[] checkpoint() {
      return leaves ? ByteBuffer.allocate(8).putLong(next).array() : null;
    }

    @Override
    public WireBatch produce(Metadata tick) {
      release();
      disturb();
      trace = call.traceparent() + " " + call.tracestate();
      if (next < end) {
        last = number(next++, call.allocator());
      }
      return last;
    }

    @Override
    public void cancel() {
      cancelled.incrementAndGet();
      disturb();
    }

    @Override
    public void close() {
      release();
      disturb();
    }

    private void release() {
      if (last != null) {
        last.close();
        last = null;
      }
    }
  }

  private static final class Wide implements ServerStream.Producer {
    private final WireBatch batch;

    Wide(int rows, BufferAllocator allocator) {
      BigIntVector vector = (BigIntVector) NUMBER.field(0).createVector(allocator);
      vector.allocateNew(rows);
      for (int i = 0; i < rows; i++) {
        vector.set(i, i);
      }
      vector.setValueCount(rows);
      batch = WireBatch.of(NUMBER, List.of(vector), rows);
    }

    @Override
    public WireSchema outputSchema() {
      return NUMBER;
    }

    @Override
    public WireBatch header() {
      return null;
    }

    @Override
    public WireBatch produce(Metadata tick) {
      return batch;
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {
      batch.close();
    }
  }

  private final class Adder implements ServerStream.Exchange {
    private final long more;
    private final CallContext call;
    private WireBatch last;

    Adder(long more, CallContext call) {
      this.more = more;
      this.call = call;
    }

    @Override
    public WireSchema inputSchema() {
      return NUMBER;
    }

    @Override
    public WireSchema outputSchema() {
      return NUMBER;
    }

    @Override
    public WireBatch header() {
      return null;
    }

    @Override
    public byte[] checkpoint() {
      return new byte[0];
    }

    @Override
    public WireBatch exchange(WireBatch input) {
      release();
      disturb();
      last = number(value(input) + more, call.allocator());
      return last;
    }

    @Override
    public void cancel() {
      cancelled.incrementAndGet();
      disturb();
    }

    @Override
    public void close() {
      release();
      disturb();
    }

    private void release() {
      if (last != null) {
        last.close();
        last = null;
      }
    }
  }
}
