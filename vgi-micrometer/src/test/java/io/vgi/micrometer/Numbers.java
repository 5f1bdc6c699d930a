package io.vgi.micrometer;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.Revision;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.Service;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The protocol {@code numbers.v1}: {@code same} gives its argument back, {@code wait} does so when
 * {@link #go} is open, {@code refuse} fails, {@code count} is a stream of the numbers below its
 * argument, of which {@code 3} is a failure.
 */
final class Numbers {
  static final String PROTOCOL = "numbers.v1";
  static final String VERSION = "1.0.0";
  private static final WireSchema NUMBER =
      WireSchema.of(Field.notNullable("n", new ArrowType.Int(64, true)));

  final CountDownLatch go = new CountDownLatch(1);
  private final Map<String, Method> methods = new LinkedHashMap<>();

  Numbers() {
    add(new Method.Unary("same", NUMBER, NUMBER, (call, in) -> number(value(in), call)));
    add(
        new Method.Unary(
            "wait",
            NUMBER,
            NUMBER,
            (call, in) -> {
              go.await();
              return number(value(in), call);
            }));
    add(
        new Method.Unary(
            "refuse",
            NUMBER,
            NUMBER,
            (call, in) -> {
              throw VgiException.notFound("no such number");
            }));
    add(new Method.Streaming("count", NUMBER, null, (call, in) -> new Counter(value(in), call)));
  }

  private void add(Method method) {
    methods.put(method.name(), method);
  }

  RpcServer.Builder server(BufferAllocator allocator) {
    Revision revision = Revision.of(VERSION, methods.values());
    return RpcServer.builder(allocator).service(Service.of(PROTOCOL, List.of(revision)));
  }

  static WireBatch number(long value, BufferAllocator allocator) {
    BigIntVector vector = (BigIntVector) NUMBER.field(0).createVector(allocator);
    vector.allocateNew(1);
    vector.set(0, value);
    vector.setValueCount(1);
    return WireBatch.of(NUMBER, List.of(vector), 1);
  }

  private static WireBatch number(long value, CallContext call) {
    return number(value, call.allocator());
  }

  private static long value(WireBatch batch) {
    return ((BigIntVector) batch.column(0)).get(0);
  }

  private static final class Counter implements ServerStream.Producer {
    private final long end;
    private final CallContext call;
    private long next;
    private WireBatch last;

    Counter(long end, CallContext call) {
      this.end = end;
      this.call = call;
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
      close();
      if (next == 3) {
        throw VgiException.unavailable("three is out");
      }
      if (next < end) {
        last = number(next++, call);
      }
      return last;
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {
      if (last != null) {
        last.close();
        last = null;
      }
    }
  }
}
