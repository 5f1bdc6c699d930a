package io.vgi.s3;

import io.vgi.rpc.CallContext;
import io.vgi.rpc.Metadata;
import io.vgi.rpc.Method;
import io.vgi.rpc.Revision;
import io.vgi.rpc.RpcServer;
import io.vgi.rpc.ServerStream;
import io.vgi.rpc.Service;
import io.vgi.rpc.WireBatch;
import io.vgi.rpc.WireSchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * The protocol {@code text.v1}: {@code repeat} answers with its text a thousand times, {@code
 * stream} does so three times in three batches.
 */
final class Texts {
  static final String PROTOCOL = "text.v1";
  static final String VERSION = "2.0.0";
  static final int TIMES = 1_000;
  static final int BATCHES = 3;
  static final WireSchema TEXT = WireSchema.of(Field.notNullable("text", ArrowType.Utf8.INSTANCE));

  private Texts() {}

  static RpcServer server(BufferAllocator memory) {
    List<Method> methods =
        List.of(
            new Method.Unary(
                "repeat",
                TEXT,
                TEXT,
                (call, in) -> batch(text(in).repeat(TIMES), call.allocator())),
            new Method.Streaming(
                "stream", TEXT, null, (call, in) -> new Repeats(text(in).repeat(TIMES), call)));
    Revision revision = Revision.of(VERSION, methods);
    return RpcServer.builder(memory).service(Service.of(PROTOCOL, List.of(revision))).build();
  }

  static WireBatch batch(String text, BufferAllocator memory) {
    VarCharVector column = (VarCharVector) TEXT.field(0).createVector(memory);
    column.allocateNew();
    column.setSafe(0, text.getBytes(StandardCharsets.UTF_8));
    column.setValueCount(1);
    return WireBatch.of(TEXT, List.of(column), 1);
  }

  static String text(WireBatch batch) {
    return new String(((VarCharVector) batch.column(0)).get(0), StandardCharsets.UTF_8);
  }

  private static final class Repeats implements ServerStream.Producer {
    private final String text;
    private final CallContext call;
    private int made;
    private @Nullable WireBatch last;

    Repeats(String text, CallContext call) {
      this.text = text;
      this.call = call;
    }

    @Override
    public WireSchema outputSchema() {
      return TEXT;
    }

    @Override
    public @Nullable WireBatch header() {
      return null;
    }

    @Override
    public @Nullable WireBatch produce(Metadata tick) {
      close();
      if (made < BATCHES) {
        last = batch(made++ + text, call.allocator());
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
