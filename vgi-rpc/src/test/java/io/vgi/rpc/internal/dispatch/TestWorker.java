package io.vgi.rpc.internal.dispatch;

import io.vgi.rpc.LogLevel;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.Revision;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.Service;
import io.vgi.rpc.VgiException;
import io.vgi.rpc.VgiException.Kind;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** A server of the protocol {@code test.v1} 2.0.0 whose methods count, add and fail. */
final class TestWorker {
  static final String PROTOCOL = "test.v1";
  static final String VERSION = "2.0.0";
  static final WireSchema NUMBER =
      WireSchema.of(Field.notNullable("n", new ArrowType.Int(64, true)));

  /** How long slow methods take. */
  static final long SLOW_MILLIS = 1_000;

  private final BufferAllocator allocator;
  private final Map<String, Method> methods = new LinkedHashMap<>();
  private RuntimeException headerFailure;
  private boolean headerMissing;
  private RuntimeException closeFailure;
  int cancelled;
  final AtomicInteger seen = new AtomicInteger();
  int opened;
  int closed;
  int calls;

  TestWorker(BufferAllocator allocator) {
    this.allocator = allocator;
    unary("twice", NUMBER, n -> number(n * 2));
    unary("no_answer", NUMBER, n -> null);
    unary(
        "wrong_answer",
        WireSchema.of(NUMBER.field(0), NUMBER.field(0)),
        n -> WireBatch.of(NUMBER, number(n).columns(), 1));
    unary("fail", NUMBER, TestWorker::fail);
    add(new Method.Unary("nothing", WireSchema.EMPTY, null, (call, in) -> null));
    stream("count", NUMBER, (n, in) -> in == n ? null : number(in));
    stream("fail_at_open", NUMBER, null);
    stream("fail_in_turn", NUMBER, (n, in) -> in == 0 ? number(0) : fail(n));
    stream("fail_at_once", null, (n, in) -> fail(n));
    exchange("add", (n, in) -> number(n + in));
    add(
        new Method.Unary(
            "slow",
            NUMBER,
            NUMBER,
            (call, in) -> {
              Thread.sleep(SLOW_MILLIS);
              return number(value(in));
            }));
    add(
        new Method.Unary(
            "look",
            NUMBER,
            NUMBER,
            (call, in) -> {
              Thread.sleep(SLOW_MILLIS);
              seen.addAndGet(call.isCancelled() ? 1 : 0);
              return number(value(in));
            }));
    add(
        new Method.Streaming(
            "look_count",
            NUMBER,
            null,
            (call, in) -> {
              opened++;
              return new Turns(
                  value(in),
                  false,
                  (n, turn) -> {
                    Thread.sleep(SLOW_MILLIS);
                    seen.addAndGet(call.isCancelled() ? 1 : 0);
                    return turn == n ? null : number(turn);
                  });
            }));
    exchange("no_exchange", (n, in) -> null);
    exchange("fail_exchange", (n, in) -> fail(n));
    exchange("wrong_exchange", (n, in) -> WireBatch.of(NUMBER, number(in).columns(), 2));
    exchange("other_exchange", (n, in) -> WireBatch.of(NUMBER, List.of(noInts()), 0));
  }

  /** What a stream answers: the argument of the call and the number of the turn, or the input. */
  private interface Answer {
    WireBatch to(long argument, long input) throws Exception;
  }

  /** A failure that cannot even be described. */
  static final class Indescribable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new OutOfMemoryError("again");
    }
  }

  private static WireBatch fail(long how) {
    try {
      return failChecked(how);
    } catch (IOException checked) {
      throw TestWorker.<RuntimeException>unchecked(checked);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T unchecked(Throwable checked) throws T {
    throw (T) checked;
  }

  private static WireBatch failChecked(long how) throws IOException {
    switch ((int) how) {
      case 0 -> throw new IllegalStateException("broken on purpose");
      case 1 -> throw new StackOverflowError();
      case 2 -> throw new OutOfMemoryError("no more");
      case 3 -> throw new IOException("the file is gone");
      case 4 -> throw new IllegalArgumentException("not that one");
      case 5 -> throw VgiException.notFound("no such thing");
      case 6 -> throw new AssertionError("never");
      case 7 -> throw new ClassCastException("not of that type");
      case 8 -> throw new VgiException(Kind.UNAVAILABLE, "later", new IOException("the reason"));
      case 10 -> throw new VgiException(Kind.NOT_FOUND, "gone", new IOException("the reason"));
      case 11 -> throw new UnsupportedOperationException("not written yet");
      case 12 -> throw VgiException.unavailable("busy");
      default -> throw new Indescribable();
    }
  }

  void failHeader(RuntimeException failure) {
    headerFailure = failure;
  }

  void dropHeader() {
    headerMissing = true;
  }

  void failClose(RuntimeException failure) {
    closeFailure = failure;
  }

  void add(Method method) {
    methods.put(method.name(), method);
  }

  private void unary(String name, WireSchema result, LongFunction<WireBatch> answer) {
    add(
        new Method.Unary(
            name,
            NUMBER,
            result,
            (call, in) -> {
              calls++;
              call.log(LogLevel.INFO, "called", Map.of());
              return answer.apply(value(in));
            }));
  }

  private void stream(String name, WireSchema header, Answer answer) {
    add(
        new Method.Streaming(
            name,
            NUMBER,
            header,
            (call, in) -> {
              call.log(LogLevel.INFO, "opened", Map.of());
              if (answer == null) {
                throw VgiException.unavailable("closed today");
              }
              opened++;
              return new Turns(value(in), header != null, answer);
            }));
  }

  private void exchange(String name, Answer answer) {
    add(
        new Method.Streaming(
            name,
            NUMBER,
            null,
            (call, in) -> {
              opened++;
              return new Exchanges(value(in), answer);
            }));
  }

  RpcServer.Builder builder() {
    return RpcServer.builder(allocator).service(service());
  }

  Service service() {
    Revision revision = Revision.of(VERSION, methods.values());
    return Service.of(PROTOCOL, List.of(revision));
  }

  /** Serves one connection on which the client sends {@code input} and leaves. */
  byte[] serve(byte[] input) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    serve(input, output);
    return output.toByteArray();
  }

  /** As above; {@code output} has what was sent even when the connection failed. */
  void serve(byte[] input, ByteArrayOutputStream output) throws IOException {
    builder()
        .build()
        .serve(Channels.newChannel(new ByteArrayInputStream(input)), Channels.newChannel(output));
  }

  WireBatch number(long value) {
    return number(value, allocator);
  }

  static WireBatch number(long value, BufferAllocator allocator) {
    BigIntVector vector = (BigIntVector) NUMBER.field(0).createVector(allocator);
    vector.allocateNew(1);
    vector.set(0, value);
    vector.setValueCount(1);
    return WireBatch.of(NUMBER, List.of(vector), 1);
  }

  /** A batch of no rows. */
  WireBatch none() {
    BigIntVector vector = (BigIntVector) NUMBER.field(0).createVector(allocator);
    vector.allocateNew();
    return WireBatch.of(NUMBER, List.of(vector), 0);
  }

  private IntVector noInts() {
    IntVector vector = new IntVector("n", allocator);
    vector.allocateNew();
    return vector;
  }

  static long value(WireBatch batch) {
    return ((BigIntVector) batch.column(0)).get(0);
  }

  /** The answers of one stream, of which the last one is held. */
  private final class Answers {
    private final long argument;
    private final Answer answer;
    private WireBatch last;

    Answers(long argument, Answer answer) {
      this.argument = argument;
      this.answer = answer;
    }

    WireBatch next(long input) throws Exception {
      release();
      last = answer.to(argument, input);
      return last;
    }

    private void release() {
      if (last != null) {
        last.close();
        last = null;
      }
    }

    void close() {
      closed++;
      release();
      if (closeFailure != null) {
        throw closeFailure;
      }
    }
  }

  private final class Turns implements ServerStream.Producer {
    private final Answers answers;
    private final WireBatch header;
    private long turn;

    Turns(long argument, boolean header, Answer answer) {
      this.answers = new Answers(argument, answer);
      this.header = header ? number(argument) : null;
    }

    @Override
    public WireSchema outputSchema() {
      return NUMBER;
    }

    @Override
    public WireBatch header() {
      if (headerFailure != null) {
        throw headerFailure;
      }
      return headerMissing ? null : header;
    }

    @Override
    public WireBatch produce(Metadata tick) throws Exception {
      return answers.next(turn++);
    }

    @Override
    public void cancel() {
      cancelled++;
    }

    @Override
    public void close() {
      if (header != null) {
        header.close();
      }
      answers.close();
    }
  }

  private final class Exchanges implements ServerStream.Exchange {
    private final Answers answers;

    Exchanges(long argument, Answer answer) {
      this.answers = new Answers(argument, answer);
    }

    @Override
    public WireSchema outputSchema() {
      return NUMBER;
    }

    @Override
    public WireSchema inputSchema() {
      return NUMBER;
    }

    @Override
    public WireBatch header() {
      return null;
    }

    @Override
    public WireBatch exchange(WireBatch input) throws Exception {
      return answers.next(input.rows() == 0 ? -1 : value(input));
    }

    @Override
    public void cancel() {
      cancelled++;
    }

    @Override
    public void close() {
      answers.close();
    }
  }
}
