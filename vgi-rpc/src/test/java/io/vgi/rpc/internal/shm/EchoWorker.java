package io.vgi.rpc.internal.shm;

import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.Revision;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.Service;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** A server whose batches are as large as its client wants. */
final class EchoWorker {
  static final String PROTOCOL = "echo.v1";
  static final WireSchema BLOB = WireSchema.of(Field.nullable("blob", ArrowType.Binary.INSTANCE));
  static final WireSchema NUMBERS = WireSchema.of(Field.nullable("n", new ArrowType.Int(64, true)));
  static final WireSchema WORDS =
      WireSchema.of(
          new Field(
              "w",
              new FieldType(
                  true,
                  ArrowType.Utf8.INSTANCE,
                  new DictionaryEncoding(0, false, new ArrowType.Int(16, true))),
              null));

  private final BufferAllocator allocator;
  private final Map<String, Method> methods = new LinkedHashMap<>();

  /** Runs in every turn, before it is answered. */
  Turn turn = () -> {};

  interface Turn {
    void run() throws IOException;
  }

  EchoWorker(BufferAllocator allocator) {
    this.allocator = allocator;
    unary("length", NUMBERS, in -> numbers(allocator, 1, blob(in).length));
    unary("repeat", BLOB, in -> blob(allocator, blob(in)));
    stream("numbers", in -> new Echo(NUMBERS));
    stream("words", in -> new Echo(WORDS));
    stream("produce", in -> new Produce(blob(in).length));
  }

  private interface Answer {
    WireBatch to(WireBatch params);
  }

  private interface Opener {
    ServerStream open(WireBatch params);
  }

  private void unary(String name, WireSchema result, Answer answer) {
    methods.put(name, new Method.Unary(name, BLOB, result, (call, in) -> answer.to(in)));
  }

  private void stream(String name, Opener opener) {
    methods.put(name, new Method.Streaming(name, BLOB, null, (call, in) -> opener.open(in)));
  }

  /** Serves one connection on which the client sends {@code input} and leaves. */
  byte[] serve(byte[] input) throws IOException {
    Revision revision = Revision.of("1.0.0", methods.values());
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    RpcServer.builder(allocator)
        .service(Service.of(PROTOCOL, List.of(revision)))
        .build()
        .serve(Channels.newChannel(new ByteArrayInputStream(input)), Channels.newChannel(output));
    return output.toByteArray();
  }

  static WireBatch blob(BufferAllocator allocator, byte[] value) {
    VarBinaryVector vector = (VarBinaryVector) BLOB.field(0).createVector(allocator);
    vector.allocateNew(Math.max(1, value.length), 1);
    vector.setSafe(0, value);
    vector.setValueCount(1);
    return WireBatch.of(BLOB, List.of(vector), 1);
  }

  static byte[] blob(WireBatch batch) {
    return ((VarBinaryVector) batch.column(0)).get(0);
  }

  /** The numbers from {@code first} on. */
  static WireBatch numbers(BufferAllocator allocator, int rows, long first) {
    BigIntVector vector = (BigIntVector) NUMBERS.field(0).createVector(allocator);
    vector.allocateNew(rows);
    for (int row = 0; row < rows; row++) {
      vector.set(row, first + row);
    }
    vector.setValueCount(rows);
    return WireBatch.of(NUMBERS, List.of(vector), rows);
  }

  /** Words of which there are seven. */
  static WireBatch words(BufferAllocator allocator, int rows) {
    VarCharVector vector = new VarCharVector("w", allocator);
    vector.allocateNew();
    for (int row = 0; row < rows; row++) {
      vector.setSafe(row, ("a rather long word " + row % 7).getBytes(StandardCharsets.UTF_8));
    }
    vector.setValueCount(rows);
    return WireBatch.of(WORDS, List.of(vector), rows);
  }

  private final class Echo implements ServerStream.Exchange {
    private final WireSchema schema;

    Echo(WireSchema schema) {
      this.schema = schema;
    }

    @Override
    public WireSchema outputSchema() {
      return schema;
    }

    @Override
    public WireSchema inputSchema() {
      return schema;
    }

    @Override
    public WireBatch header() {
      return null;
    }

    @Override
    public WireBatch exchange(WireBatch input) throws IOException {
      turn.run();
      return input;
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {}
  }

  private final class Produce implements ServerStream.Producer {
    private static final int ROWS = 40_000;
    private final int batches;
    private int next;
    private WireBatch last;

    Produce(int batches) {
      this.batches = batches;
    }

    @Override
    public WireSchema outputSchema() {
      return NUMBERS;
    }

    @Override
    public WireBatch header() {
      return null;
    }

    @Override
    public WireBatch produce(Metadata tick) throws IOException {
      turn.run();
      close();
      last = next == batches ? null : numbers(allocator, ROWS, (long) ROWS * next++);
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
